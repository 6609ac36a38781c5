import { html } from '/page/html.js';
import { shortOf } from '/page/messages.js';
import { BOT, say, toast, town } from '/page/town.js';
import { defineComponent, ref } from '/page/vendor/vue.js';

const CHIPS = { bot: ['待办', '帮助', '我', '日榜'], group: ['待办', '签收 ', '工单 ', '帮助'] };
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_FILES = 9;

const inGroup = () => town.conversation !== 'bot';
const isPicture = (file) => /^image\/(png|jpeg|gif|webp)$/.test(file.type);

const dataOf = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(new Error(`读不出 ${file.name}`));
    reader.readAsDataURL(file);
  });

/** Names are told apart, and fit into the mark that stands for them. */
const named = (file, taken) => {
  const name = file.name.replace(/[[\]]/g, '').slice(-60) || '图片.png';
  return taken.includes(name) ? `${taken.length + 1}-${name}` : name;
};

const mention = (text) => (inGroup() && !text.includes(`@${BOT}`) ? `@${BOT} ${text}` : text);

/** Where one writes: words, pictures from the camera or the disk, files. What was not taken stays here. */
export const Writer = defineComponent({
  setup() {
    const draft = ref('');
    const files = ref([]);
    const field = ref(null);

    const attach = (list) => {
      for (const file of list) {
        if (file.size > MOST_BYTES) toast(`${file.name} 超过 20 MB，平台不收`);
        else if (files.value.length >= MOST_FILES) toast(`一次最多 ${MOST_FILES} 个`);
        else {
          const name = named(
            file,
            files.value.map((each) => each.name),
          );
          const picture = isPicture(file);
          files.value.push({ name, file, picture, url: picture ? URL.createObjectURL(file) : '' });
        }
      }
      field.value?.focus();
    };
    const drop = (one) => {
      files.value = files.value.filter((each) => each !== one);
      if (one.url) URL.revokeObjectURL(one.url);
    };
    /** Pictures go with the words, in one message; each other file alone, as on a phone. */
    const messagesOf = (typed) => {
      const pictures = files.value.filter(({ picture }) => picture);
      const words = `${typed}${pictures.map(({ name }) => `[图片:${name}]`).join('')}`;
      return [
        ...files.value.filter(({ picture }) => !picture).map((one) => ({ text: `[文件:${one.name}]`, with: [one] })),
        ...(words === '' ? [] : [{ text: mention(words), with: pictures }]),
      ];
    };
    const submit = async () => {
      const typed = draft.value.trim();
      for (const message of messagesOf(typed)) {
        const uploads = await Promise.all(
          message.with.map(async ({ name, file }) => ({ name, data: await dataOf(file) })),
        ).catch((thrown) => toast(thrown.message));
        if (!uploads || (await say(message.text, uploads)) === undefined) return;
        for (const one of message.with) drop(one);
      }
      draft.value = '';
    };
    const chip = (word) => {
      draft.value = word;
      if (word.endsWith(' ')) field.value?.focus();
      else void submit();
    };
    const samplePhoto = async () => {
      const words = draft.value.trim();
      if ((await say(mention(`${words}[图片:现场照片.png]`))) !== undefined) draft.value = '';
    };

    const quoting = () => {
      const quoted = town.quote ? town.messages.find((message) => message.id === town.quote) : undefined;
      if (!quoted) return null;
      return html`<p class="quoting"><span>引用：${shortOf(quoted)}</span> <button type="button" class="link" onClick=${() => {
        town.quote = '';
      }}>取消引用</button></p>`;
    };
    const attached = () =>
      files.value.length === 0
        ? null
        : html`<ul class="attached">${files.value.map((one) => html`<li key=${one.name}>${one.picture ? html`<img src=${one.url} alt="" />` : null}<span>${one.name}</span><button type="button" class="link" aria-label=${`不发 ${one.name}`} onClick=${() => drop(one)}>✕</button></li>`)}</ul>`;

    return () => html`<div class="write">
      <div class="chips">${(inGroup() ? CHIPS.group : CHIPS.bot).map((word) => html`<button key=${word} type="button" onClick=${() => chip(word)}>${word.trim()}</button>`)}<button type="button" onClick=${samplePhoto}>示例照片</button></div>
      ${quoting()}${attached()}
      <form class="writer" onSubmit=${(event) => {
        event.preventDefault();
        void submit();
      }}>
        <label class="attach" title="发图片或文件"><span aria-hidden="true">＋</span><span class="hidden">图片或文件</span><input type="file" multiple onChange=${(
          event,
        ) => {
          attach(event.target.files);
          event.target.value = '';
        }} /></label>
        ${inGroup() ? html`<span class="at">@${BOT}</span>` : null}
        <label class="hidden" for="draft">消息</label>
        <input id="draft" ref=${field} value=${draft.value} onInput=${(event) => {
          draft.value = event.target.value;
        }} onPaste=${(event) => event.clipboardData.files.length > 0 && attach(event.clipboardData.files)} placeholder=${inGroup() ? '例：签收 0900' : '例：待办'} autocomplete="off" />
        <button type="submit" class="send" disabled=${town.busy === 'say'}>发送</button>
      </form>
    </div>`;
  },
});
