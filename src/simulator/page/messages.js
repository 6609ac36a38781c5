import { cardFace } from '/page/card.js';
import { html } from '/page/html.js';
import { markdown } from '/page/markdown.js';
import { mediaOf, withoutMarks } from '/page/media.js';
import { BOT, personNamed, town } from '/page/town.js';
import { rawOf } from '/page/traffic.js';
import { nextTick, reactive } from '/page/vendor/vue.js';

const CHANNELS = {
  aibot: '智能机器人',
  app: '自建应用',
  webhook: '群机器人',
  session: '会话回复',
  group: '群消息接口',
  card: '互动卡片',
  oto: '单聊接口',
};

/** Messages whose raw requests are open, and how many of the older ones are shown. */
const open = reactive({ raw: {}, older: 0 });
const MOST = 60;

const timeOf = (message) => message.at.slice(5, 16).replace('T', ' ');
/** How a quoted message is named; of a card its title, state and number, without the line of where it is from. */
export const shortOf = (message) => {
  const lines = withoutMarks(message).split('\n');
  const from = message.card?.source?.desc === lines[0] ? 1 : 0;
  return lines.slice(from, from + 3).join(' ') || '图片或文件';
};

const body = (message, person) => {
  if (message.recalled) return html`<div class="plain recalled">已撤回</div>`;
  if (message.kind === 'card') return cardFace(message, person[message.platform]);
  const words = withoutMarks(message);
  return html`${words === '' ? null : message.kind === 'markdown' ? markdown(words, message) : html`<div class="plain">${words}</div>`}${mediaOf(message)}`;
};

const intoView = (id) => nextTick(() => document.getElementById(`raw-${id}`)?.scrollIntoView({ block: 'nearest' }));

const tools = (message) =>
  html`<p class="tools"><button type="button" class="link" onClick=${() => {
    town.quote = message.id;
    document.getElementById('draft')?.focus();
  }}>引用</button>${
    town.engineer
      ? html`<button type="button" class="link" aria-expanded=${open.raw[message.id] === true} onClick=${() => {
          open.raw[message.id] = !open.raw[message.id];
          intoView(message.id);
        }}>原始请求</button>${message.channel ? html`<span class="channel">${CHANNELS[message.channel] ?? message.channel}</span>` : null}`
      : null
  }</p>`;

const bubble = (message, person) => {
  if (message.kind === 'event')
    return html`<li key=${message.id} class="event">${message.text || '一条消息已撤回'}</li>`;
  const mine = message.from === person.id;
  const author = message.from ? (personNamed(message.from)?.name ?? message.from) : BOT;
  const quoted = message.quote ? town.messages.find((known) => known.id === message.quote) : undefined;
  const shown = town.shown === message.id;
  return html`<li key=${message.id} class=${`line ${mine ? 'mine' : ''} ${message.kind} ${shown ? 'shown' : ''}`}>
    <span class=${`avatar ${message.from ? '' : 'bot'}`} aria-hidden="true">${message.from ? author.slice(-2) : '助手'}</span>
    <div class="said">
      <p class="by">${author} <time>${timeOf(message)}</time></p>
      <div class="bubble">${quoted ? html`<p class="quoted">${shortOf(quoted)}</p>` : null}${body(message, person)}</div>
      ${tools(message)}
      ${town.engineer && open.raw[message.id] ? rawOf(message) : null}
    </div>
  </li>`;
};

const older = (count) =>
  html`<li class="event"><button type="button" class="link" onClick=${() => {
    open.older += MOST;
  }}>更早的 ${count} 条</button></li>`;

/** The newest messages of a conversation, older ones on demand. */
export const lines = (messages, person, nothing) => {
  if (messages.length === 0) return html`<li class="nothing">${nothing}</li>`;
  const from = Math.max(0, messages.length - MOST - open.older);
  return [from > 0 ? older(from) : null, ...messages.slice(from).map((message) => bubble(message, person))];
};
