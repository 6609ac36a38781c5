import { type Call, textOf, textsOf } from '../call.ts';
import type { Office } from '../office.ts';
import { refuse } from '../refusal.ts';
import { groupOf } from '../residents/identity.ts';
import type { Sent } from '../sentBook.ts';
import { readMsg } from './msgKeys.ts';
import { ok, type Route } from './route.ts';

type Body = Call['body'];

const MOST_READERS = 20;
const MOST_KEYS = 20;
const RECALL_MS = 24 * 3_600_000;

export function checkRobotCode(body: Body, office: Office): void {
  const code = textOf(body, 'robotCode');
  if (code === undefined) throw refuse('invalidParameter.robotCode.empty', 'robotCode不能为空');
  // The vendor spells it so.
  if (code !== office.settings.dingtalk.robotCode)
    throw refuse('invalidParameter.robotCode.notExsit', 'robotCode不存在');
}

export function checkGroup(body: Body, office: Office): string {
  const cid = textOf(body, 'openConversationId');
  if (cid === undefined) throw refuse('miss.openConversationId', '缺少openConversationId');
  if (groupOf(office.town, cid) === undefined) throw refuse('invalid.openConversationId', '无效的openConversationId');
  const lost = office.lost.get(cid);
  if (lost === 'disbanded') throw refuse('group.disbanded', '群已解散');
  if (lost === 'removed') throw refuse('bot.stopped', '机器人已停用或不在群内');
  if (office.town.strikes('dingtalk', 'dissolved', cid)) throw refuse('group.disbanded', '群已解散');
  return cid;
}

/** What people will see of a sending, with the picture or file it names. */
function shownOf(office: Office, body: Body) {
  const { mediaId = '', ...shown } = readMsg(body);
  const file = office.files.byMedia(mediaId);
  return { ...shown, ...(file ? { media: [office.town.shelve(file)] } : {}) };
}

/** `POST /v1.0/robot/groupMessages/send` (development/the-robot-sends-a-group-message). Cannot call people. */
const sendToGroup: Route = {
  method: 'POST',
  path: '/v1.0/robot/groupMessages/send',
  token: 'app',
  answer: ({ body }, office) => {
    checkRobotCode(body, office);
    const chat = checkGroup(body, office);
    const shown = shownOf(office, body);
    const dropped = office.town.strikes('dingtalk', 'silent-drop', chat);
    const messages = dropped
      ? []
      : [office.town.post({ platform: 'dingtalk', chat, channel: 'group', card: body, ...shown })];
    const sent = office.sent.file({
      chat,
      messages: messages.map(({ id }) => ({ id })),
      at: office.town.now().getTime(),
    });
    return ok({ processQueryKey: sent.processQueryKey });
  },
};

/** `POST /v1.0/robot/oToMessages/batchSend` (development/chatbots-send-one-on-one-chat-messages-in-batches). */
const sendToPeople: Route = {
  method: 'POST',
  path: '/v1.0/robot/oToMessages/batchSend',
  token: 'app',
  answer: ({ body }, office) => {
    checkRobotCode(body, office);
    const userIds = textsOf(body, 'userIds');
    if (userIds === undefined || userIds.length === 0) throw refuse('staffId.empty', 'userIds不能为空');
    if (userIds.length > MOST_READERS) throw refuse('invalidParameter.userIds.overMax', '人数超过上限100');
    const shown = shownOf(office, body);
    const invalid: string[] = [];
    const messages: Sent['messages'] = [];
    for (const userId of new Set(userIds)) {
      const person = office.town.personBy('dingtalk', userId);
      if (person === undefined) invalid.push(userId);
      else if (!office.town.strikes('dingtalk', 'silent-drop')) {
        const message = office.town.post({
          platform: 'dingtalk',
          person: person.id,
          channel: 'oto',
          card: body,
          ...shown,
        });
        messages.push({ id: message.id, userId });
      }
    }
    const sent = office.sent.file({ messages, at: office.town.now().getTime() });
    return ok({ processQueryKey: sent.processQueryKey, invalidStaffIdList: invalid, flowControlledStaffIdList: [] });
  },
};

const recall = (office: Office, sent: Sent): void => {
  sent.recalled = true;
  // A recall leaves no trace in the chat; the town keeps the row as an event for its engineers.
  for (const { id } of sent.messages)
    office.town.amend(id, { kind: 'event', text: '', actions: [], card: undefined, recalled: true });
};

const recallKeys = (body: Body, office: Office, reason: (sent: Sent | undefined) => string | undefined) => {
  const keys = textsOf(body, 'processQueryKeys');
  if (keys === undefined || keys.length === 0)
    throw refuse('invalidParameter.processQueryKeys.empty', 'processQueryKeys不能为空');
  if (keys.length > MOST_KEYS) throw refuse('invalidParameter.processQueryKeys.overMax', 'processQueryKeys超过上限');
  const successResult: string[] = [];
  const failedResult: Record<string, string> = {};
  for (const key of keys) {
    const sent = office.sent.byKey(key);
    const wrong = reason(sent);
    if (sent === undefined || wrong !== undefined) failedResult[key] = wrong ?? 'invalid.processQueryKey';
    else {
      recall(office, sent);
      successResult.push(key);
    }
  }
  return ok({ successResult, failedResult });
};

/** `POST /v1.0/robot/groupMessages/recall` (development/enterprise-chatbot-withdraws-internal-group-messages). */
const recallInGroup: Route = {
  method: 'POST',
  path: '/v1.0/robot/groupMessages/recall',
  token: 'app',
  answer: ({ body }, office) => {
    checkRobotCode(body, office);
    const chat = checkGroup(body, office);
    return recallKeys(body, office, (sent) =>
      sent?.chat === chat && !sent.recalled ? undefined : 'invalid.processQueryKey',
    );
  },
};

/** `POST /v1.0/robot/otoMessages/batchRecall` (lower-case `oto` here), within 24 h (development/batch-message-recall-chat). */
const recallFromPeople: Route = {
  method: 'POST',
  path: '/v1.0/robot/otoMessages/batchRecall',
  token: 'app',
  answer: ({ body }, office) => {
    checkRobotCode(body, office);
    return recallKeys(body, office, (sent) => {
      if (sent === undefined || sent.chat !== undefined || sent.recalled) return 'invalid.processQueryKey';
      return office.town.now().getTime() - sent.at > RECALL_MS ? 'message.expired' : undefined;
    });
  },
};

const MOST_READ = 200;

/** Platform ids of those who have looked at a town message. */
const readersOf = (office: Office, messageId: string | undefined): string[] => {
  const seen = messageId === undefined ? [] : (office.town.message(messageId)?.readBy ?? []);
  return seen.flatMap((id) => office.town.person(id)?.dingtalk ?? []);
};

/** `POST /v1.0/robot/groupMessages/query`, page by page (development/chatbot-queries-the-read-status-of-a-message). */
const queryRead: Route = {
  method: 'POST',
  path: '/v1.0/robot/groupMessages/query',
  token: 'app',
  answer: ({ body }, office) => {
    const key = textOf(body, 'processQueryKey');
    if (key === undefined) throw refuse('miss.param.processQueryKey', '缺少processQueryKey');
    const sent = office.sent.byKey(key);
    if (sent?.chat === undefined) throw refuse('invalid.processQueryKey', '无效的processQueryKey');
    const size = Number(body.maxResults ?? MOST_READ);
    if (!(size >= 1 && size <= MOST_READ)) throw refuse('invalidParameter.param.invalid', 'maxResults超过上限');
    const from = Number(textOf(body, 'nextToken') ?? 0);
    const readers = readersOf(office, sent.messages[0]?.id);
    const hasMore = readers.length > from + size;
    return ok({
      sendStatus: sent.recalled ? 'RECALLED' : 'SUCCESS',
      readUserIds: readers.slice(from, from + size),
      hasMore,
      nextToken: hasMore ? String(from + size) : '',
    });
  },
};

/** `GET /v1.0/robot/oToMessages/readStatus`: who of a batch has read (chatbot-batch-query-the-read-status-of-messages). */
const queryReadAlone: Route = {
  method: 'GET',
  path: '/v1.0/robot/oToMessages/readStatus',
  token: 'app',
  answer: ({ query }, office) => {
    checkRobotCode({ robotCode: query.get('robotCode') ?? '' }, office);
    const sent = office.sent.byKey(query.get('processQueryKey') ?? '');
    if (sent === undefined || sent.chat !== undefined) throw refuse('invalid.processQueryKey', '无效的processQueryKey');
    return ok({
      sendStatus: sent.recalled ? 'RECALLED' : 'SUCCESS',
      messageReadInfoList: sent.messages.map(({ id, userId }) => ({
        userId,
        name: office.town.personBy('dingtalk', userId ?? '')?.name ?? '',
        readStatus: readersOf(office, id).includes(userId ?? '') ? 'READ' : 'UNREAD',
      })),
    });
  },
};

/** `POST /v1.0/robot/groups/robots/query` (development/obtain-the-list-of-robots-in-the-group). Entry keys are ASSUMED. */
const queryRobots: Route = {
  method: 'POST',
  path: '/v1.0/robot/groups/robots/query',
  token: 'app',
  answer: ({ body }, office) => {
    const openConversationId = checkGroup(body, office);
    const { robotCode, robotName } = office.settings.dingtalk;
    return ok({ chatbotInstanceVOList: [{ robotCode, name: robotName, openConversationId }] });
  },
};

/** `POST /v1.0/robot/messageFiles/download`: a temporary plain address (development/download-the-file-content-…). */
const downloadFile: Route = {
  method: 'POST',
  path: '/v1.0/robot/messageFiles/download',
  token: 'app',
  answer: ({ body }, office) => {
    if (textOf(body, 'robotCode') === undefined) throw refuse('invalidParameter.robotCode.empty', 'robotCode不能为空');
    if (body.robotCode !== office.settings.dingtalk.robotCode)
      throw refuse('invalidParameter.robotCode.auth', '无权限');
    const link = office.files.link(textOf(body, 'downloadCode') ?? '');
    if (link === undefined) throw refuse('invalidParameter.robotCode.downloadCode', '无效的downloadCode');
    const expires = Math.floor(office.town.now().getTime() / 1000) + 3_600;
    return ok({ downloadUrl: `${office.baseUrl()}/dingtalk/files/${link}?Expires=${expires}` });
  },
};

export const ROBOT_ROUTES: readonly Route[] = [
  sendToGroup,
  sendToPeople,
  recallInGroup,
  recallFromPeople,
  queryRead,
  queryReadAlone,
  queryRobots,
  downloadFile,
];
