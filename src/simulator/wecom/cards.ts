import type { CardAction, FormField } from '../town/types.ts';

/** The rule book for `template_card` (D90236, D99110, D101032): what each channel refuses, and why. */
export type Channel = 'app' | 'aibot' | 'webhook';
type Plain = Record<string, unknown>;

const record = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const str = (value: unknown): string => (typeof value === 'string' ? value : '');
const bytes = (value: unknown): number => Buffer.byteLength(str(value));

const INTERACTIVE = ['button_interaction', 'vote_interaction', 'multiple_interaction'];
const NOTICES = ['text_notice', 'news_notice'];

export const isInteractive = (card: Plain): boolean => INTERACTIVE.includes(str(card.card_type));

/** Calls the app back: has buttons, or a menu (D90236). */
export const callsBack = (card: Plain): boolean => isInteractive(card) || card.action_menu !== undefined;

const checkOptions = (list: unknown, name: string, most: number): string | undefined => {
  const options = array(list).map(record);
  if (options.length < 1 || options.length > most) return `${name}.option_list must have 1..${most}`;
  const ids = options.map((option) => str(option.id));
  if (ids.some((id) => id === '' || Buffer.byteLength(id) > 128))
    return `${name}.option_list.id missing or over 128 bytes`;
  if (new Set(ids).size !== ids.length) return `${name}.option_list.id not unique`;
  return options.some((option) => str(option.text) === '') ? `${name}.option_list.text missing` : undefined;
};

/** A menu is called back, so its card needs a task id (D90236). */
const checkMenu = (card: Plain, channel: Channel): string | undefined => {
  if (card.action_menu === undefined) return undefined;
  if (channel === 'webhook') return 'action_menu not for webhooks';
  if (!['text_notice', 'news_notice', 'button_interaction'].includes(str(card.card_type)))
    return 'action_menu not in this card_type';
  const entries = array(record(card.action_menu).action_list).map(record);
  if (entries.length < 1 || entries.length > 3) return 'action_menu.action_list must have 1..3';
  if (entries.some((entry) => str(entry.text) === '' || str(entry.key) === '' || bytes(entry.key) > 1024))
    return 'action_menu.action_list text and key required';
  return str(card.task_id) === '' ? 'task_id required with action_menu' : undefined;
};

/** Lists, pictures and fields that belong to notices, or to no more than a card holds. */
const checkParts = (card: Plain): string | undefined => {
  const type = str(card.card_type);
  if (array(card.jump_list).length > 3) return 'jump_list over 3';
  if (card.jump_list !== undefined && !NOTICES.includes(type)) return 'jump_list not in this card_type';
  if (array(card.vertical_content_list).length > 4) return 'vertical_content_list over 4';
  if (card.vertical_content_list !== undefined && type !== 'news_notice')
    return 'vertical_content_list not in this card_type';
  if (card.emphasis_content !== undefined && type !== 'text_notice') return 'emphasis_content not in this card_type';
  if (card.emphasis_content !== undefined && card.quote_area !== undefined)
    return 'emphasis_content not together with quote_area';
  if (card.sub_title_text !== undefined && !['text_notice', 'button_interaction'].includes(type))
    return 'sub_title_text not in this card_type';
  const ratio = record(card.card_image).aspect_ratio;
  return ratio !== undefined && (Number(ratio) < 1.3 || Number(ratio) > 2.25)
    ? 'card_image.aspect_ratio must be 1.3..2.25'
    : undefined;
};

const checkButtons = (card: Plain, channel: Channel): string | undefined => {
  const buttons = array(card.button_list).map(record);
  if (buttons.length < 1 || buttons.length > 6) return 'button_list must have 1..6';
  if (buttons.some((button) => str(button.text) === '')) return 'button_list.text missing';
  const keys = buttons.filter((button) => button.type !== 1).map((button) => str(button.key));
  if (keys.some((key) => key === '' || Buffer.byteLength(key) > 1024))
    return 'button_list.key missing or over 1024 bytes';
  if (new Set(keys).size !== keys.length) return 'button_list.key not unique';
  if (channel !== 'app' && buttons.some((button) => button.type !== undefined)) return 'button_list.type only for app';
  if (card.button_selection === undefined) return undefined;
  const selection = record(card.button_selection);
  return str(selection.question_key) === ''
    ? 'button_selection.question_key missing'
    : checkOptions(selection.option_list, 'button_selection', 10);
};

const checkSubmit = (card: Plain): string | undefined => {
  const submit = record(card.submit_button);
  return str(submit.text) === '' || str(submit.key) === '' || bytes(submit.key) > 1024
    ? 'submit_button text and key required'
    : undefined;
};

const checkSelects = (card: Plain): string | undefined => {
  const selects = array(card.select_list).map(record);
  if (selects.length < 1 || selects.length > 3) return 'select_list must have 1..3';
  const keys = selects.map((select) => str(select.question_key));
  if (keys.some((key) => key === '') || new Set(keys).size !== keys.length)
    return 'select_list.question_key missing or not unique';
  for (const select of selects) {
    const wrong = checkOptions(select.option_list, 'select_list', 10);
    if (wrong) return wrong;
    if (
      select.selected_id !== undefined &&
      !array(select.option_list).some((option) => record(option).id === select.selected_id)
    )
      return 'select_list.selected_id not among the options';
  }
  return checkSubmit(card);
};

const checkVote = (card: Plain): string | undefined => {
  const box = record(card.checkbox);
  if (str(box.question_key) === '') return 'checkbox.question_key missing';
  return checkOptions(box.option_list, 'checkbox', 20) ?? checkSubmit(card);
};

const checkFacts = (card: Plain, channel: Channel): string | undefined => {
  const facts = array(card.horizontal_content_list).map(record);
  if (facts.length > 6) return 'horizontal_content_list over 6';
  if (facts.some((fact) => str(fact.keyname) === '')) return 'horizontal_content_list.keyname missing';
  if (channel === 'aibot' && facts.some((fact) => fact.type === 2))
    return 'horizontal_content_list.type 2 not for aibot';
  return facts.length > 0 && ['vote_interaction', 'multiple_interaction'].includes(str(card.card_type))
    ? 'horizontal_content_list not in this card_type'
    : undefined;
};

const checkAction = (card: Plain): string | undefined => {
  const type = str(card.card_type);
  const action = record(card.card_action);
  if (NOTICES.includes(type) && ![1, 2].includes(Number(action.type))) return 'card_action required';
  if (card.card_action !== undefined && ['vote_interaction', 'multiple_interaction'].includes(type))
    return 'card_action not in this card_type';
  if (action.type === 1 && !/^https?:\/\//.test(str(action.url))) return 'card_action.url lacks scheme';
  return undefined;
};

const checkTask = (card: Plain, channel: Channel, needed: boolean): string | undefined => {
  const id = str(card.task_id);
  if (id === '') return needed ? 'task_id required' : undefined;
  if (channel === 'webhook') return undefined;
  return /^[0-9A-Za-z_\-@]+$/.test(id) && Buffer.byteLength(id) <= 128 ? undefined : 'task_id illegal';
};

const CONTENT: Record<string, (card: Plain, channel: Channel) => string | undefined> = {
  text_notice: (card) =>
    str(record(card.main_title).title) === '' && str(card.sub_title_text) === ''
      ? 'main_title.title or sub_title_text required'
      : undefined,
  news_notice: (card) => {
    if (card.card_image === undefined && card.image_text_area === undefined)
      return 'card_image or image_text_area required';
    return card.card_image !== undefined && !/^https?:\/\//.test(str(record(card.card_image).url))
      ? 'card_image.url required'
      : undefined;
  },
  button_interaction: checkButtons,
  vote_interaction: checkVote,
  multiple_interaction: checkSelects,
};

/** The first rule a card breaks on this channel; undefined when it is accepted. `updating`: a change of a sent card. */
export const wrongWith = (given: unknown, channel: Channel, updating = false): string | undefined => {
  const card = record(given);
  const type = str(card.card_type);
  const content = CONTENT[type];
  if (!content) return 'card_type unknown';
  if (channel === 'webhook' && isInteractive(card)) return 'interactive cards are not for webhooks';
  if (type !== 'text_notice' && str(record(card.main_title).title) === '') return 'main_title.title required';
  const needed = isInteractive(card) && !(updating && channel === 'app');
  return (
    content(card, channel) ??
    checkFacts(card, channel) ??
    checkAction(card) ??
    checkMenu(card, channel) ??
    checkParts(card) ??
    checkTask(card, channel, needed)
  );
};

/** What a person reads on the card, one line each. */
export const readCard = (given: unknown): string => {
  const card = record(given);
  const title = record(card.main_title);
  const facts = array(card.horizontal_content_list).map(
    (fact) => `${str(record(fact).keyname)}：${str(record(fact).value)}`,
  );
  const boxes = array(record(card.checkbox).option_list).map((option) => `□ ${str(record(option).text)}`);
  const verticals = array(card.vertical_content_list).map(
    (entry) => `${str(record(entry).title)} ${str(record(entry).desc)}`,
  );
  const emphasis = record(card.emphasis_content);
  return [
    str(record(card.source).desc),
    str(title.title),
    str(title.desc),
    str(emphasis.title),
    str(emphasis.desc),
    str(card.sub_title_text),
    ...facts,
    ...verticals,
    ...boxes,
  ]
    .filter((line) => line !== '')
    .join('\n');
};

const optionsOf = (list: unknown) =>
  array(list).map((option) => ({ id: str(record(option).id), text: str(record(option).text) }));

const fieldOf = (select: Plain): FormField => ({
  key: str(select.question_key),
  label: str(select.title) || str(select.question_key),
  kind: 'select',
  options: optionsOf(select.option_list),
  value: str(select.selected_id) || (optionsOf(select.option_list)[0]?.id ?? ''),
});

const actionOf = (key: string): string => key.split('|')[0] ?? key;

/** The buttons a person can press now, each with the form that is sent along. Disabled choices are not a form any more. */
export const actionsOn = (given: unknown): CardAction[] => {
  const card = record(given);
  const form: FormField[] = [
    ...array(card.select_list)
      .map(record)
      .filter((select) => select.disable !== true)
      .map(fieldOf),
    ...(card.button_selection && record(card.button_selection).disable !== true
      ? [fieldOf(record(card.button_selection))]
      : []),
  ];
  const box = record(card.checkbox);
  if (str(box.question_key) !== '' && box.disable !== true) {
    const ticked = array(box.option_list)
      .map(record)
      .filter((option) => option.is_checked === true)
      .map((option) => str(option.id));
    form.push({
      key: str(box.question_key),
      label: '选择',
      kind: box.mode === 1 ? 'multiselect' : 'select',
      options: optionsOf(box.option_list),
      value: ticked.join(','),
    });
  }
  const submit = record(card.submit_button);
  const buttons = [
    ...array(card.button_list)
      .map(record)
      .filter((button) => button.type !== 1)
      .map((button) => ({ key: str(button.key), text: str(button.text) })),
    ...(str(submit.key) ? [{ key: str(submit.key), text: str(submit.text) }] : []),
    ...array(record(card.action_menu).action_list).map((entry) => ({
      key: str(record(entry).key),
      text: str(record(entry).text),
    })),
  ];
  return buttons.map(({ key, text }) => ({ action: actionOf(key), label: text, ...(form.length > 0 ? { form } : {}) }));
};

/** Whether the key is an entry of the card's menu, which comes back as an event of its own (D90240). */
export const isInMenu = (given: unknown, key: string): boolean =>
  array(record(record(given).action_menu).action_list).some((entry) => str(record(entry).key) === key);

/** The vendor's key of the pressed button: named by the whole key, by the action before the `|`, or by its label. */
export const keyPressed = (given: unknown, action: string): string | undefined => {
  const card = record(given);
  const submit = record(card.submit_button);
  const all = [
    ...array(card.button_list).map(record),
    ...(str(submit.key) ? [submit] : []),
    ...array(record(card.action_menu).action_list).map(record),
  ];
  const found = all.find(
    (button) => str(button.key) === action || actionOf(str(button.key)) === action || str(button.text) === action,
  );
  return found && str(found.key);
};

/** Chosen options in the vendor's shape; what was not chosen keeps its preset. A value may be an option's id or text. */
export const selections = (
  given: unknown,
  values: Record<string, string | string[]>,
): { question_key: string; ids: string[] }[] => {
  const form = actionsOn(given)[0]?.form ?? [];
  return form.map((field) => {
    const chosen =
      values[field.key] ??
      (field.kind === 'multiselect' ? (field.value ?? '').split(',').filter((id) => id !== '') : (field.value ?? ''));
    const wanted = Array.isArray(chosen) ? chosen : [chosen];
    return {
      question_key: field.key,
      ids: wanted
        .map((want) => field.options?.find((option) => option.id === want || option.text === want)?.id ?? want)
        .filter((id) => id !== ''),
    };
  });
};
