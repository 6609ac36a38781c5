import { fieldsOf, filled, formOf } from '/page/form.js';
import { html } from '/page/html.js';
import { link, markdown } from '/page/markdown.js';
import { press, town } from '/page/town.js';

const GRAVE = /refuse|退回|驳回|作废/;

const toneOf = (action, index) => {
  if (GRAVE.test(action.action + action.label)) return 'danger';
  return index === 0 ? 'primary' : '';
};

const buttons = (message, actions) => {
  if (actions.length === 0) return null;
  const busy = town.busy === `press:${message.id}`;
  return html`<div class="buttons" aria-busy=${busy}>${actions.map((action, index) => html`<button key=${action.action + index} type="button" class=${toneOf(action, index)} disabled=${busy} onClick=${() => press(message, action.action, filled(message, action.form ?? []))}>${action.label}</button>`)}</div>`;
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

const linesOf = (text) => (text ?? '').split('\n').filter((line) => line !== '');

const pageLink = (message, url) => (url ? html`<p class="page-link">${link(message, url, '打开工单页')}</p>` : null);

/** WeCom: source line, title, facts, text, links; buttons below a rule. */
const wecomCard = (message) => {
  const { card } = message;
  const url = card.card_action?.type === 1 ? card.card_action.url : undefined;
  const jumps = (card.jump_list ?? []).filter((jump) => jump.type === 1);
  return html`
  <p class="source">${card.source?.desc ?? '应用消息'}</p>
  <h4 class=${`tone-${card.source?.desc_color ?? 0}`}>${card.main_title?.title ?? ''}</h4>
  ${card.main_title?.desc ? html`<p class="desc">${card.main_title.desc}</p>` : null}
  ${card.card_image?.url ? html`<img class="cover" src=${new URL(card.card_image.url, location.href).pathname} alt=${card.main_title?.title ?? ''} style=${{ aspectRatio: String(card.card_image.aspect_ratio ?? 1.3) }} />` : null}
  ${card.emphasis_content ? html`<p class="emphasis"><strong>${card.emphasis_content.title}</strong> ${card.emphasis_content.desc}</p>` : null}
  ${factsList((card.horizontal_content_list ?? []).map((fact) => ({ label: fact.keyname, value: fact.value })))}
  ${linesOf(card.sub_title_text).map((text, index) => html`<p key=${index} class="sub">${text}</p>`)}
  ${jumps.map((jump) => html`<p key=${jump.title} class="page-link">${link(message, jump.url, jump.title)}</p>`)}
  ${pageLink(message, url)}
`;
};

/** Who is called stands in a card's text as the template's mark, and is read as a name. */
const named = (text) => text.replace(/<a atId=[^>]*>([^<]*)<\/a>/g, '@$1');

const TONES = { good: 'good', warning: 'warning', urgent: 'urgent' };

/** DingTalk: coloured head with title and state, body, facts. */
const dingtalkCard = (message, shown) => html`
  <div class=${`ding-head ${TONES[shown.tone] ?? 'plain'}`}><h4>${shown.title}</h4>${shown.status ? html`<span class="state">${shown.status}</span>` : null}</div>
  ${shown.body ? markdown(named(shown.body), message) : null}
  ${factsList(json(shown.facts, []))}
  ${pageLink(message, shown.link)}
`;

const plainCard = (text) =>
  linesOf(text).map((line, index) => html`<p key=${index} class=${index === 0 ? 'view-title' : 'sub'}>${line}</p>`);

const face = (message, view) => {
  const shown = view?.variables ?? message.variables;
  if (shown?.title) return dingtalkCard(message, shown);
  if (view) return plainCard(view.text);
  if (message.platform === 'wecom' && message.card?.main_title) return wecomCard(message);
  return plainCard(message.text);
};

/** A card as this viewer has it: a view of their own wins over what everybody sees. */
export const cardFace = (message, viewer) => {
  const view = message.views?.[viewer];
  const actions = view?.actions ?? message.actions ?? [];
  return html`<div class=${`card ${message.platform}`}>${face(message, view)}${formOf(message, fieldsOf(actions))}${buttons(message, actions)}</div>`;
};
