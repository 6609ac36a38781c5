import type { Failure } from '../platform.ts';
import { CHANNEL } from './settings.ts';

type Meaning =
  | { class: 'rateLimited'; seconds: number; says: string }
  | { class: 'authFailed' | 'notReachable'; says: string }
  | { class: 'rejected'; says: string; gone?: boolean };

/** Vendor codes and what they come to (throttling, error and group-send pages; protocol notes 3.2–3.4, 4.2). First match wins. */
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [/QpsLimit|90002|90018/, { class: 'rateLimited', seconds: 1, says: '超过每秒调用限制' }],
  [/QpmLimit/, { class: 'rateLimited', seconds: 60, says: '超过每分钟调用限制' }],
  [/ApiCountLimitForOrg|90020/, { class: 'rateLimited', seconds: 3_600, says: '本月调用量已用完，请购买增购包' }],
  [/send\.too\.fast|too\.many\.(group|people)/, { class: 'rateLimited', seconds: 60, says: '该群发送太快' }],
  [/410100|130101|660026/, { class: 'rateLimited', seconds: 600, says: '群机器人发送太快，平台暂停十分钟' }],
  [
    /InvalidAuthentication|MissingParameter|40014|invalidClientIdOrSecret|40096|authFailed/,
    { class: 'authFailed', says: '应用凭证不正确' },
  ],
  [/AccessTokenPermissionDenied/, { class: 'authFailed', says: '应用缺少权限' }],
  [/IpNotInWhiteList/, { class: 'authFailed', says: '服务器出口 IP 不在白名单' }],
  [/templateUnpublished|templateNotExist/, { class: 'authFailed', says: '卡片模板不存在或未发布' }],
  [/system\.busy|system\.error|unknownError|^-1$/, { class: 'notReachable', says: '平台繁忙' }],
  [
    /openConversationId|group\.disbanded|conversation\.org|bot\.stopped|openSpaceIdInvalid|chatbot not exist|400013|400106/,
    { class: 'rejected', says: '群不存在、已解散或机器人不在群里', gone: true },
  ],
  [/userIdNotExist|staffId|33012/, { class: 'rejected', says: '人员不存在', gone: true }],
];

/** Codes after which the cached token is given up and fetched once anew. */
export const isTokenCode = (code: string): boolean => /InvalidAuthentication|^40014$/.test(code);

/** Turns a vendor code into one of the five failures; an unknown one is a rejection that names it. */
export const failureOf = (code: string, real: number, detail = ''): Failure => {
  const found =
    MEANINGS.find(([pattern]) => pattern.test(code))?.[1] ?? ({ class: 'rejected', says: '平台拒绝' } as const);
  const base = {
    ok: false as const,
    channel: CHANNEL,
    code,
    reason: `${found.says}（${code}${detail ? ` ${detail}` : ''}）`,
  };
  if (found.class === 'rateLimited') return { ...base, class: 'rateLimited', until: real + found.seconds * 1000 };
  if (found.class === 'rejected')
    return { ...base, class: 'rejected', ...('gone' in found && found.gone ? { gone: true } : {}) };
  return { ...base, class: found.class };
};

export const notReachable = (reason: string): Failure => ({
  ok: false,
  class: 'notReachable',
  channel: CHANNEL,
  reason,
});
