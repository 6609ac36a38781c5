import { html } from '/page/html.js';
import { departmentName, openPerson, rolesOf, town, unreadByPerson } from '/page/town.js';
import { defineComponent, ref } from '/page/vendor/vue.js';

const entry = (person, unread) =>
  html`<li key=${person.id}><button type="button" class=${`row ${town.person === person.id ? 'open' : ''}`} aria-current=${town.person === person.id ? 'true' : undefined} onClick=${() => {
    openPerson(person.id);
    town.tab = 'phone';
  }}><span class="avatar small" aria-hidden="true">${person.name.slice(-2)}</span><span class="name">${person.name}<small>${rolesOf(person)}</small></span>${['wecom', 'dingtalk'].filter((key) => person[key]).map((key) => html`<i key=${key} class=${`app ${key}`} title=${key === 'wecom' ? '用企业微信' : '用钉钉'}>${key === 'wecom' ? '企' : '钉'}</i>`)}${unread > 0 ? html`<span class="dot" aria-label=${`${unread} 条未读`} role="img">${unread}</span>` : null}</button></li>`;

/** The residents by department; the centre first. */
export const People = defineComponent({
  setup() {
    const words = ref('');
    return () => {
      const unread = unreadByPerson();
      const wanted = town.people.filter(
        (person) =>
          words.value === '' ||
          `${person.name}${rolesOf(person)}${departmentName(person.department)}`.includes(words.value),
      );
      const departments = [...new Set(wanted.map((person) => person.department))].sort((a, b) =>
        a === 'centre' ? -1 : b === 'centre' ? 1 : 0,
      );
      return html`<nav class="people" aria-label="居民">
        <h2>换一位居民，看他的手机</h2>
        <label class="hidden" for="search">查找居民</label>
        <input id="search" class="search" placeholder="查找姓名、角色、单位" value=${words.value} onInput=${(event) => {
          words.value = event.target.value.trim();
        }} />
        ${departments.length === 0 ? html`<p class="nothing">没有找到。</p>` : null}
        ${departments.map(
          (code) =>
            html`<section key=${code}><h3>${departmentName(code)}</h3><ul>${wanted
              .filter((person) => person.department === code)
              .map((person) => entry(person, unread(person.id)))}</ul></section>`,
        )}
      </nav>`;
    };
  },
});
