import { randomBytes } from 'node:crypto';
import { type Attached, readAttached, shelved } from '../town/attached.ts';
import type { Group, Message, Person, Street } from '../town/types.ts';
import { applyAppAnswer, botSeal, callBack, verifyUrl } from './callbacks.ts';
import { actionsOn, isInMenu, keyPressed, readCard, selections, wrongWith } from './cards.ts';
import { sealMedia } from './crypto.ts';
import type { RobotGateway } from './robot.ts';
import { changeCard, newResponseCode, stand, taskIdUsed } from './sends.ts';
import { nextId, type StreetState } from './state.ts';

type Plain = Record<string, unknown>;
type Said = Awaited<ReturnType<Street['say']>>;
type Clicked = Awaited<ReturnType<Street['click']>>;

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']] >')}]]>`;
const seconds = (state: StreetState): number => Math.floor(state.town.now().getTime() / 1000);
const record = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};

const HOUR = 3_600_000;

const quoted = (quote: Message | undefined): Plain =>
  quote ? { quote: { msgtype: 'text', text: { content: quote.text } } } : {};

const botBody = (state: StreetState, person: Person, chat: Group | undefined): Plain => {
  const code = `rc${randomBytes(8).toString('hex')}`;
  state.responseUrls.set(code, {
    person: person.wecom ?? '',
    until: state.town.now().getTime() + HOUR,
    ...(chat ? { chat: chat.id } : {}),
  });
  return {
    msgid: nextId(state, 'CAIQ'),
    create_time: seconds(state),
    aibotid: state.settings.wecom.botId,
    ...(chat ? { chatid: chat.id } : {}),
    chattype: chat ? 'group' : 'single',
    from: { userid: person.wecom },
    response_url: `${state.baseUrl()}/wecom/cgi-bin/aibot/response?response_code=${code}`,
  };
};

const copies = (state: StreetState): number => (state.town.strikes('wecom', 'duplicate') ? 3 : 1);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** To the robot: by socket, or by encrypted callback when it is configured so. */
const tellRobot = async (
  state: StreetState,
  gateway: RobotGateway,
  body: Plain,
  where: { chat?: string; person: string; message?: string; taskId?: string },
): Promise<Clicked> => {
  const click = where.message !== undefined;
  if (gateway.connected()) {
    if (state.town.strikes('wecom', 'late')) await pause(3_000);
    const times = copies(state);
    const push = (): Promise<boolean> =>
      gateway.push(click ? 'aibot_event_callback' : 'aibot_msg_callback', body, where);
    await state.town.inTurn('wecom', () => Promise.all(Array.from({ length: times }, push)));
    return { delivered: true };
  }
  if (!botSeal(state)) return { delivered: false, reason: '机器人没有连上，消息没有送到 (the robot is not connected)' };
  const result = await state.town.inTurn('wecom', () => callBack(state, 'bot', JSON.stringify(body), click));
  const wrong = result.answer && wrongPassive(state, result.answer, where);
  if (wrong) return { delivered: false, reason: wrong };
  if (result.answer) showPassive(state, result.answer, where);
  return { delivered: result.delivered, ...(result.reason ? { reason: result.reason } : {}) };
};

const MOST_STREAM_BYTES = 20_480;

/** What the robot may answer inline: a click is answered with its own card, a message with words or a card (D101031). */
const wrongPassive = (
  state: StreetState,
  answer: Plain,
  where: { message?: string; taskId?: string },
): string | undefined => {
  const card = record(answer.template_card);
  if (where.message !== undefined) {
    if (answer.response_type !== 'update_template_card') return 'a click takes update_template_card only';
    if (card.task_id !== where.taskId) return "task_id must be the callback's";
    if (card.card_type !== record(state.town.message(where.message)?.card).card_type)
      return 'card_type must be the clicked one';
    return wrongWith(card, 'aibot', true);
  }
  if (answer.msgtype === 'template_card')
    return wrongWith(card, 'aibot') ?? (taskIdUsed(state, card, 'aibot') ? 'task_id duplicate' : undefined);
  if (answer.msgtype !== 'stream') return `msgtype ${String(answer.msgtype)} is no answer to a message`;
  const content = String(record(answer.stream).content ?? '');
  return Buffer.byteLength(content) > MOST_STREAM_BYTES ? 'stream.content exceeds 20480 bytes' : undefined;
};

const showPassive = (
  state: StreetState,
  answer: Plain,
  where: { chat?: string; person: string; message?: string },
): void => {
  const { town } = state;
  const place =
    where.chat === undefined
      ? { person: town.personBy('wecom', where.person)?.id ?? where.person }
      : { chat: where.chat };
  if (answer.response_type === 'update_template_card' && where.message)
    return changeCard(state, where.message, answer.template_card);
  if (answer.msgtype === 'template_card') {
    const card = answer.template_card;
    return stand(
      state,
      town.post({
        platform: 'wecom',
        channel: 'aibot',
        kind: 'card',
        text: readCard(card),
        card,
        actions: actionsOn(card),
        ...place,
      }),
      'aibot',
    );
  }
  const content = String(record(answer.stream).content ?? record(answer.text).content ?? '');
  if (content !== '') town.post({ platform: 'wecom', channel: 'aibot', kind: 'markdown', text: content, ...place });
};

const tellApp = async (state: StreetState, person: Person, inner: string, message?: string): Promise<Clicked> => {
  const { corpId, agentId } = state.settings.wecom;
  const plain = `<xml><ToUserName>${cdata(corpId)}</ToUserName><FromUserName>${cdata(person.wecom ?? '')}</FromUserName><CreateTime>${seconds(state)}</CreateTime>${inner}<AgentID>${agentId}</AgentID></xml>`;
  const result = await state.town.inTurn('wecom', () => callBack(state, 'app', plain));
  const wrong =
    result.answer && applyAppAnswer(state, result.answer, { person: person.id, ...(message ? { message } : {}) });
  return {
    delivered: result.delivered && !wrong,
    ...(wrong || result.reason ? { reason: wrong ?? result.reason ?? '' } : {}),
  };
};

const FIVE_MINUTES = 300_000;

/** A file's address, and its own key where messages come by the socket; by callback it is the robot's (D100719). */
const sentMedia = (state: StreetState, gateway: RobotGateway, bytes: Buffer): Plain => {
  const own = randomBytes(32);
  const { botEncodingAESKey } = state.settings.wecom;
  const key = gateway.connected() ? own : Buffer.from(`${botEncodingAESKey ?? ''}=`, 'base64');
  const sign = randomBytes(8).toString('hex');
  state.sent.set(sign, { bytes: sealMedia(bytes, key), until: state.town.now().getTime() + FIVE_MINUTES });
  const url = `${state.baseUrl()}/wecom/cgi-bin/aibot/file?sign=${sign}`;
  return { url, ...(gateway.connected() ? { aeskey: own.toString('base64') } : {}) };
};

/** Words, a picture or a file alone, or words with pictures (mixed). */
const said = (state: StreetState, gateway: RobotGateway, text: string, { words, photos, file }: Attached): Plain => {
  if (file !== undefined) return { msgtype: 'file', file: sentMedia(state, gateway, file.bytes) };
  const pictures = photos.map(({ bytes }) => ({ msgtype: 'image', image: sentMedia(state, gateway, bytes) }));
  const [only] = pictures;
  if (!only) return { msgtype: 'text', text: { content: text } };
  if (pictures.length === 1 && words.trim() === '') return only;
  return { msgtype: 'mixed', mixed: { msg_item: [{ msgtype: 'text', text: { content: words } }, ...pictures] } };
};

/** A resident writes. In a group the robot only hears what @-s it. */
export const say = async (
  state: StreetState,
  gateway: RobotGateway,
  input: Parameters<Street['say']>[0],
): Promise<Said> => {
  const { person, chat, text, quote } = input;
  const { botName } = state.settings.wecom;
  const attached = readAttached(text, input.uploads);
  const message = state.town.post({
    platform: 'wecom',
    from: person.id,
    kind: 'text',
    text,
    ...(chat ? { chat: chat.id } : { person: person.id }),
    ...(quote ? { quote: quote.id } : {}),
    ...shelved(state.town, attached),
  });
  if (chat && !text.includes(`@${botName}`))
    return { message, delivered: false, reason: `群里要 @${botName} 机器人才听得到 (mention the bot)` };
  const robot = gateway.connected() || botSeal(state) !== undefined;
  if (!robot && !chat) {
    if (state.callbackVerified !== true) await verifyUrl(state);
    const inner = `<MsgType>${cdata('text')}</MsgType><Content>${cdata(text)}</Content><MsgId>${Date.now()}${state.count}</MsgId>`;
    return { message, ...(await tellApp(state, person, inner)) };
  }
  if (chat) state.town.wake('wecom', chat.id);
  state.spoken.add(chat ? chat.id : (person.wecom ?? ''));
  const body = { ...botBody(state, person, chat), ...said(state, gateway, text, attached), ...quoted(quote) };
  return {
    message,
    ...(await tellRobot(state, gateway, body, { person: person.wecom ?? '', ...(chat ? { chat: chat.id } : {}) })),
  };
};

/** A card that can be pressed: by which channel it came, and its task. */
const standingOf = (message: Message): { channel: 'app' | 'aibot'; taskId: string } | undefined => {
  const taskId = record(message.card).task_id;
  const { channel } = message;
  return typeof taskId === 'string' && (channel === 'app' || channel === 'aibot') ? { channel, taskId } : undefined;
};

/** A resident presses a button or sends the form of a card. */
export const click = async (
  state: StreetState,
  gateway: RobotGateway,
  input: Parameters<Street['click']>[0],
): Promise<Clicked> => {
  const { person, message, action, values = {} } = input;
  const standing = standingOf(message);
  const view = message.views?.[person.wecom ?? ''];
  if (view && view.actions.length === 0) return { delivered: false, reason: '按钮已不能点 (the buttons are gone)' };
  const key = keyPressed(message.card, action);
  if (!standing || key === undefined)
    return { delivered: false, reason: `这张卡片没有按钮“${action}” (no such button)` };
  const chosen = selections(message.card, values);
  const type = String(record(message.card).card_type);
  if (standing.channel === 'app') {
    const inMenu = isInMenu(message.card, key);
    const event = inMenu ? 'template_card_menu_event' : 'template_card_event';
    const items = (inMenu ? [] : chosen).map(
      ({ question_key, ids }) =>
        `<SelectedItem><QuestionKey>${cdata(question_key)}</QuestionKey><OptionIds>${ids.map((id) => `<OptionId>${cdata(id)}</OptionId>`).join('')}</OptionIds></SelectedItem>`,
    );
    const code = newResponseCode(state, message.id, person.wecom ?? '');
    const inner = `<MsgType>${cdata('event')}</MsgType><Event>${cdata(event)}</Event><EventKey>${cdata(key)}</EventKey><TaskId>${cdata(standing.taskId)}</TaskId><CardType>${cdata(type)}</CardType><ResponseCode>${cdata(code)}</ResponseCode>${items.length > 0 ? `<SelectedItems>${items.join('')}</SelectedItems>` : ''}`;
    return tellApp(state, person, inner, message.id);
  }
  const chat = message.chat === undefined ? undefined : state.town.group(message.chat);
  const selected =
    chosen.length > 0
      ? {
          selected_items: {
            selected_item: chosen.map(({ question_key, ids }) => ({ question_key, option_ids: { option_id: ids } })),
          },
        }
      : {};
  const event = {
    eventtype: 'template_card_event',
    template_card_event: { card_type: type, event_key: key, task_id: standing.taskId, ...selected },
  };
  const where = {
    person: person.wecom ?? '',
    message: message.id,
    taskId: standing.taskId,
    ...(chat ? { chat: chat.id } : {}),
  };
  return tellRobot(state, gateway, { ...botBody(state, person, chat), msgtype: 'event', event }, where);
};

/**
 * The administrator deletes a member or changes their account: 通讯录同步 tells the app's address, from `sys` and with an
 * empty AgentID (D96302). Addresses set after 2022-08-15 get no more than the ids.
 */
export const changeContact = async (
  state: StreetState,
  { person, became }: { person: Person; became?: string },
): Promise<Clicked> => {
  const account = person.wecom ?? '';
  state.town.setAccount(person.id, 'wecom', became);
  const type = became === undefined ? 'delete_user' : 'update_user';
  const changed = became === undefined ? '' : `<NewUserID>${cdata(became)}</NewUserID>`;
  const plain = `<xml><ToUserName>${cdata(state.settings.wecom.corpId)}</ToUserName><FromUserName>${cdata('sys')}</FromUserName><CreateTime>${seconds(state)}</CreateTime><MsgType>${cdata('event')}</MsgType><Event>${cdata('change_contact')}</Event><ChangeType>${cdata(type)}</ChangeType><UserID>${cdata(account)}</UserID>${changed}<Department>${cdata('1')}</Department></xml>`;
  const { delivered, reason, answer } = await callBack(state, 'app', plain);
  const wrong = answer ? 'an answer to a contact event' : reason;
  return { delivered: delivered && !answer, ...(wrong ? { reason: wrong } : {}) };
};
