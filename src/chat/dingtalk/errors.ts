import type { Failure, PlatformContext } from '../platform.ts';
import { CHANNEL } from './settings.ts';

type Meaning =
  | { class: 'rateLimited'; seconds: number; says: string }
  | { class: 'authFailed' | 'notReachable'; says: string }
  | { class: 'rejected'; says: string; gone?: boolean };

const limited = (seconds: number, says: string): Meaning => ({ class: 'rateLimited', seconds, says });
const unauthorised = (says: string): Meaning => ({ class: 'authFailed', says });
const gone = (says: string): Meaning => ({ class: 'rejected', says, gone: true });

/** An address that is held back by the gateway (`{"status":1111,"punish":"deny"}` or a page) is let in again after 5 min. */
export const BANNED = 'ip.punished';

/**
 * Vendor codes and what they come to; the first match wins. Pages: how-to-process-api-throttling-on-the-dingtalk-server,
 * server-api-error-codes-1, the-robot-sends-a-group-message, custom-robots-send-group-messages,
 * create-and-deliver-cards (protocol notes 3.2–3.4, 4.2, 5.1).
 */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/QpsLimit|^90002$|^90018$|^429$/, limited(1, '超过每秒调用限制')],
  [/QpmLimit/, limited(60, '超过每分钟调用限制')],
  // Not before next month; asked once an hour, because an administrator may buy more.
  [/ApiCountLimitForOrg|^90020$/, limited(3_600, '本月调用量已用完，请购买增购包')],
  [/^send\.too\.fast$|^too\.many\.(group|people)$/, limited(60, '发送太快')],
  [/^(410100|130101|660026)$/, limited(600, '群机器人发送太快，平台暂停十分钟')],
  [/^ip\.punished$/, limited(300, '服务器 IP 调用过多，平台暂停五分钟')],
  [
    /InvalidAuthentication|MissingParameter|^(88|40014|40000|40096)$|invalidClientIdOrSecret|^authFailed$/,
    unauthorised('应用凭证不正确'),
  ],
  [/AccessTokenPermissionDenied/, unauthorised('应用缺少权限')],
  [/IpNotInWhiteList/, unauthorised('服务器出口 IP 不在白名单')],
  [/templateUnpublished|templateNotExist/, unauthorised('卡片模板不存在或未发布')],
  [/^invalidParameter\.robotCode\.(empty|auth|coolApp|notExsit|missing|invalid)$/, unauthorised('机器人编码不正确')],
  [/^system\.(busy|error)$|^unknownError$|^-1$/, { class: 'notReachable', says: '平台繁忙' }],
  [
    /openConversationId|^group\.disbanded$|^conversation\.org|^bot\.stopped$|openSpaceIdInvalid|chatbot not exist|^(400013|400106)$/,
    gone('群不存在、已解散或机器人不在群里'),
  ],
  [/userIdNotExist|^user not exist$|^staffId|^33012$/, gone('人员不存在')],
];

/** Codes after which the cached token is given up and fetched once anew. */
export const isTokenCode = (code: string): boolean => /InvalidAuthentication|^40014$|^88$/.test(code);

/**
 * Turns a vendor code into one of the five failures. An unknown code is a rejection that names it, from a server at
 * fault (`status` ≥ 500) a failure to reach it. `real` is the machine's present in epoch ms.
 */
export const failureOf = (code: string, real: number, more: { detail?: string; status?: number } = {}): Failure => {
  const found = MEANINGS.find(([pattern]) => pattern.test(code))?.[1] ?? unknown(more.status);
  const base = {
    ok: false as const,
    channel: CHANNEL,
    code,
    reason: `${found.says}（${code}${more.detail ? ` ${more.detail}` : ''}）`,
  };
  if (found.class === 'rateLimited') return { ...base, class: 'rateLimited', until: real + found.seconds * 1000 };
  if (found.class === 'rejected') return { ...base, class: 'rejected', ...(found.gone ? { gone: true } : {}) };
  return { ...base, class: found.class };
};

const unknown = (status = 400): Meaning =>
  status >= 500 ? { class: 'notReachable', says: '平台出错' } : { class: 'rejected', says: '平台拒绝' };

export const notReachable = (reason: string): Failure => ({
  ok: false,
  class: 'notReachable',
  channel: CHANNEL,
  reason,
});

export const rejected = (reason: string): Failure => ({ ok: false, class: 'rejected', channel: CHANNEL, reason });

/** What only a person can put right is told to the centre: a missing permission, a spent month. */
export const tellOf = (failure: Failure, context: Pick<PlatformContext, 'tellCentre'>): Promise<void> => {
  const code = failure.code ?? '';
  if (code.includes('AccessTokenPermissionDenied'))
    return context.tellCentre('dingtalk:permission', `钉钉应用缺少权限，请管理员在开发者后台开通：${failure.reason}`);
  if (/ApiCountLimitForOrg|^90020$/.test(code))
    return context.tellCentre(
      'dingtalk:calls',
      '钉钉本月接口调用量已用完，消息已排队等待；请购买增购包，否则要等到下月。',
    );
  return Promise.resolve();
};
