import type { Action, Card, Field } from '../../cards/card.ts';
import type { Writing } from '../../cards/exchange.ts';
import { cutBytes, cutLetters } from '../../kernel/cut.ts';
import { LIMITS } from './limits.ts';
import { BOT_NAME } from './settings.ts';

/** A WeCom `template_card` as the vendor takes it. */
export type TemplateCard = Record<string, unknown>;

const COLOURS: Record<Card['tone'], number> = { plain: 0, good: 3, warning: 1, urgent: 2 };
const STYLES: Record<NonNullable<Action['tone']>, number> = { primary: 1, plain: 2, danger: 3 };

/** What a click brings back: `<action>|<ref>`. */
export const keyOf = (action: string, ref: string): string => `${action}|${ref}`;

/** User text inside markdown: signs that would make headings, links, mentions or fonts are made harmless. */
export const plainMarkdown = (text: string): string =>
  text.replace(
    /([\\`*_[\]<>#])/g,
    (sign) => ({ '<': '＜', '>': '＞', '#': '＃', '[': '［', ']': '］' })[sign] ?? `\\${sign}`,
  );

const rowLines = (card: Card): string[] =>
  (card.rows ?? []).map(
    (row, index) =>
      `${index + 1}. ${row.urgent ? '【急】' : ''}${row.ticket} ${row.title}${row.detail ? ` ${row.detail}` : ''}`,
  );

/** The card's words as lines: title, body, facts, rows, what is left out. */
export const textLines = (card: Card): string[] => [
  `${card.title}${card.status ? `（${card.status}）` : ''}`,
  ...(card.body ? [card.body] : []),
  ...card.facts.map((fact) => `${fact.label}：${fact.value}`),
  ...rowLines(card),
  ...(card.more ? [card.more] : []),
];

const spoken = (card: Card): string[] => card.actions.map((action) => `@${BOT_NAME} ${action.words}`);

/** The card as markdown for places that show no buttons: ends with the words to type. */
export const markdownOf = (card: Card, most: number, mentions: readonly string[] = []): string => {
  const [title = '', ...lines] = textLines(card).map(plainMarkdown);
  const words = spoken(card).map((line) => `> ${plainMarkdown(line)}`);
  const page = card.link ? [`[打开工单页](${card.link})`] : [];
  const body = [`**${title}**`, ...lines];
  const tail = [
    ...(words.length > 0 ? ['办理请发送：', ...words] : []),
    ...page,
    ...mentions.map((id) => `<@${id}>`),
  ].join('\n');
  return `${cutBytes(body.join('\n'), most - Buffer.byteLength(tail) - 1)}\n${tail}`.trim();
};

/** Selects a WeCom card can show; every other field is asked for in words. */
const selectsOf = (card: Card): Field[] =>
  (card.form ?? []).filter(
    (field) =>
      (field.kind === 'select' || field.kind === 'multiselect') &&
      (field.options?.length ?? 0) > 0 &&
      (field.required || field.value !== undefined),
  );

const option = ({ id, text }: { id: string; text: string }) => ({
  id: cutBytes(id, LIMITS.optionIdBytes),
  text: cutLetters(text, LIMITS.optionLetters),
});

const selectOf = (field: Field) => ({
  question_key: field.key,
  title: cutLetters(field.label, LIMITS.sourceLetters),
  option_list: (field.options ?? []).slice(0, LIMITS.options).map(option),
  ...(field.value && field.options?.slice(0, LIMITS.options).some(({ id }) => id === field.value)
    ? { selected_id: field.value }
    : {}),
});

const subTitle = (card: Card, extra: readonly string[]): string =>
  [...(card.body ? [card.body] : []), ...extra, ...rowLines(card), ...(card.more ? [card.more] : [])].join('\n');

/** What does not fit into the facts list follows in the text. */
const factsOf = (card: Card) => {
  const shown = card.facts.slice(0, LIMITS.facts);
  return {
    list: shown.map((fact) => ({
      keyname: cutLetters(fact.label, LIMITS.factNameLetters),
      value: cutLetters(fact.value, LIMITS.factValueLetters),
    })),
    rest: card.facts.slice(LIMITS.facts).map((fact) => `${fact.label}：${fact.value}`),
  };
};

const frame = (card: Card, kind: string, words?: string): TemplateCard => ({
  card_type: kind,
  source: { desc: '12345热线', desc_color: COLOURS[card.tone] },
  main_title: {
    title: cutLetters(card.title, LIMITS.titleLetters),
    desc: cutLetters(
      [card.status, card.tickets.length === 1 ? card.tickets[0] : undefined, words].filter(Boolean).join(' · '),
      LIMITS.titleDescLetters,
    ),
  },
  task_id: card.ref,
});

const buttonsOf = (card: Card) =>
  card.actions.slice(0, LIMITS.buttons).map((action) => ({
    text: cutLetters(action.label, LIMITS.buttonLetters),
    style: STYLES[action.tone ?? 'plain'],
    key: keyOf(action.action, card.ref),
  }));

const buttonCard = (card: Card, select: Field | undefined): TemplateCard => {
  const facts = factsOf(card);
  const unshown = card.actions.slice(LIMITS.buttons).map((action) => `也可发送：${action.words}`);
  return {
    ...frame(card, 'button_interaction'),
    sub_title_text: cutLetters(subTitle(card, [...facts.rest, ...unshown]), LIMITS.subTitleLetters),
    ...(facts.list.length > 0 ? { horizontal_content_list: facts.list } : {}),
    ...(select ? { button_selection: selectOf(select) } : {}),
    ...(card.link ? { card_action: { type: 1, url: card.link } } : {}),
    button_list: buttonsOf(card),
  };
};

const formCard = (card: Card, selects: readonly Field[], submit: Action): TemplateCard => ({
  ...frame(card, 'multiple_interaction'),
  main_title: {
    title: cutLetters(card.title, LIMITS.titleLetters),
    desc: cutLetters([card.tickets.join(' '), card.body].filter(Boolean).join(' '), LIMITS.titleDescLetters),
  },
  select_list: selects.slice(0, LIMITS.selects).map(selectOf),
  submit_button: { text: cutLetters(submit.label, LIMITS.buttonLetters), key: keyOf(submit.action, card.ref) },
});

/** The answer key of a list's boxes: which tickets the action is for. */
export const TICKETS_KEY = 'tickets';
const MULTIPLE = 1;

/** `0017 路灯不亮`: the ending people may type, and the beginning of the title. */
const boxText = (row: NonNullable<Card['rows']>[number]): string =>
  cutLetters(`${row.urgent ? '急' : ''}${row.ticket.slice(-4)} ${row.title}`, LIMITS.boxLetters);

/** A list has room for one button: the commands of the others are named. */
const alsoSaid = ({ actions }: Card): string =>
  actions.length > 1
    ? `另可发：${actions
        .slice(1)
        .map(({ words }) => words.split(' ')[0])
        .join('、')}`
    : '';

/**
 * A list with one action: every row a box, ticked where the action applies, one press for all. It says in one message
 * what a robot card's 112 letters could not.
 */
const boxesCard = (card: Card, submit: Action): TemplateCard => ({
  ...frame(card, 'vote_interaction'),
  main_title: {
    title: cutLetters(card.title, LIMITS.titleLetters),
    desc: cutLetters(
      [alsoSaid(card), card.facts.map((fact) => `${fact.label}${fact.value}`).join(' '), card.more]
        .filter(Boolean)
        .join(' '),
      LIMITS.titleDescLetters,
    ),
  },
  checkbox: {
    question_key: TICKETS_KEY,
    mode: MULTIPLE,
    option_list: (card.rows ?? [])
      .slice(0, LIMITS.boxes)
      .map((row) => ({ id: row.ticket, text: boxText(row), is_checked: submit.words.includes(row.ticket) })),
  },
  submit_button: { text: cutLetters(submit.label, LIMITS.buttonLetters), key: keyOf(submit.action, card.ref) },
});

/** A card without actions still needs a button on the robot (a notice would need a link): it shows the state and does nothing but answer. */
const settledCard = (card: Card): TemplateCard => ({
  ...buttonCard({ ...card, actions: [] }, undefined),
  button_list: [
    {
      text: cutLetters(card.status ?? '查看', LIMITS.buttonLetters),
      style: 2,
      key: keyOf(card.tickets.length === 1 ? 'ticket' : 'todo', card.ref),
    },
  ],
});

const noticeCard = (card: Card, link: string): TemplateCard => {
  const facts = factsOf(card);
  const { task_id: _unneeded, ...rest } = frame(card, 'text_notice');
  return {
    ...rest,
    sub_title_text: cutLetters(subTitle(card, facts.rest), LIMITS.subTitleLetters),
    ...(facts.list.length > 0 ? { horizontal_content_list: facts.list } : {}),
    card_action: { type: 1, url: link },
  };
};

/** Shows the upper part of a tall picture; the vendor takes 1.3 to 2.25 (D90236). */
const COVER_RATIO = 1.3;

/** A picture as the head of its page: `cover` is its public address (D90256), `name` its file's. */
export const newsNotice = ({ name, page, cover }: { name: string; page: string; cover: string }): TemplateCard => ({
  card_type: 'news_notice',
  source: { desc: '12345热线', desc_color: COLOURS.plain },
  main_title: { title: cutLetters(name.replace(/\.\w+$/, ''), LIMITS.titleLetters), desc: '点开看全部' },
  card_image: { url: cover, aspect_ratio: COVER_RATIO },
  card_action: { type: 1, url: page },
});

/**
 * A card without buttons as the app shows it: a notice that opens its page, with one entry in its menu. The entry makes
 * the platform give a code for a later change, as buttons do (D90236), and opens the ticket where the page is not at hand.
 */
export const menuNotice = (card: Card, link: string): TemplateCard => {
  const [text, action] = card.tickets.length === 1 ? ['看工单', 'ticket'] : ['看待办', 'todo'];
  return {
    ...noticeCard(card, link),
    task_id: card.ref,
    action_menu: { desc: '更多', action_list: [{ text, key: keyOf(action, card.ref) }] },
  };
};

/**
 * The neutral card as a WeCom card a person can press. Two or three selects with one action become a form; one select
 * stands above the buttons; text fields are asked for in words after the press. Long lists are better as markdown.
 */
export const interactiveCard = (card: Card): TemplateCard => {
  const selects = selectsOf(card);
  const [main] = card.actions;
  if (!main) return settledCard(card);
  if ((card.rows?.length ?? 0) > 1 && card.tickets.length > 1) return boxesCard(card, main);
  if (selects.length >= 2) return formCard(card, selects, main);
  return buttonCard(card, selects[0]);
};

const LEAGUES: ReadonlySet<Card['kind']> = new Set(['leagueDaily', 'leagueMonthly']);

const cell = (text: string): string =>
  plainMarkdown(text)
    .replaceAll('|', '／')
    .replace(/\s*\n\s*/g, ' ');

/** A league table as markdown_v2, whole rows as far as the bytes go; what is left out is counted (D99110). */
export const leagueTable = (card: Card, most: number): string => {
  const rows = (card.rows ?? []).map((row) => `| ${cell(row.ticket)} | ${cell(row.title)} | ${cell(row.detail)} |`);
  const head = [
    `# ${plainMarkdown(card.title)}`,
    ...(card.body ? [plainMarkdown(card.body)] : []),
    ...card.facts.map((fact) => `${plainMarkdown(fact.label)}：${plainMarkdown(fact.value)}`),
    '',
    '| 名次 | 单位 | 情况 |',
    '|:--|:--|:--|',
  ];
  const tail = (left: number): string[] => (left > 0 ? ['', `另有${left}个单位，请看图片榜单。`] : []);
  for (let shown = rows.length; shown > 0; shown -= 1) {
    const text = [...head, ...rows.slice(0, shown), ...tail(rows.length - shown)].join('\n');
    if (Buffer.byteLength(text) <= most) return text;
  }
  return cutBytes(head.join('\n'), most);
};

/** What the group webhook can show: a notice with a link, else markdown (D99110: no buttons there). */
export const webhookMessage = (letter: Writing): object => {
  const mentions = letter.mention ?? [];
  if (letter.form === 'text')
    return {
      msgtype: 'text',
      text: {
        content: cutBytes(letter.text, LIMITS.textBytes),
        ...(mentions.length > 0 ? { mentioned_list: mentions } : {}),
      },
    };
  if (LEAGUES.has(letter.card.kind) && mentions.length === 0 && letter.card.rows)
    return { msgtype: 'markdown_v2', markdown_v2: { content: leagueTable(letter.card, LIMITS.markdownBytes) } };
  if (letter.card.link && letter.card.actions.length === 0 && mentions.length === 0)
    return { msgtype: 'template_card', template_card: noticeCard(letter.card, letter.card.link) };
  return { msgtype: 'markdown', markdown: { content: markdownOf(letter.card, LIMITS.markdownBytes, mentions) } };
};

/** What nobody presses is sent as text: lists and tables without an action, a ticket's timeline. */
export const readsAsMarkdown = (card: Card): boolean =>
  (card.rows?.length ?? 0) > 0 && (card.actions.length === 0 || card.kind === 'ticket');

const NOTHING_TO_CHOOSE = 'state';

/**
 * An update of a robot card keeps its type: that another may take its place is documented for app cards only (D94888;
 * UNCONFIRMED for the robot). What became a form keeps its buttons and the
 * first choice, and asks for the rest in words. A form that is done shows its state in a disabled select and a last
 * button, and what came of it beside its number: it has no other text.
 */
export const sameTypeCard = (card: Card, type: string): TemplateCard => {
  const drawn = interactiveCard(card);
  if (type === '' || drawn.card_type === type) return drawn;
  if (type === 'button_interaction')
    return card.actions.length > 0 ? buttonCard(card, selectsOf(card)[0]) : settledCard(card);
  const state = cutLetters(card.status ?? '已处理', LIMITS.optionLetters);
  const options = [{ id: NOTHING_TO_CHOOSE, text: state }];
  const submit = { text: state, key: keyOf(card.tickets.length === 1 ? 'ticket' : 'todo', card.ref) };
  const { status, ...unstated } = card;
  const said = status !== undefined && card.body?.includes(status);
  const head = frame(said ? unstated : card, type, card.body);
  if (type === 'multiple_interaction')
    return {
      ...head,
      select_list: [{ question_key: NOTHING_TO_CHOOSE, title: '状态', option_list: options, disable: true }],
      submit_button: submit,
    };
  if (type === 'vote_interaction')
    return {
      ...head,
      checkbox: { question_key: NOTHING_TO_CHOOSE, mode: 0, option_list: options, disable: true },
      submit_button: submit,
    };
  return drawn;
};
