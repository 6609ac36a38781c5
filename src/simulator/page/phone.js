import { html } from '/page/html.js';
import { lines } from '/page/messages.js';
import {
  BOT,
  conversationsOf,
  departmentName,
  groupNamed,
  markSeen,
  messagesIn,
  openPerson,
  PLATFORMS,
  personNamed,
  rolesOf,
  town,
  unreadIn,
} from '/page/town.js';
import { defineComponent, h, nextTick, ref, watch } from '/page/vendor/vue.js';
import { Writer } from '/page/writer.js';

const MARKS = { wecom: '企', dingtalk: '钉' };

/** The app's own bar: which app, whose phone. Somebody with both can change. */
const appBar = (person) => {
  const has = Object.keys(PLATFORMS).filter((key) => person[key]);
  return html`<header class="app-bar">
    <span class="mark" aria-hidden="true">${MARKS[town.platform]}</span>
    <h2>${PLATFORMS[town.platform]}<small>${person.name} · ${departmentName(person.department).replace('与县领导', '')} ${rolesOf(person)}</small></h2>
    ${
      has.length > 1
        ? html`<div class="switch" role="group" aria-label="换一个平台">${has.map((key) => html`<button key=${key} type="button" aria-pressed=${town.platform === key} onClick=${() => openPerson(person.id, 'bot', key)}>${PLATFORMS[key]}</button>`)}</div>`
        : null
    }
  </header>`;
};

const conversationList = (person) =>
  html`<ul class="conversations" aria-label="会话">${conversationsOf(person, town.platform).map((conversation) => {
    const unread = unreadIn(person, town.platform, conversation.id);
    const open = town.conversation === conversation.id;
    return html`<li key=${conversation.id}><button type="button" class=${`row ${open ? 'open' : ''}`} aria-current=${open ? 'true' : undefined} onClick=${() => {
      town.conversation = conversation.id;
      town.quote = '';
      markSeen();
    }}><span class=${`avatar small ${conversation.group ? 'group' : 'bot'}`} aria-hidden="true">${conversation.group ? '群' : '助'}</span><span class="name">${conversation.name}</span>${unread > 0 ? html`<span class="dot" role="img" aria-label=${`${unread} 条未读`}>${unread}</span>` : null}</button></li>`;
  })}</ul>`;

const nothing = () =>
  town.conversation === 'bot' ? '还没有消息。可发送“待办”“帮助”试试。' : '还没有消息。新工单会发到这里。';

/** The phone in the middle: one person's WeCom or DingTalk as they see it. */
export const Phone = defineComponent({
  setup() {
    const list = ref(null);
    /** The message that a scene points at, else the newest. */
    const toEnd = () =>
      nextTick(() => {
        const shown = list.value?.querySelector('.shown');
        if (!shown) return list.value?.scrollTo({ top: list.value.scrollHeight });
        list.value.scrollTop += shown.getBoundingClientRect().top - list.value.getBoundingClientRect().top - 12;
        return undefined;
      });
    watch(() => [town.person, town.platform, town.conversation, town.messages.length, town.shown, town.tab], toEnd);
    return () => {
      const person = personNamed(town.person);
      if (!person) return html`<section class="phone empty"><p>选一位居民，看他的手机。</p></section>`;
      const messages = messagesIn(person, town.platform, town.conversation);
      const name = town.conversation === 'bot' ? BOT : (groupNamed(town.conversation)?.name ?? town.conversation);
      return html`<section class=${`phone ${town.platform}`} aria-label=${`${person.name}的手机`}>
        ${appBar(person)}
        <div class="phone-body">
          ${conversationList(person)}
          <div class="chat">
            <h3 class="phone-head">${name}</h3>
            <ol class="lines" key=${`${person.id}${town.platform}${town.conversation}`} ref=${list} aria-live="polite" tabindex="0" aria-label="消息">${lines(messages, person, nothing())}</ol>
            ${h(Writer)}
          </div>
        </div>
      </section>`;
    };
  },
});
