import { cardFace } from '/page/card.js';
import { html } from '/page/html.js';
import { markdown } from '/page/markdown.js';
import {
  BOT,
  conversationsOf,
  groupNamed,
  markSeen,
  messagesIn,
  openPerson,
  PLATFORMS,
  personNamed,
  rolesOf,
  say,
  town,
  unreadIn,
} from '/page/town.js';
import { defineComponent, nextTick, ref, watch } from '/page/vendor/vue.js';

const CHIPS = { bot: ['待办', '帮助', '我', '日榜'], group: ['待办', '签收 ', '工单 ', '帮助'] };

const timeOf = (message) => message.at.slice(5, 16).replace('T', ' ');

const bubble = (message, person) => {
  const mine = message.from === person.id;
  const author = message.from ? (personNamed(message.from)?.name ?? message.from) : BOT;
  const viewer = person[message.platform];
  const quoted = message.quote ? town.messages.find((known) => known.id === message.quote) : undefined;
  const body = message.recalled
    ? html`<div class="plain recalled">已撤回</div>`
    : message.kind === 'card'
      ? cardFace(message, viewer)
      : message.kind === 'markdown'
        ? markdown(message.text)
        : html`<div class="plain">${message.text}</div>`;
  return html`<li key=${message.id} class=${`line ${mine ? 'mine' : ''} ${message.kind} ${town.shown === message.id ? 'shown' : ''}`}>
    <span class=${`avatar ${message.from ? '' : 'bot'}`} aria-hidden="true">${author.slice(-2)}</span>
    <div class="said">
      <p class="by">${author} <time>${timeOf(message)}</time></p>
      ${quoted ? html`<p class="quoted">${quoted.text.split('\n').slice(0, 2).join(' ')}</p>` : null}
      <div class="bubble">${body}</div>
      <p class="tools"><button type="button" class="link" onClick=${() => {
        town.quote = message.id;
      }}>引用</button>${message.channel ? html`<span class="channel" title="送达通道">${message.channel}</span>` : null}</p>
    </div>
  </li>`;
};

const head = (person, conversation) => {
  const name = conversation === 'bot' ? BOT : (groupNamed(conversation)?.name ?? conversation);
  return html`<header class="phone-head"><div><strong>${name}</strong><span>${person.name} 的${PLATFORMS[town.platform]}</span></div></header>`;
};

const tabs = (person) =>
  html`<div class="platforms" role="tablist" aria-label="平台">${Object.entries(PLATFORMS)
    .filter(([key]) => person[key])
    .map(
      ([key, name]) =>
        html`<button key=${key} type="button" role="tab" aria-selected=${town.platform === key} class=${key} onClick=${() => openPerson(person.id, 'bot', key)}>${name}</button>`,
    )}</div>`;

const conversationList = (person) =>
  html`<ul class="conversations" aria-label="会话">${conversationsOf(person, town.platform).map((conversation) => {
    const unread = unreadIn(person, town.platform, conversation.id);
    return html`<li key=${conversation.id}><button type="button" class=${town.conversation === conversation.id ? 'open' : ''} aria-current=${town.conversation === conversation.id} onClick=${() => {
      town.conversation = conversation.id;
      markSeen();
    }}><span class=${`avatar small ${conversation.group ? 'group' : 'bot'}`} aria-hidden="true">${conversation.group ? '群' : '助'}</span><span class="name">${conversation.name}</span>${unread > 0 ? html`<span class="dot" aria-label=${`${unread} 条未读`}>${unread}</span>` : null}</button></li>`;
  })}</ul>`;

/** The phone in the middle: one person's WeCom or DingTalk as they see it. */
export const Phone = defineComponent({
  setup() {
    const draft = ref('');
    const list = ref(null);
    const field = ref(null);
    /** The message that a scene points at, else the newest. */
    const toEnd = () =>
      nextTick(() => {
        const shown = list.value?.querySelector('.shown');
        if (!shown) return list.value?.scrollTo({ top: list.value.scrollHeight });
        list.value.scrollTop += shown.getBoundingClientRect().top - list.value.getBoundingClientRect().top - 12;
        return undefined;
      });
    watch(() => [town.person, town.platform, town.conversation, town.messages.length, town.shown], toEnd);
    const inGroup = () => town.conversation !== 'bot';
    const submit = async () => {
      const typed = draft.value.trim();
      if (typed === '') return;
      const text = inGroup() && !typed.includes('@') ? `@${BOT} ${typed}` : typed;
      draft.value = '';
      if ((await say(text)) === undefined) draft.value = typed;
      toEnd();
    };
    const chip = (word) => {
      draft.value = word;
      if (word.endsWith(' ')) field.value?.focus();
      else void submit();
    };
    return () => {
      const person = personNamed(town.person);
      if (!person) return html`<section class="phone empty"><p>从左边选一位居民，看他的手机。</p></section>`;
      const messages = messagesIn(person, town.platform, town.conversation);
      const quoted = town.quote ? town.messages.find((message) => message.id === town.quote) : undefined;
      return html`<section class=${`phone ${town.platform}`} aria-label=${`${person.name}的手机`}>
        ${tabs(person)}
        <div class="phone-body">
          ${conversationList(person)}
          <div class="chat">
            ${head(person, town.conversation)}
            <ol class="lines" ref=${list} aria-live="polite" tabindex="0" aria-label="消息">${messages.length === 0 ? html`<li class="nothing">还没有消息。${inGroup() ? '新工单会发到这里。' : '可发送“待办”“帮助”试试。'}</li>` : messages.map((message) => bubble(message, person))}</ol>
            <div class="chips">${(inGroup() ? CHIPS.group : CHIPS.bot).map((word) => html`<button key=${word} type="button" onClick=${() => chip(word)}>${word.trim()}</button>`)}</div>
            ${
              quoted
                ? html`<p class="quoting">引用：${quoted.text.split('\n')[0]} <button type="button" class="link" onClick=${() => {
                    town.quote = '';
                  }}>取消</button></p>`
                : null
            }
            <form class="writer" onSubmit=${(event) => {
              event.preventDefault();
              void submit();
            }}>
              ${inGroup() ? html`<span class="at">@${BOT}</span>` : null}
              <label class="hidden" for="draft">消息</label>
              <input id="draft" ref=${field} value=${draft.value} onInput=${(event) => {
                draft.value = event.target.value;
              }} placeholder=${inGroup() ? '例：签收 0900' : '例：待办'} autocomplete="off" />
              <button type="submit" class="send" disabled=${town.busy === 'say'}>发送</button>
            </form>
          </div>
        </div>
        <p class="who">${person.name} · ${rolesOf(person)}</p>
      </section>`;
    };
  },
});
