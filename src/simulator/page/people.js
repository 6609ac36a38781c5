import { html } from '/page/html.js';
import { openPerson, rolesOf, town, unreadOf } from '/page/town.js';
import { defineComponent, ref } from '/page/vendor/vue.js';

/** The residents by department; the centre first. */
export const People = defineComponent({
  setup() {
    const words = ref('');
    const departmentName = (code) =>
      town.groups.find((group) => group.department === code)?.name.replace(/12345.*$/, '') ??
      (code === 'centre' ? '县热线中心与县领导' : code);
    return () => {
      const wanted = town.people.filter(
        (person) =>
          words.value === '' ||
          `${person.name}${rolesOf(person)}${departmentName(person.department)}`.includes(words.value),
      );
      const departments = [...new Set(wanted.map((person) => person.department))].sort((a, b) =>
        a === 'centre' ? -1 : b === 'centre' ? 1 : 0,
      );
      return html`<nav class="people" aria-label="居民">
        <label class="hidden" for="search">查找居民</label>
        <input id="search" class="search" placeholder="查找姓名、角色、单位" value=${words.value} onInput=${(event) => {
          words.value = event.target.value.trim();
        }} />
        ${departments.length === 0 ? html`<p class="nothing">没有找到。</p>` : null}
        ${departments.map(
          (code) =>
            html`<section key=${code}><h3>${departmentName(code)}</h3><ul>${wanted
              .filter((person) => person.department === code)
              .map((person) => {
                const unread = unreadOf(person);
                return html`<li key=${person.id}><button type="button" class=${town.person === person.id ? 'open' : ''} aria-current=${town.person === person.id} onClick=${() => openPerson(person.id)}><span class="avatar small" aria-hidden="true">${person.name.slice(-2)}</span><span class="name">${person.name}<small>${rolesOf(person)}</small></span>${unread > 0 ? html`<span class="dot" aria-label=${`${unread} 条未读`}>${unread}</span>` : null}</button></li>`;
              })}</ul></section>`,
        )}
      </nav>`;
    };
  },
});
