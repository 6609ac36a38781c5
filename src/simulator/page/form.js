import { html } from '/page/html.js';
import { reactive } from '/page/vendor/vue.js';

/** Values chosen on a card before a press, kept while the page is open. */
const chosen = reactive({});

/** Every field of the card's buttons, each once. */
export const fieldsOf = (actions) => [
  ...new Map(actions.flatMap(({ form = [] }) => form).map((field) => [field.key, field])).values(),
];

const preset = (field) =>
  field.kind === 'multiselect' ? (field.value ?? '').split(',').filter((id) => id !== '') : (field.value ?? '');

const valuesOf = (message, fields) => {
  chosen[message.id] ??= {};
  const values = chosen[message.id];
  for (const field of fields) if (values[field.key] === undefined) values[field.key] = preset(field);
  return values;
};

const tick = (values, key, id) => {
  const set = new Set(values[key]);
  if (set.has(id)) set.delete(id);
  else set.add(id);
  values[key] = [...set];
};

const boxes = (field, values) =>
  html`<div class="boxes">${(field.options ?? []).map((option) => html`<label key=${option.id} class="tick"><input type="checkbox" checked=${values[field.key].includes(option.id)} onChange=${() => tick(values, field.key, option.id)} /> <span>${option.text}</span></label>`)}</div>`;

const control = (field, values, id) => {
  const take = (event) => {
    values[field.key] = event.target.value;
  };
  if (field.kind === 'select')
    return html`<select id=${id} value=${values[field.key]} onChange=${take}>${field.value ? null : html`<option value="">请选择</option>`}${(field.options ?? []).map((option) => html`<option key=${option.id} value=${option.id}>${option.text}</option>`)}</select>`;
  if (field.kind === 'textarea')
    return html`<textarea id=${id} rows="2" value=${values[field.key]} onInput=${take}></textarea>`;
  return html`<input id=${id} type=${field.kind === 'date' ? 'date' : 'text'} value=${values[field.key]} onInput=${take} />`;
};

/** Selects, texts, dates and boxes of a card. */
export const formOf = (message, fields) => {
  if (fields.length === 0) return null;
  const values = valuesOf(message, fields);
  return html`<div class="form">${fields.map((field) => {
    const id = `f-${message.id}-${field.key}`;
    const needed = field.required ? html`<span class="needed"> *<span class="hidden">必填</span></span>` : '';
    return field.kind === 'multiselect'
      ? html`<fieldset class="field" key=${field.key}><legend>${field.label}${needed}</legend>${boxes(field, values)}</fieldset>`
      : html`<div class="field" key=${field.key}><label for=${id}>${field.label}${needed}</label>${control(field, values, id)}</div>`;
  })}</div>`;
};

/** What a press of this button sends along. */
export const filled = (message, fields) =>
  Object.fromEntries(
    fields
      .map(({ key }) => [key, valuesOf(message, fields)[key]])
      .filter(([, value]) => value !== '' && value.length !== 0),
  );
