import { html } from '/page/html.js';
import { PLATFORMS, town } from '/page/town.js';

const pretty = (body) => (typeof body === 'string' ? body : JSON.stringify(body, null, 2));

const entryView = (entry) =>
  html`<li key=${entry.seq}><details><summary><span class="way">${entry.direction === 'in' ? '助手→平台' : '平台→助手'}</span> <code>${entry.what}</code> <b>${entry.status}</b></summary><pre tabindex="0">${pretty(entry.body)}</pre></details></li>`;

const MOST = 60;

/** Beside a message: the requests it came by or caused, and the card as the platform got it, with its later changes. */
export const rawOf = (message) => {
  const entries = town.traffic.filter((entry) => entry.messages?.includes(message.id));
  return html`<div class="raw" id=${`raw-${message.id}`}>
    ${entries.length === 0 ? html`<p>这条消息的请求已不在记录里（只留最近的）。</p>` : html`<ol class="traffic">${entries.map(entryView)}</ol>`}
    ${message.card ? html`<details><summary>平台收到的卡片</summary><pre tabindex="0">${pretty(message.card)}</pre></details>` : null}
    ${(message.updates ?? []).map((update, index) => html`<details key=${index}><summary>第 ${index + 1} 次改动 ${update.at.slice(5, 16).replace('T', ' ')}</summary><pre tabindex="0">${pretty(update.card)}</pre></details>`)}
  </div>`;
};

/** Every request as it goes by, newest first. */
export const trafficList = () =>
  html`<ol class="traffic all">${[...town.traffic]
    .reverse()
    .slice(0, MOST)
    .map((entry) => entryView({ ...entry, what: `${PLATFORMS[entry.platform]} ${entry.what}` }))}</ol>`;
