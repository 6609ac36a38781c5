import type { Group, Town } from '../../town/types.ts';
import { isRecord, recordOf, textOf, textsOf } from '../call.ts';
import { refuseLegacy } from '../refusal.ts';
import { actionCard, type Button, plain, type Shown } from '../shown.ts';

type Body = Record<string, unknown>;

/** A webhook's message as people see it, and whom it really calls. */
export interface WebhookMessage extends Shown {
  /** Platform ids of the people called, `@ALL` for everyone. */
  mentions: string[];
}

/** A webhook's body may be this long, in bytes (field: 460101 "message too long, exceed 20000 bytes"). */
const MOST_BYTES = 20_000;
/** At most so many members are called in one message (development/custom-robots-send-group-messages). */
const MOST_MENTIONS = 50;

const need = (body: Body, part: string, key: string): string => {
  const value = textOf(recordOf(body, part) ?? {}, key);
  if (value === undefined) throw refuseLegacy(40035, `缺少参数 ${part}.${key}`);
  return value;
};

const readButtons = (card: Body): Button[] => {
  const single = { title: textOf(card, 'singleTitle'), url: textOf(card, 'singleURL') };
  if (single.title !== undefined && single.url !== undefined) return [{ title: single.title, url: single.url }];
  const { btns } = card;
  if (!Array.isArray(btns) || btns.length === 0) throw refuseLegacy(40035, '缺少参数 actionCard.btns');
  return btns.map((each) => {
    const button = isRecord(each) ? each : {};
    const title = textOf(button, 'title');
    const url = textOf(button, 'actionURL');
    if (title === undefined || url === undefined) throw refuseLegacy(40035, '缺少参数 actionCard.btns.actionURL');
    return { title, url };
  });
};

const showFeed = (body: Body): Shown => {
  const links = recordOf(body, 'feedCard')?.links;
  if (!Array.isArray(links) || links.length === 0) throw refuseLegacy(40035, '缺少参数 feedCard.links');
  const lines = links
    .filter(isRecord)
    .map((link) => `${textOf(link, 'title') ?? ''} ${textOf(link, 'messageURL') ?? ''}`);
  return { kind: 'card', text: lines.join('\n') };
};

/** The message types of a webhook and of an answer to a robot push (development/robot-message-type). */
const TYPES: Readonly<Record<string, (body: Body) => Shown>> = {
  text: (body) => ({ kind: 'text', text: need(body, 'text', 'content') }),
  markdown: (body) => {
    need(body, 'markdown', 'title');
    return { kind: 'markdown', text: plain(need(body, 'markdown', 'text')) };
  },
  link: (body) => ({
    kind: 'card',
    text: [need(body, 'link', 'title'), need(body, 'link', 'text'), need(body, 'link', 'messageUrl')].join('\n'),
  }),
  actionCard: (body) => {
    need(body, 'actionCard', 'title');
    return actionCard(need(body, 'actionCard', 'text'), readButtons(recordOf(body, 'actionCard') ?? {}));
  },
  feedCard: showFeed,
};

/** Link and feedCard cannot call people. */
const MENTIONING = new Set(['text', 'markdown', 'actionCard']);

/** People are called only when they stand in `at` and, as `@userId`, in the text. */
function readMentions(town: Town, body: Body, text: string, chat: Group | undefined): string[] {
  const at = recordOf(body, 'at') ?? {};
  if (at.isAtAll === true || at.isAtAll === 'true') return ['@ALL'];
  const ids = (textsOf(at, 'atUserIds') ?? []).filter((id) => text.includes(`@${id}`));
  const mobiles = (textsOf(at, 'atMobiles') ?? []).filter((mobile) => text.includes(`@${mobile}`));
  const byMobile = mobiles.map((mobile) => town.people.find((person) => person.mobile === mobile)?.dingtalk);
  const called = [...ids, ...byMobile].filter((id) => id !== undefined && town.personBy('dingtalk', id) !== undefined);
  const members = called.filter((id): id is string => id !== undefined);
  return chat === undefined ? [] : [...new Set(members)].slice(0, MOST_MENTIONS);
}

/** `@0001` reads as `@张三` on the screen of everyone in the group. */
function nameMentions(town: Town, text: string, mentions: readonly string[]): string {
  return mentions.reduce((words, id) => {
    const person = town.personBy('dingtalk', id);
    if (person === undefined) return words;
    const named = words.replaceAll(`@${id}`, `@${person.name}`);
    return person.mobile === undefined ? named : named.replaceAll(`@${person.mobile}`, `@${person.name}`);
  }, text);
}

/**
 * Reads a message in the webhook format.
 * @throws Refusal 460101 too long, 400105 unknown type, 40035 a part is missing
 */
export function readWebhookMessage(town: Town, body: Body, chat: Group | undefined): WebhookMessage {
  if (Buffer.byteLength(JSON.stringify(body)) > MOST_BYTES)
    throw refuseLegacy(460101, 'message too long, exceed 20000 bytes');
  const { msgtype } = body;
  const read = typeof msgtype === 'string' && Object.hasOwn(TYPES, msgtype) ? TYPES[msgtype] : undefined;
  if (read === undefined) throw refuseLegacy(400105, '不支持的消息类型');
  const shown = read(body);
  const mentions = MENTIONING.has(String(msgtype)) ? readMentions(town, body, shown.text, chat) : [];
  return { ...shown, text: nameMentions(town, shown.text, mentions), mentions };
}
