import { clockFace } from '/page/clock.js';
import { Desk } from '/page/desk.js';
import { Guide } from '/page/guide.js';
import { html } from '/page/html.js';
import { People } from '/page/people.js';
import { Phone } from '/page/phone.js';
import { openPerson, openTown, town } from '/page/town.js';
import { createApp, h } from '/page/vendor/vue.js';

const TABS = [
  ['guide', '看场景'],
  ['phone', '手机'],
  ['people', '居民'],
  ['desk', '拨钟'],
];

const tabs = () =>
  html`<nav class="tabs" aria-label="页面">${TABS.map(
    ([key, name]) =>
      html`<button key=${key} type="button" aria-current=${town.tab === key ? 'page' : undefined} onClick=${() => {
        town.tab = key;
      }}>${name}</button>`,
  )}</nav>`;

const top = () => html`<header class="top">
  <h1><span class="seal" aria-hidden="true">12345</span> 青溪县模拟城</h1>
  <p>12345 热线工单助手在企业微信和钉钉工作群里的样子。人物、单位、号码均为虚构。</p>
  ${clockFace()}
</header>`;

const App = () => {
  if (town.state === 'loading') return html`<p class="loading">正在打开模拟城……</p>`;
  if (town.state === 'broken')
    return html`<p class="loading" role="alert">${town.problem}。请确认 npm run demo 正在运行，然后刷新。</p>`;
  return html`<div class=${`page ${town.play ? 'in-scene' : ''}`} data-tab=${town.tab}>
    ${top()}
    ${town.problem ? html`<p class="broken" role="alert">${town.problem}</p>` : null}
    <main class="columns">${h(Guide)}${h(Phone)}${h(People)}${h(Desk)}</main>
    ${tabs()}
    <p class=${`toast ${town.toast ? '' : 'none'}`} role="status">${town.toast}</p>
  </div>`;
};

createApp({ render: App }).mount('#app');
await openTown();
const first = town.people.find((person) => person.roles.includes('liaison') && person.wecom);
if (first)
  openPerson(
    first.id,
    town.groups.find((group) => group.department === first.department && group.platform === 'wecom')?.id ?? 'bot',
  );
