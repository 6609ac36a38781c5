import type { Card } from '../../cards/card.ts';
import type { Letter } from '../../cards/exchange.ts';
import { BOT_NAME } from './settings.ts';

/** DingTalk's limits, bytes of UTF-8: msgParam (group-send page), text of a session webhook (custom-robots page). */
export const LIMITS = {
  msgParamBytes: 15_000,
  webhookBytes: 20_000,
  outTrackId: 100,
  alertLetters: 60,
  buttons: 5,
} as const;

/** Cut at a character, never inside one. */
export const cutBytes = (text: string, most: number): string => {
  if (Buffer.byteLength(text) <= most) return text;
  let cut = '';
  let bytes = 3;
  for (const letter of text) {
    bytes += Buffer.byteLength(letter);
    if (bytes > most) break;
    cut += letter;
  }
  return `${cut}…`;
};

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
    (row, index) => `${index + 1}. ${row.urgent ? '【急】' : ''}${row.ticket} ${row.title} — ${row.detail}`,
  );

const bodyOf = (card: Card): string =>
  [...(card.body ? [card.body] : []), ...rowLines(card), ...(card.more ? [card.more] : [])].join('\n');

/** The template's variables (contract, "Commands in chat"): all texts, lists as JSON text. `hint` is for one viewer. */
export const cardParams = (card: Card, hint?: string): Record<string, string> => ({
  title: card.title,
  status: card.status ?? '',
  tone: card.tone,
  body: [hint, bodyOf(card)].filter(Boolean).join('\n'),
  facts: JSON.stringify(card.facts.map(({ label, value }) => ({ label, value }))),
  actions: JSON.stringify(card.actions.map(({ action, label }) => ({ action, label }))),
  form: JSON.stringify(card.form ?? []),
  link: card.link ?? '',
  ref: card.ref,
});

/** What the conversation list shows of the card. */
export const alertOf = (card: Card): string =>
  [...`${card.title}${card.status ? ` ${card.status}` : ''}`].slice(0, LIMITS.alertLetters).join('');

/** The card as markdown, for tenants without the template: figures, rows, and the words to type. */
const markdownOf = (card: Card, withWords: boolean): string => {
  const lines = [
    `#### ${plainMarkdown(card.title)}${card.status ? `（${plainMarkdown(card.status)}）` : ''}`,
    ...(card.body ? card.body.split('\n').map(plainMarkdown) : []),
    ...card.facts.map((fact) => `- ${plainMarkdown(fact.label)}：${plainMarkdown(fact.value)}`),
    ...rowLines(card).map(plainMarkdown),
    ...(card.more ? [card.more] : []),
    ...(withWords ? card.actions.map((action) => `> ＠${BOT_NAME} ${plainMarkdown(action.words)}`) : []),
    ...(card.link ? [`[打开工单页](${card.link})`] : []),
  ];
  return lines.join('  \n');
};

const sendsWords = (words: string): string =>
  `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent(`/${words}`)}`;

/** A message by key and parameters (msgKey table): buttons that send the words when the card's words are complete, else markdown. */
export const robotMessage = (letter: Letter): { msgKey: string; msgParam: string } => {
  if (letter.form === 'text')
    return {
      msgKey: 'sampleText',
      msgParam: JSON.stringify({ content: cutBytes(letter.text, LIMITS.msgParamBytes - 200) }),
    };
  const { card } = letter;
  const buttons = card.actions
    .filter(
      (action) => !action.words.includes('…') && !action.words.includes('姓名') && !action.words.includes('单位名称'),
    )
    .slice(0, LIMITS.buttons);
  const title = alertOf(card);
  if (buttons.length < 2)
    return {
      msgKey: 'sampleMarkdown',
      msgParam: JSON.stringify({ title, text: cutBytes(markdownOf(card, true), LIMITS.msgParamBytes - 400) }),
    };
  const links = Object.fromEntries(
    buttons.flatMap((action, index) => [
      [`actionTitle${index + 1}`, action.label],
      [`actionURL${index + 1}`, sendsWords(action.words)],
    ]),
  );
  const rest = card.actions
    .filter((action) => !buttons.includes(action))
    .map((action) => `> ＠${BOT_NAME} ${plainMarkdown(action.words)}`);
  const text = cutBytes([markdownOf(card, false), ...rest].join('  \n'), LIMITS.msgParamBytes - 3_000);
  return { msgKey: `sampleActionCard${buttons.length}`, msgParam: JSON.stringify({ title, text, ...links }) };
};

/** A reply through the session webhook: text, or the card as markdown; people really @-ed stand in the text too. */
export const sessionMessage = (letter: Letter): object => {
  const mentions = letter.mention ?? [];
  const at = { atUserIds: mentions, isAtAll: false };
  const called = mentions.map((id) => `@${id} `).join('');
  if (letter.form === 'text')
    return { msgtype: 'text', text: { content: cutBytes(`${called}${letter.text}`, LIMITS.webhookBytes - 500) }, at };
  return {
    msgtype: 'markdown',
    markdown: {
      title: alertOf(letter.card),
      text: cutBytes(`${markdownOf(letter.card, true)}${called ? `  \n${called}` : ''}`, LIMITS.webhookBytes - 1_000),
    },
    at,
  };
};
