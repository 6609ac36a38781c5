import { createHash, randomBytes } from 'node:crypto';
import type { Group, Message } from '../town/types.ts';
import { actionsOn, callsBack, readCard, wrongWith } from './cards.ts';
import { isImage } from './images.ts';
import { nextId, overLimit, type StreetState } from './state.ts';
import { type Answer, bytes, no, ok, type Plain, record, str } from './vendor.ts';

const HOURS_72 = 72 * 3_600_000;

const textOf = (type: string, body: Plain): string => str(record(body[type]).content);

/** An upload by its id; what a webhook uploaded serves that webhook alone (D99110). */
const mediaOf = (state: StreetState, id: string, webhookKey: string | undefined) => {
  const media = state.media.get(id);
  return media && media.webhookKey === webhookKey ? media : undefined;
};

/** Byte limits and shapes of message types; undefined when accepted. */
export const wrongMessage = (
  state: StreetState,
  body: Plain,
  channel: 'app' | 'webhook',
  webhookKey?: string,
): Answer | undefined => {
  const type = str(body.msgtype);
  if (type === 'template_card') {
    const wrong = wrongWith(body.template_card, channel);
    if (wrong) return no(wrong.startsWith('task_id') ? 42014 : 40058, `template_card: ${wrong}`);
    const cover = record(record(body.template_card).card_image).url;
    // A phone shows what is at a public address; of this town's only the platform's own is.
    return cover === undefined || isImage(state, str(cover)) ? undefined : no(40058, 'template_card: card_image.url');
  }
  const limits: Record<string, number> =
    channel === 'webhook'
      ? { text: 2048, markdown: 4096, markdown_v2: 4096 }
      : { text: Number.POSITIVE_INFINITY, markdown: 2048 };
  if (type in limits) {
    if (textOf(type, body) === '') return no(44004, 'empty content');
    return bytes(textOf(type, body)) > (limits[type] ?? 0)
      ? no(type === 'text' ? 45002 : 40058, `${type}.content exceed max length ${limits[type]}`)
      : undefined;
  }
  if (type === 'image' && channel === 'webhook') {
    const image = record(body.image);
    const md5 = createHash('md5')
      .update(Buffer.from(str(image.base64), 'base64'))
      .digest('hex');
    return md5 === str(image.md5) ? undefined : no(40009, 'invalid image md5');
  }
  if (type === 'file' || (type === 'image' && channel === 'app'))
    return mediaOf(state, str(record(body[type]).media_id), webhookKey) ? undefined : no(40007, 'invalid media_id');
  if (type === 'news' || type === 'textcard' || type === 'voice') return undefined;
  return no(40008, 'invalid message type');
};

/** A picture or file as people see it: what was uploaded, or a webhook's picture, which comes in the message (D99110). */
export const shownMedia = (
  state: StreetState,
  type: string,
  body: Plain,
): Pick<Message, 'kind' | 'text' | 'card' | 'media'> => {
  const { base64, ...card } = body;
  const bytes = Buffer.from(str(base64), 'base64');
  const file = state.media.get(str(body.media_id)) ?? { name: '', bytes };
  const media = file.bytes.length > 0 ? { media: [state.town.shelve({ ...file, name: file.name || '图片' })] } : {};
  return type === 'image'
    ? { kind: 'image', text: `[图片] ${file.name}`.trim(), card, ...media }
    : { kind: 'file', text: `[文件] ${file.name}`.trim(), card, ...media };
};

const shown = (state: StreetState, body: Plain): Pick<Message, 'kind' | 'text' | 'card' | 'actions' | 'media'> => {
  const type = str(body.msgtype);
  if (type === 'template_card')
    return {
      kind: 'card',
      text: readCard(body.template_card),
      card: body.template_card,
      actions: actionsOn(body.template_card),
    };
  if (type === 'image' || type === 'file') return shownMedia(state, type, record(body[type]));
  return { kind: type === 'text' ? 'text' : 'markdown', text: textOf(type, body) };
};

/** Remembers a card that can be pressed: a task id serves once (D90236). */
export const stand = (state: StreetState, message: Message, channel: 'app' | 'aibot'): void => {
  const taskId = str(record(message.card).task_id);
  if (taskId === '') return;
  state.taskIds.add(`${channel}:${taskId}`);
};

export const taskIdUsed = (state: StreetState, card: unknown, channel: 'app' | 'aibot'): boolean =>
  state.taskIds.has(`${channel}:${str(record(card).task_id)}`);

/** A code with which the app may change a card once within 72 hours (D94888). */
export const newResponseCode = (state: StreetState, message: string, person: string): string => {
  const code = `RC_${randomBytes(9).toString('base64url')}`;
  state.responseCodes.set(code, { message, person, until: state.town.now().getTime() + HOURS_72 });
  return code;
};

export const sendAsApp = (state: StreetState, body: Plain): Answer => {
  const { town, settings } = state;
  if (Number(body.agentid) !== settings.wecom.agentId)
    return no(301002, 'not allow operate another agent with this accesstoken');
  const wrong = wrongMessage(state, body, 'app');
  if (wrong) return wrong;
  if (body.msgtype === 'template_card' && callsBack(record(body.template_card))) {
    if (state.callbackVerified !== true) return no(43012, 'app has no callback url');
    if (taskIdUsed(state, body.template_card, 'app')) return no(42014, 'task_id duplicate');
  }
  const wanted =
    str(body.touser) === '@all'
      ? town.people.map((person) => person.wecom ?? '')
      : str(body.touser)
          .split('|')
          .filter((id) => id !== '');
  if (wanted.length === 0) return no(82001, 'no receiver');
  if (wanted.length > 1000) return no(40032, 'too many users');
  const known = wanted.filter((id) => town.personBy('wecom', id) !== undefined);
  const invaliduser = wanted
    .filter((id) => !known.includes(id))
    .join('|')
    .toLowerCase();
  if (known.length === 0) return no(81013, 'user & party & tag all invalid');
  if (body.enable_duplicate_check === 1 && isDuplicate(state, body))
    return ok({ invaliduser, msgid: nextId(state, 'msg') });
  let responseCode = '';
  const messages: string[] = [];
  for (const id of known) {
    const person = town.personBy('wecom', id);
    if (!person || overLimit(state, `app:${id}`, 30, 1000) || town.strikes('wecom', 'silent-drop')) continue;
    const message = town.post({ platform: 'wecom', person: person.id, channel: 'app', ...shown(state, body) });
    messages.push(message.id);
    if (message.kind !== 'card' || !callsBack(record(message.card))) continue;
    stand(state, message, 'app');
    responseCode = newResponseCode(state, message.id, id);
  }
  const msgid = nextId(state, 'msg');
  state.appMessages.set(msgid, { messages, at: town.now().getTime() });
  return ok({
    invaliduser,
    invalidparty: '',
    invalidtag: '',
    unlicenseduser: '',
    msgid,
    ...(responseCode ? { response_code: responseCode } : {}),
  });
};

const HOURS_24 = 24 * 3_600_000;

/** Takes an app's message back within 24 hours (D94867); which code an older one gets is not published: as another app's. */
export const recallAppMessage = (state: StreetState, body: Plain): Answer => {
  const sent = state.appMessages.get(str(body.msgid));
  if (!sent || state.town.now().getTime() - sent.at > HOURS_24) return no(40058, 'invalid msgid');
  for (const id of sent.messages)
    state.town.amend(id, { kind: 'event', text: '', actions: [], card: undefined, recalled: true });
  return ok();
};

/** An identical repeat inside the window is swallowed (D90236; the answer in that case is UNCONFIRMED: 0). */
const isDuplicate = (state: StreetState, body: Plain): boolean => {
  const key = createHash('sha1')
    .update(JSON.stringify([body.touser, body.msgtype, body[str(body.msgtype)]]))
    .digest('hex');
  const until = state.duplicates.get(key) ?? 0;
  state.duplicates.set(key, Date.now() + Number(body.duplicate_check_interval ?? 1800) * 1000);
  return until > Date.now();
};

export const updateCard = (state: StreetState, body: Plain): Answer => {
  const code = str(body.response_code);
  const known = state.responseCodes.get(code);
  if (!known || known.until < state.town.now().getTime()) return no(60140, 'invalid response_code');
  const button = record(body.button);
  if (body.button === undefined) {
    const wrong = wrongWith(body.template_card, 'app', true);
    if (wrong) return no(40058, `template_card: ${wrong}`);
  }
  state.responseCodes.delete(code);
  const card =
    body.button === undefined
      ? body.template_card
      : {
          ...record(state.town.message(known.message)?.card),
          button_list: undefined,
          replace_text: str(button.replace_name),
        };
  const taskId = record(state.town.message(known.message)?.card).task_id;
  changeCard(state, known.message, { ...record(card), task_id: taskId });
  return ok({ invaliduser: [] });
};

/** The card as everybody who has it now sees it. */
export const changeCard = (state: StreetState, id: string, card: unknown): void => {
  const message = state.town.message(id);
  if (!message) return;
  const updates = [...(message.updates ?? []), { at: state.town.now().toISOString(), card }];
  state.town.amend(id, { card, updates, text: readCard(card), actions: actionsOn(card) });
};

export const sendByWebhook = (state: StreetState, query: URLSearchParams, body: Plain): Answer => {
  const group = state.town.groups.find(
    (candidate) =>
      candidate.platform === 'wecom' && candidate.webhookKey !== undefined && candidate.webhookKey === query.get('key'),
  );
  if (!group || state.town.strikes('wecom', 'dissolved', group.id)) return no(93000, 'invalid webhook url');
  const wrong = wrongMessage(state, body, 'webhook', group.webhookKey);
  if (wrong) return wrong;
  if (overLimit(state, `webhook:${group.webhookKey}`, 20)) return no(45009, 'api freq out of limit');
  if (state.town.strikes('wecom', 'silent-drop', group.id)) return ok();
  const said = shown(state, body);
  state.town.post({
    platform: 'wecom',
    chat: group.id,
    channel: 'webhook',
    ...said,
    ...calledIn(state, group, body, said.text),
  });
  return ok();
};

/** Those of the group who are called, by id, and the words as everybody sees them: with their names (D99110). */
const calledIn = (
  state: StreetState,
  group: Group,
  body: Plain,
  text: string,
): Partial<Pick<Message, 'text' | 'mentions'>> => {
  const list = record(body.text).mentioned_list;
  const listed = Array.isArray(list) ? list.map(str) : [];
  const inText = [...textOf('markdown', body).matchAll(/<@([^>]+)>/g)].map((match) => match[1] ?? '');
  const nameOf = (id: string): string | undefined => {
    if (id === '@all') return '所有人';
    const person = state.town.personBy('wecom', id);
    return person && group.members.includes(person.id) ? person.name : undefined;
  };
  const mentions = [...new Set([...listed, ...inText])].filter((id) => nameOf(id) !== undefined);
  if (mentions.length === 0) return {};
  const named = text.replace(/<@([^>]+)>/g, (sign, id: string) => (nameOf(id) ? `@${nameOf(id)}` : sign));
  const behind = listed.flatMap((id) => (nameOf(id) ? [` @${nameOf(id)}`] : [])).join('');
  return { text: `${named}${behind}`, mentions };
};

export const byResponseUrl = (state: StreetState, query: URLSearchParams, body: Plain): Answer => {
  const code = query.get('response_code') ?? '';
  const known = state.responseUrls.get(code);
  if (!known || known.until < state.town.now().getTime()) return no(60140, 'invalid response_code');
  const type = str(body.msgtype);
  if (type !== 'markdown' && type !== 'template_card') return no(40008, 'invalid message type');
  if (type === 'template_card' && known.chat !== undefined) return no(40008, 'template_card only in single chat');
  const wrong =
    type === 'template_card'
      ? wrongWith(body.template_card, 'aibot')
      : bytes(textOf('markdown', body)) > 20_480
        ? 'markdown too long'
        : undefined;
  if (wrong) return no(40058, wrong);
  state.responseUrls.delete(code);
  const person = state.town.personBy('wecom', known.person)?.id ?? known.person;
  const message = state.town.post({
    platform: 'wecom',
    channel: 'aibot',
    ...(known.chat === undefined ? { person } : { chat: known.chat }),
    ...shown(state, body),
  });
  if (type === 'template_card') stand(state, message, 'aibot');
  return ok();
};
