import { Desk } from '/page/desk.js';
import { html } from '/page/html.js';
import { People } from '/page/people.js';
import { Phone } from '/page/phone.js';
import { openPerson, openTown, town } from '/page/town.js';
import { createApp, h } from '/page/vendor/vue.js';

const App = () => {
  if (town.state === 'loading') return html`<p class="loading">正在打开模拟城……</p>`;
  if (town.state === 'broken')
    return html`<p class="loading" role="alert">${town.problem}。请确认 npm run demo 正在运行，然后刷新。</p>`;
  return html`<div class="page">
    <header class="top"><h1>青溪县模拟城</h1><p>12345 热线工单助手在企业微信和钉钉工作群里的样子；人物、单位、号码均为虚构。</p></header>
    <main class="columns">${h(People)}${h(Phone)}${h(Desk)}</main>
    ${town.toast ? html`<p class="toast" role="status">${town.toast}</p>` : null}
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
