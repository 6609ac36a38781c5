import { html } from '/page/html.js';

const sizeOf = (bytes) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;

const gone = (event) => {
  const note = document.createElement('span');
  note.textContent = `（${event.target.alt}：模拟城重启后不再保留）`;
  event.target.replaceWith(note);
};

/** Pictures in their place, files to be opened. */
export const mediaOf = (message) =>
  (message.media ?? []).map((file) => {
    const href = `/town/files/${file.id}`;
    return file.image
      ? html`<a key=${file.id} class="picture" href=${href} target="_blank" rel="noopener"><img src=${href} alt=${`图片 ${file.name}`} loading="lazy" onError=${gone} /></a>`
      : html`<a key=${file.id} class="file" href=${href} download=${file.name}><b aria-hidden="true">${(file.name.split('.').pop() ?? '').slice(0, 4).toUpperCase()}</b><span>${file.name}<small>${sizeOf(file.size)}</small></span></a>`;
  });

/** The words without the marks that stand for what is shown as pictures and files. */
export const withoutMarks = (message) => {
  if (!message.media) return message.text;
  // A picture or file of the bot has its name for text.
  return message.from ? message.text.replace(/[[〔](?:图片|文件)[:：]?[^\]〕]*[\]〕]/g, '').replace(/\s+$/, '') : '';
};
