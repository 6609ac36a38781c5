import { createHash } from 'node:crypto';
import type { Attachment, Incoming } from '../../cards/exchange.ts';
import { xmlText } from './xml.ts';

type Plain = Record<string, unknown>;
const record = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const str = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

const splitKey = (key: string): { action: string; ref: string } => {
  const at = key.indexOf('|');
  return at < 0 ? { action: key, ref: '' } : { action: key.slice(0, at), ref: key.slice(at + 1) };
};

const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);

/** One chosen option as text, several as a list. */
const chosen = (ids: readonly string[]): string | string[] => (ids.length === 1 ? (ids[0] ?? '') : [...ids]);

const botMedia = (kind: Attachment['kind'], media: Plain): Attachment => ({
  kind,
  fetchKey: JSON.stringify({ url: str(media.url), ...(media.aeskey ? { aesKey: str(media.aeskey) } : {}) }),
});

interface BotContent {
  text: string;
  attachments: Attachment[];
}

const MEDIA: Record<string, Attachment['kind']> = { image: 'image', file: 'file', video: 'video' };

/** Text and media of a robot message, quoted or not (D100719). */
const botContent = (body: Plain): BotContent => {
  const type = str(body.msgtype);
  if (type === 'text') return { text: str(record(body.text).content), attachments: [] };
  if (type === 'voice') return { text: str(record(body.voice).content), attachments: [] };
  const kind = MEDIA[type];
  if (kind) return { text: '', attachments: [botMedia(kind, record(body[type]))] };
  if (type !== 'mixed') return { text: '', attachments: [] };
  const parts = array(record(body.mixed).msg_item).map((item) => botContent(record(item)));
  return {
    text: parts
      .map((part) => part.text)
      .join(' ')
      .trim(),
    attachments: parts.flatMap((part) => part.attachments),
  };
};

const botBase = (body: Plain) => {
  const chat = str(body.chatid);
  return {
    platform: 'wecom' as const,
    person: str(record(body.from).userid),
    door: 'wecom-bot',
    ...(str(body.chattype) === 'group' && chat !== '' ? { chat } : {}),
  };
};

const botSelections = (items: unknown): Record<string, string | string[]> =>
  Object.fromEntries(
    array(record(items).selected_item).map((item) => [
      str(record(item).question_key),
      chosen(array(record(record(item).option_ids).option_id).map(str)),
    ]),
  );

/** A click of a robot card: the event's members may be nested under its name or stand flat (both are read). */
const botClick = (body: Plain, event: Plain, reply: Plain): Incoming => {
  const nested = record(event.template_card_event);
  const click = nested.event_key === undefined ? event : nested;
  const { action, ref } = splitKey(str(click.event_key));
  return {
    ...botBase(body),
    kind: 'click',
    dedupeKey: `wecom:${str(body.aibotid)}:click:${str(body.msgid)}`,
    ref: ref || str(click.task_id),
    action,
    values: botSelections(click.selected_items),
    reply: { ...reply, taskId: str(click.task_id), cardType: str(click.card_type) },
  };
};

/** A robot callback, over the socket or by HTTP; undefined for what we do not answer (feedback, stream polls, disconnects). */
export const botIncoming = (body: Plain, reply: Plain): Incoming | undefined => {
  const event = record(body.event);
  if (str(body.msgtype) === 'event') {
    const type = str(event.eventtype);
    if (type === 'template_card_event') return botClick(body, event, reply);
    if (type === 'enter_chat')
      return {
        ...botBase(body),
        kind: 'entered',
        dedupeKey: `wecom:${str(body.aibotid)}:enter:${str(body.msgid)}`,
        reply: { ...reply, welcome: true },
      };
    return undefined;
  }
  if (str(body.msgtype) === 'stream' || str(record(body.from).userid) === '') return undefined;
  const { text, attachments } = botContent(body);
  const quoted = body.quote === undefined ? undefined : botContent(record(body.quote)).text;
  return {
    ...botBase(body),
    kind: 'message',
    dedupeKey: `wecom:${str(body.aibotid)}:message:${str(body.msgid)}`,
    text,
    attachments,
    ...(quoted ? { quote: { text: quoted } } : {}),
    reply,
  };
};

const appSelections = (members: Plain): Record<string, string | string[]> =>
  Object.fromEntries(
    array(record(members.SelectedItems).SelectedItem).map((item) => [
      xmlText(record(item), 'QuestionKey'),
      chosen(array(record(record(item).OptionIds).OptionId).map(str)),
    ]),
  );

const appEvent = (
  members: Plain,
  base: { platform: 'wecom'; person: string; door: string },
  agent: string,
): Incoming | undefined => {
  const event = xmlText(members, 'Event');
  const key = `wecom:${agent}:${event}:${digest(base.person, xmlText(members, 'CreateTime'), xmlText(members, 'EventKey'), xmlText(members, 'TaskId'))}`;
  if (event === 'enter_agent' || event === 'subscribe') return undefined;
  // A menu entry's key is the words it stands for: 待办, 工单, 帮助.
  const words = xmlText(members, 'EventKey');
  if (event === 'click' && words !== '')
    return { ...base, kind: 'message', dedupeKey: key, text: words, attachments: [], reply: { app: true } };
  if (event !== 'template_card_event' && event !== 'template_card_menu_event') return undefined;
  const { action, ref } = splitKey(xmlText(members, 'EventKey'));
  return {
    ...base,
    kind: 'click',
    dedupeKey: key,
    ref: ref || xmlText(members, 'TaskId'),
    action,
    values: appSelections(members),
    reply: { app: true, responseCode: xmlText(members, 'ResponseCode'), taskId: xmlText(members, 'TaskId') },
  };
};

/** A decrypted app callback (D90239, D90240). Entering the app says nothing: a greeting at each entry would drown people. */
export const appIncoming = (members: Plain): Incoming | undefined => {
  const agent = xmlText(members, 'AgentID');
  const base = { platform: 'wecom' as const, person: xmlText(members, 'FromUserName'), door: 'wecom-app' };
  const type = xmlText(members, 'MsgType');
  if (base.person === '' || base.person === 'sys') return undefined;
  if (type === 'event') return appEvent(members, base, agent);
  const media = xmlText(members, 'MediaId');
  const kind = type === 'image' || type === 'voice' || type === 'video' ? type : undefined;
  return {
    ...base,
    kind: 'message',
    dedupeKey: `wecom:${agent}:message:${xmlText(members, 'MsgId') || digest(base.person, xmlText(members, 'CreateTime'), xmlText(members, 'Content'))}`,
    text: xmlText(members, 'Content'),
    attachments: kind && media ? [{ kind, fetchKey: JSON.stringify({ mediaId: media }) }] : [],
    reply: { app: true },
  };
};

/**
 * An account the address book no longer has, or has under another id (D96302; protocol page 5): `change_contact` of the
 * 通讯录同步 callback, which may be pointed at the app's address. That a changed id comes as `NewUserID` is UNCONFIRMED
 * for addresses set after 2022; a change of anything else is of no concern.
 */
export const lostAccount = (members: Plain): { id: string; became?: string } | undefined => {
  if (xmlText(members, 'Event') !== 'change_contact') return undefined;
  const id = xmlText(members, 'UserID');
  const became = xmlText(members, 'NewUserID');
  const type = xmlText(members, 'ChangeType');
  if (id === '') return undefined;
  if (type === 'delete_user') return { id };
  return type === 'update_user' && became !== '' && became !== id ? { id, became } : undefined;
};
