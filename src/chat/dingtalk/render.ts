import type { Card } from '../../cards/card.ts';
import type { Writing } from '../../cards/exchange.ts';
import { cutBytes } from '../../kernel/cut.ts';
import { BOT_NAME } from './settings.ts';
import type { TemplateVariable } from './template/variables.ts';

/** DingTalk's limits, each with its page. Bytes are of UTF-8. */
export const LIMITS = {
  /** The whole msgParam text (the-robot-sends-a-group-message). */
  msgParamBytes: 15_000,
  /** The whole body of a webhook message (field: 460101 "message too long, exceed 20000 bytes"). */
  webhookBytes: 20_000,
  /**
   * All variables of a card together (send-interactive-dynamic-cards-1). create-and-deliver-cards names 1 KB for one
   * value, which real cards exceed (UNCONFIRMED), so only the whole is held to: the body is cut to this.
   */
  cardBodyBytes: 20_000,
  /** Our own: one line of the conversation list. */
  alertLetters: 60,
  /** sampleActionCard5 has the most (robot-message-type). */
  buttons: 5,
  /** People called in one message (custom-robots-send-group-messages). */
  mentions: 50,
} as const;

/** User text inside markdown: nothing in it may become a heading, a link, a mention or a font. */
export const plainMarkdown = (text: string): string =>
  text
    .replace(/([\\`*_~])/g, '\\$1')
    .replace(
      /[[\]<>#@]/g,
      (sign) => ({ '[': '［', ']': '］', '<': '＜', '>': '＞', '#': '＃', '@': '＠' })[sign] ?? sign,
    );

const rowLines = (card: Card): string[] =>
  (card.rows ?? []).map(
    (row, index) =>
      `${index + 1}. ${row.urgent ? '【急】' : ''}${row.ticket} ${row.title}${row.detail ? ` — ${row.detail}` : ''}`,
  );

const bodyOf = (card: Card): string =>
  [...(card.body ? [card.body] : []), ...rowLines(card), ...(card.more ? [card.more] : [])].join('\n');

/** Somebody a message is addressed to. */
export interface Called {
  id: string;
  name: string;
}

/** The body is markdown in the template: what people wrote makes neither a mention nor a link in it. */
const plainBody = (text: string): string => text.replaceAll('<', '＜').replaceAll('](', '］(');

/** A highlighted @ inside a card, for those whom `cardAtUserIds` names (create-and-deliver-cards). */
const callsOf = (called: readonly Called[]): string =>
  called.map(({ id, name }) => `<a atId=${id}>${plainBody(name)}</a>`).join(' ');

/**
 * The template's variables (contract, "Commands in chat"): all texts, lists as JSON text. `hint` stands above the body
 * in the private view of the one who pressed; `called` are those really @-ed by the card when it is first shown.
 */
export const cardParams = (
  card: Card,
  { hint = '', called = [] }: { hint?: string; called?: readonly Called[] } = {},
): Record<TemplateVariable, string> => ({
  title: card.title,
  status: card.status ?? '',
  tone: card.tone,
  body: cutBytes(
    [callsOf(called), plainBody([hint, bodyOf(card)].filter(Boolean).join('\n'))].filter(Boolean).join('\n'),
    LIMITS.cardBodyBytes,
  ),
  facts: JSON.stringify(card.facts.map(({ label, value }) => ({ label, value }))),
  actions: JSON.stringify(card.actions.map(({ action, label }) => ({ action, label }))),
  form: JSON.stringify(card.form ?? []),
  link: card.link ?? '',
  ref: card.ref,
});

/** What the conversation list shows of the card. */
export const alertOf = (card: Card): string =>
  [...`${card.title}${card.status ? ` ${card.status}` : ''}`].slice(0, LIMITS.alertLetters).join('');

const typed = (words: string): string => `> ＠${BOT_NAME} ${plainMarkdown(words)}`;

/** The card as markdown, for tenants without the template: figures, rows, and `words` to type. */
const markdownOf = (card: Card, words: readonly string[]): string => {
  const lines = [
    `#### ${plainMarkdown(card.title)}${card.status ? `（${plainMarkdown(card.status)}）` : ''}`,
    ...(card.body ? card.body.split('\n').map(plainMarkdown) : []),
    ...card.facts.map((fact) => `- ${plainMarkdown(fact.label)}：${plainMarkdown(fact.value)}`),
    ...rowLines(card).map(plainMarkdown),
    ...(card.more ? [plainMarkdown(card.more)] : []),
    ...words.map(typed),
    ...(card.link ? [`[打开工单页](${card.link.replaceAll('(', '%28').replaceAll(')', '%29')})`] : []),
  ];
  return lines.join('  \n');
};

/** A button that sends its words as the one who pressed it (protocol notes 5.9; that a group's one mentions the robot is UNCONFIRMED). */
const sendsWords = (words: string): string => `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(words)}`;

/** Words with a blank to fill in cannot be sent by a button. */
const isWhole = (words: string): boolean => !/…|姓名|单位名称/.test(words);

interface Buttons {
  buttons: { title: string; url: string }[];
  /** Words no button sends. */
  rest: string[];
}

const buttonsOf = (card: Card): Buttons => {
  const sent = card.actions.filter(({ words }) => isWhole(words)).slice(0, LIMITS.buttons);
  return {
    buttons: sent.map(({ label, words }) => ({ title: label, url: sendsWords(words) })),
    rest: card.actions.filter((action) => !sent.includes(action)).map(({ words }) => words),
  };
};

/** The JSON of a message whose long part is cut so that the whole is at most `most` bytes; escapes count too. */
const fitted = (text: string, most: number, whole: (text: string) => object): string => {
  const jsonAt = (room: number): string => JSON.stringify(whole(cutBytes(text, room)));
  const fits = (json: string): boolean => Buffer.byteLength(json) <= most;
  const full = JSON.stringify(whole(text));
  if (fits(full)) return full;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(jsonAt(middle))) low = middle;
    else high = middle;
  }
  return jsonAt(low);
};

/** A message by key and parameters (robot-message-type): buttons that send the words, else markdown with the words to type. */
export const robotMessage = (letter: Writing): { msgKey: string; msgParam: string } => {
  const most = LIMITS.msgParamBytes;
  if (letter.form === 'text')
    return { msgKey: 'sampleText', msgParam: fitted(letter.text, most, (content) => ({ content })) };
  const { card } = letter;
  const title = alertOf(card);
  const { buttons, rest } = buttonsOf(card);
  const [only] = buttons;
  const markdown = markdownOf(card, rest);
  if (!only) return { msgKey: 'sampleMarkdown', msgParam: fitted(markdown, most, (text) => ({ title, text })) };
  if (buttons.length === 1) {
    const single = { singleTitle: only.title, singleURL: only.url };
    return { msgKey: 'sampleActionCard', msgParam: fitted(markdown, most, (text) => ({ title, text, ...single })) };
  }
  const links = Object.fromEntries(
    buttons.flatMap((button, index) => [
      [`actionTitle${index + 1}`, button.title],
      [`actionURL${index + 1}`, button.url],
    ]),
  );
  return {
    msgKey: `sampleActionCard${buttons.length}`,
    msgParam: fitted(markdown, most, (text) => ({ title, text, ...links })),
  };
};

const sessionCard = (card: Card, called: string): ((text: string) => object) => {
  const title = alertOf(card);
  const { buttons } = buttonsOf(card);
  const withCalled = (text: string): string => (called ? `${text}  \n${called}` : text);
  if (buttons.length === 0) return (text) => ({ msgtype: 'markdown', markdown: { title, text: withCalled(text) } });
  const btns = buttons.map((button) => ({ title: button.title, actionURL: button.url }));
  return (text) => ({
    msgtype: 'actionCard',
    actionCard: { title, text: withCalled(text), btnOrientation: '0', btns },
  });
};

/** A reply through the session webhook: text, or the card as markdown or with buttons; people @-ed stand in the text too. */
export const sessionMessage = (letter: Writing): Record<string, unknown> => {
  const atUserIds = (letter.mention ?? []).slice(0, LIMITS.mentions);
  const called = atUserIds.map((id) => `@${id} `).join('');
  const at = { atUserIds, isAtAll: false };
  const [text, whole] =
    letter.form === 'text'
      ? [letter.text, (content: string) => ({ msgtype: 'text', text: { content: `${called}${content}` } })]
      : [markdownOf(letter.card, buttonsOf(letter.card).rest), sessionCard(letter.card, called)];
  return JSON.parse(fitted(text, LIMITS.webhookBytes, (cut) => ({ ...whole(cut), at })));
};
