import { html } from '/page/html.js';
import { press, town } from '/page/town.js';
import { reactive } from '/page/vendor/vue.js';

/** Values chosen on a card before a press, kept while the page is open. */
const chosen = reactive({});

const valuesOf = (message, form) => {
  const key = message.id;
  chosen[key] ??= {};
  for (const field of form) {
    if (chosen[key][field.key] === undefined)
      chosen[key][field.key] =
        field.kind === 'multiselect' ? (field.value ?? '').split(',').filter((id) => id !== '') : (field.value ?? '');
  }
  return chosen[key];
};

const pick = (values, key, id) => {
  const set = new Set(values[key]);
  if (set.has(id)) set.delete(id);
  else set.add(id);
  values[key] = [...set];
};

const control = (field, values, id) => {
  if (field.kind === 'multiselect')
    return html`<div class="boxes" role="group" aria-label=${field.label}>${(field.options ?? []).map((option) => html`<label key=${option.id} class="box"><input type="checkbox" checked=${values[field.key].includes(option.id)} onChange=${() => pick(values, field.key, option.id)} /> ${option.text}</label>`)}</div>`;
  if (field.kind === 'select')
    return html`<select id=${id} value=${values[field.key]} onChange=${(event) => {
      values[field.key] = event.target.value;
    }}>${field.value ? null : html`<option value="">请选择</option>`}${(field.options ?? []).map((option) => html`<option key=${option.id} value=${option.id}>${option.text}</option>`)}</select>`;
  if (field.kind === 'textarea')
    return html`<textarea id=${id} rows="2" value=${values[field.key]} onInput=${(event) => {
      values[field.key] = event.target.value;
    }}></textarea>`;
  return html`<input id=${id} type=${field.kind === 'date' ? 'date' : 'text'} value=${values[field.key]} onInput=${(
    event,
  ) => {
    values[field.key] = event.target.value;
  }} />`;
};

const formOf = (message, form) => {
  if (form.length === 0) return null;
  const values = valuesOf(message, form);
  return html`<div class="form">${form.map((field) => {
    const id = `f-${message.id}-${field.key}`;
    return html`<div class="field" key=${field.key}><label for=${id}>${field.label}${field.required ? html`<span class="needed"> *</span>` : ''}</label>${control(field, values, id)}</div>`;
  })}</div>`;
};

const filled = (message, form) => {
  if (form.length === 0) return {};
  const values = valuesOf(message, form);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value.length !== 0));
};

const buttons = (message, actions) => {
  if (actions.length === 0) return null;
  const busy = town.busy === `press:${message.id}`;
  return html`<div class="buttons">${actions.map((action, index) => html`<button key=${action.action + index} type="button" class=${index === 0 ? 'primary' : /refuse|退回|驳回/.test(action.action + action.label) ? 'danger' : ''} disabled=${busy} onClick=${() => press(message, action.action, filled(message, action.form ?? []))}>${busy ? '…' : action.label}</button>`)}</div>`;
};

const json = (text, otherwise) => {
  try {
    return JSON.parse(text) ?? otherwise;
  } catch {
    return otherwise;
  }
};

const factsList = (facts) =>
  facts.length === 0
    ? null
    : html`<dl class="facts">${facts.map((fact, index) => html`<div key=${index}><dt>${fact.label}</dt><dd>${fact.value}</dd></div>`)}</dl>`;

/** WeCom: source line, title, facts, text, selects, buttons below a rule. */
const wecomCard = (card) => html`
  <p class="source">${card.source?.desc ?? '应用消息'}</p>
  <h4 class=${`tone-${card.source?.desc_color ?? 0}`}>${card.main_title?.title ?? ''}</h4>
  ${card.main_title?.desc ? html`<p class="desc">${card.main_title.desc}</p>` : null}
  ${card.card_image?.url ? html`<img class="cover" src=${new URL(card.card_image.url, location.href).pathname} alt=${card.main_title?.title ?? ''} style=${{ aspectRatio: String(card.card_image.aspect_ratio ?? 1.3) }} />` : null}
  ${card.emphasis_content ? html`<p class="emphasis"><strong>${card.emphasis_content.title}</strong> ${card.emphasis_content.desc}</p>` : null}
  ${factsList((card.horizontal_content_list ?? []).map((fact) => ({ label: fact.keyname, value: fact.value })))}
  ${(card.sub_title_text ?? '')
    .split('\n')
    .filter((text) => text !== '')
    .map((text, index) => html`<p key=${index} class="sub">${text}</p>`)}
`;

/** Who is called stands in a card's text as the template's mark, and is read as a name. */
const named = (text) => text.replace(/<a atId=[^>]*>([^<]*)<\/a>/g, '@$1');

const TONES = { good: 'good', warning: 'warning', urgent: 'urgent' };

/** DingTalk: coloured head with title and state, body, facts. */
const dingtalkCard = (params) => html`
  <div class=${`ding-head ${TONES[params.tone] ?? 'plain'}`}><h4>${params.title}</h4>${params.status ? html`<span class="state">${params.status}</span>` : null}</div>
  ${named(params.body ?? '')
    .split('\n')
    .filter((text) => text !== '')
    .map((text, index) => html`<p key=${index} class="sub">${text}</p>`)}
  ${factsList(json(params.facts, []))}
`;

const paramsOf = (card) =>
  card?.cardData?.cardParamMap ??
  card?.cardParamMap ??
  (typeof card?.title === 'string' && card?.facts !== undefined ? card : undefined);

const face = (message, view) => {
  const { card } = message;
  if (view)
    return html`${view.text.split('\n').map((text, index) => html`<p key=${index} class=${index === 0 ? 'view-title' : 'sub'}>${text}</p>`)}`;
  if (message.platform === 'wecom' && card?.main_title) return wecomCard(card);
  const params = message.platform === 'dingtalk' ? paramsOf(card) : undefined;
  if (params) return dingtalkCard(params);
  return html`${message.text.split('\n').map((text, index) => html`<p key=${index} class=${index === 0 ? 'view-title' : 'sub'}>${text}</p>`)}`;
};

/** A card as this viewer has it: a view of their own wins over what everybody sees. */
export const cardFace = (message, viewer) => {
  const view = message.views?.[viewer];
  const actions = view?.actions ?? message.actions ?? [];
  const form = actions[0]?.form ?? [];
  return html`<div class=${`card ${message.platform}`}>${face(message, view)}${formOf(message, form)}${buttons(message, actions)}</div>`;
};
