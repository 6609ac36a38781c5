import type { Group } from '../../town/types.ts';
import { ok, type Route } from '../api/route.ts';
import type { Call } from '../call.ts';
import { realNow } from '../machine.ts';
import type { Office } from '../office.ts';
import { type Reply, refuseLegacy } from '../refusal.ts';
import { groupOf } from '../residents/identity.ts';
import { robotSign, sameText } from '../signature.ts';
import { readWebhookMessage } from './webhookMessage.ts';

const HOUR = 3_600_000;
const DONE = { errcode: 0, errmsg: 'ok' };

/** Files a message in the webhook format in a group or a private conversation; used for replies of every kind. */
export function postWebhookMessage(
  office: Office,
  body: Record<string, unknown>,
  place: { chat?: string; person?: string },
  channel: 'session' | 'webhook',
): void {
  const chat = place.chat === undefined ? undefined : groupOf(office.town, place.chat);
  const { mentions, ...shown } = readWebhookMessage(office.town, body, chat);
  if (office.town.strikes('dingtalk', 'silent-drop', place.chat)) return;
  const called = mentions.length > 0 ? { mentions } : {};
  office.town.post({ platform: 'dingtalk', ...place, channel, card: body, ...shown, ...called });
}

function checkJson({ headers, json }: Call): void {
  if (!(headers['content-type'] ?? '').includes('application/json'))
    throw refuseLegacy(43004, '无效的HTTP HEADER Content-Type');
  if (!json) throw refuseLegacy(40035, '缺少参数 json');
}

/** `POST /robot/sendBySession?session=`: a reply where the message came from; no token. Spent or unknown → 300001. */
const sendBySession: Route = {
  method: 'POST',
  path: '/robot/sendBySession',
  token: 'none',
  answer: (call, office) => {
    checkJson(call);
    const session = office.sessions.find(call.query.get('session') ?? '', office.town.now());
    if (session === undefined) throw refuseLegacy(300001, 'session 不存在');
    const place = session.chat === undefined ? { person: session.person ?? '' } : { chat: session.chat };
    postWebhookMessage(office, call.body, place, 'session');
    return ok(DONE);
  },
};

function checkSign(query: URLSearchParams, secret: string, office: Office): void {
  const timestamp = query.get('timestamp') ?? '';
  const at = Number(timestamp);
  // A caller may go by the town's clock or by the machine's: either is a true hour for it.
  const near = [office.town.now().getTime(), realNow()].some((now) => Math.abs(now - at) <= HOUR);
  if (timestamp === '' || !near) throw refuseLegacy(310000, 'invalid timestamp');
  if (!sameText(query.get('sign') ?? '', robotSign(timestamp, secret))) throw refuseLegacy(310000, 'sign not match');
}

/** 20 messages a minute and robot; above it the robot rests for ten minutes. */
function checkPace(office: Office, robot: string): void {
  const { webhookPerMinute, webhookRestMs, webhookRestCode } = office.limits;
  const resting = (office.resting.get(robot) ?? 0) > realNow();
  if (!resting && office.counters.allowMinute(`webhook:${robot}`, webhookPerMinute)) return;
  if (!resting) office.resting.set(robot, realNow() + webhookRestMs);
  throw tooFast(webhookRestCode);
}

export const tooFast = (code: number): Error => {
  if (code === 130101) return refuseLegacy(code, 'send too fast, exceed 20 times per minute');
  return refuseLegacy(code, code === 660026 ? 'sending too many messages per minute' : '发送速度太快而限流');
};

/** The group of a custom robot: its access token is the group's `webhookKey`. */
export const groupOfRobot = (office: Office, token: string): Group | undefined =>
  office.town.groups.find((group) => group.platform === 'dingtalk' && group.webhookKey === token);

/** `POST /robot/send?access_token=[&timestamp=&sign=]` (development/custom-robots-send-group-messages). */
const sendByRobot: Route = {
  method: 'POST',
  path: '/robot/send',
  token: 'none',
  answer: (call, office) => {
    checkJson(call);
    const robot = call.query.get('access_token') ?? '';
    const group = robot === '' ? undefined : groupOfRobot(office, robot);
    if (group === undefined) throw refuseLegacy(300005, 'token is not exist');
    const secret = Object.hasOwn(office.limits.webhookSecrets, robot) ? office.limits.webhookSecrets[robot] : undefined;
    if (secret !== undefined) checkSign(call.query, secret, office);
    const keywords = Object.hasOwn(office.limits.webhookKeywords, robot)
      ? office.limits.webhookKeywords[robot]
      : undefined;
    const words = JSON.stringify(call.body);
    if (keywords?.some((keyword) => words.includes(keyword)) === false)
      throw refuseLegacy(310000, 'keywords not in content');
    checkPace(office, robot);
    postWebhookMessage(office, call.body, { chat: group.id }, 'webhook');
    return ok(DONE);
  },
};

/** Both webhooks answer a GET with 43002. */
const postOnly = (path: string): Route => ({
  method: 'GET',
  path,
  token: 'none',
  exempt: true,
  answer: (): Reply => {
    throw refuseLegacy(43002, '需要POST请求');
  },
});

export const WEBHOOK_ROUTES: readonly Route[] = [
  sendBySession,
  sendByRobot,
  postOnly('/robot/send'),
  postOnly('/robot/sendBySession'),
];
