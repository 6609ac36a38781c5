import type { Group, Message, Person } from '../../town/types.ts';
import { fingerprint } from '../machine.ts';
import type { Office } from '../office.ts';
import { privateCidOf, ROBOT_SEALED_ID, sealedIdOf, unionIdOf } from './identity.ts';
import { varied } from './variants.ts';
import type { Spoken } from './words.ts';

/** What a resident said and where. `quote` is the message answered. */
export interface Saying {
  person: Person;
  chat?: Group;
  message: Message;
  spoken: Spoken;
  quote?: Message;
}

type Body = Record<string, unknown>;

/** What the vendor sends instead of the words once the month's pushes are spent (development/robot-message-type). */
const SPENT = {
  errorCode: '20001',
  errorMessage: '受调用量超量影响，当前我的消息服务已经暂停。请联系你所在的组织管理员并予以处理',
};

/**
 * The robot message of a saying, with a fresh session webhook. The same body goes out on every delivery: its `msgId` is
 * the one thing that tells repeats apart. Source: development/robot-message-type.
 */
export function robotMessage(office: Office, saying: Saying, spent: boolean): Body {
  return varied(fullMessage(office, saying, spent), office.limits.variants);
}

function fullMessage(office: Office, saying: Saying, spent: boolean): Body {
  const { person, chat, message, spoken, quote } = saying;
  const createAt = office.town.now().getTime();
  const { corpId, robotCode } = office.settings.dingtalk;
  return {
    ...(chat === undefined
      ? { conversationId: privateCidOf(person), conversationType: '1' }
      : { conversationId: chat.id, conversationType: '2', conversationTitle: chat.name }),
    msgId: office.sent.msgIdOf(message.id),
    createAt,
    senderId: sealedIdOf(person.id),
    senderStaffId: person.dingtalk ?? '',
    senderUnionId: unionIdOf(person),
    senderNick: person.name,
    senderCorpId: corpId,
    senderPlatform: 'Win',
    isAdmin: person.roles.includes('administrator'),
    ...(chat === undefined ? {} : { isInAtList: true, atUsers: atUsers(office, spoken) }),
    chatbotCorpId: corpId,
    chatbotUserId: ROBOT_SEALED_ID,
    robotCode,
    ...session(office, saying, createAt),
    ...(spent ? { msgtype: spoken.msgtype, ...SPENT } : content(office, spoken, quote)),
  };
}

function session(office: Office, { person, chat }: Saying, createAt: number): Body {
  const until = createAt + office.limits.sessionMs;
  const key = office.sessions.open({ ...(chat === undefined ? { person: person.id } : { chat: chat.id }), until });
  return {
    sessionWebhook: `${office.baseUrl()}/dingtalk/oapi/robot/sendBySession?session=${key}`,
    sessionWebhookExpiredTime: until,
  };
}

/** The robot itself, without a staffId, then the members who were called too. */
function atUsers(office: Office, spoken: Spoken): Body[] {
  const members = office.town.people.filter(
    (each) => each.dingtalk !== undefined && spoken.content.includes(`@${each.name}`),
  );
  return [
    { dingtalkId: ROBOT_SEALED_ID },
    ...members.map((each) => ({ dingtalkId: sealedIdOf(each.id), staffId: each.dingtalk, unionId: unionIdOf(each) })),
  ];
}

function content(office: Office, spoken: Spoken, quote: Message | undefined): Body {
  const { msgtype } = spoken;
  const answered = quote === undefined ? {} : quoteKeys(office, quote);
  if (msgtype === 'text') {
    const reply = quote === undefined ? {} : { isReplyMsg: true, repliedMsg: replied(office, quote) };
    return { msgtype, text: { content: spoken.content, ...reply }, ...answered };
  }
  const photos = spoken.photos.map((photo) => ({ type: 'picture', downloadCode: office.files.photo(photo) }));
  if (msgtype === 'picture') return { msgtype, content: { downloadCode: photos[0]?.downloadCode }, ...answered };
  if (msgtype === 'richText') {
    return { msgtype, content: { richText: [{ text: spoken.content }, ...photos] }, ...answered };
  }
  const file = spoken.file ?? { name: '', bytes: Buffer.alloc(0) };
  const fileName = file.name;
  const spaceId = fingerprint(`space:${fileName}`, 10);
  return { msgtype, content: { downloadCode: office.files.document(file), fileName, spaceId }, ...answered };
}

/** Present only as the field has seen it: the key is there when the quoted message was the robot's own sending. */
function quoteKeys(office: Office, quote: Message): Body {
  const key = office.sent.keyOf(quote.id);
  return {
    originalMsgId: office.sent.msgIdOf(quote.id),
    ...(key === undefined ? {} : { originalProcessQueryKey: key }),
  };
}

/** The quoted message. A card or markdown comes without its words. */
function replied(office: Office, quote: Message): Body {
  const author = quote.from === undefined ? ROBOT_SEALED_ID : sealedIdOf(quote.from);
  const bare = { msgId: office.sent.msgIdOf(quote.id), senderId: author, createdAt: Date.parse(quote.at) };
  if (quote.kind === 'text') return { msgType: 'text', ...bare, content: { text: quote.text } };
  return { msgType: quote.kind === 'card' ? 'interactiveCard' : 'unknownMsgType', ...bare };
}
