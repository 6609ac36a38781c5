import type { Failure } from '../platform.ts';

/** What an `errcode` means to delivery (D90313 and protocol notes): the failure class, and what the administrator reads. */
interface Meaning {
  class: Failure['class'];
  says: string;
  /** The chat or person is gone. */
  gone?: boolean;
  /** How long the vendor blocks, seconds of real time. */
  blockSeconds?: number;
}

const rejected = (says: string, gone = false): Meaning => ({ class: 'rejected', says, ...(gone ? { gone } : {}) });
const auth = (says: string): Meaning => ({ class: 'authFailed', says });
const later = (says: string): Meaning => ({ class: 'notReachable', says });

const MEANINGS: Record<number, Meaning> = {
  [-1]: later('系统繁忙'),
  6000: later('数据版本冲突'),
  40001: auth('应用密钥错误或应用已停用'),
  40003: rejected('成员账号不存在', true),
  40008: rejected('消息类型不被接受'),
  40013: auth('企业 ID 不正确'),
  40014: auth('访问令牌无效'),
  40033: rejected('内容含不允许的字符'),
  40035: rejected('参数不合法'),
  40050: rejected('群不存在', true),
  40056: auth('应用 ID 不正确'),
  40058: rejected('参数不合要求'),
  40063: rejected('参数为空'),
  41001: auth('缺少访问令牌'),
  42001: auth('访问令牌过期'),
  42014: rejected('卡片 task_id 不合法或重复'),
  43012: auth('应用没有配置回调地址，不能发交互卡片'),
  44004: rejected('内容为空'),
  45001: rejected('媒体太大'),
  45002: rejected('内容太长'),
  45009: { class: 'rateLimited', says: '超过频率限制', blockSeconds: 60 },
  45033: { class: 'rateLimited', says: '并发超限', blockSeconds: 2 },
  46004: rejected('成员不存在', true),
  48002: auth('没有接口权限'),
  48006: auth('接口权限因长期不用被收回'),
  49008: rejected('群已解散', true),
  50002: rejected('成员不在应用可见范围', true),
  50003: auth('应用已停用'),
  60011: auth('没有该成员的权限'),
  60020: auth('服务器 IP 不在企业可信 IP 内'),
  60111: rejected('成员账号不存在', true),
  60140: { class: 'referenceSpent', says: 'response_code 已用或过期' },
  81013: rejected('接收人全部无效', true),
  82001: rejected('没有接收人', true),
  86001: rejected('群号不合法', true),
  86003: rejected('群不存在', true),
  86008: rejected('不是本应用创建的群', true),
  93000: rejected('群机器人地址无效或已移除', true),
  93004: rejected('群机器人已停用', true),
  93006: rejected('群号不合法', true),
  93008: rejected('机器人不在该群，或久未有人@它', false),
  301002: auth('没有该应用的权限'),
  846605: { class: 'referenceSpent', says: '回复的消息已失效' },
  846608: { class: 'referenceSpent', says: '回复超过时限' },
  853000: auth('机器人 ID 或密钥错误'),
};

/** A `task_id` that was used before. */
export const DUPLICATE_TASK = 42014;

/** Codes after which the cached token is given up and fetched once anew (D91039). */
export const TOKEN_CODES: ReadonlySet<number> = new Set([40014, 42001, 41001]);

/** Turns a vendor code into one of the five failures. An unknown code is a rejection that names it. */
export const failureOf = (code: number, channel: string, real: number): Failure => {
  const meaning = MEANINGS[code] ?? rejected(`平台返回错误码 ${code}`);
  const base = { ok: false as const, channel, code: String(code), reason: `${meaning.says}（${code}）` };
  if (meaning.class === 'rateLimited')
    return { ...base, class: 'rateLimited', until: real + (meaning.blockSeconds ?? 60) * 1000 };
  if (meaning.class === 'rejected') return { ...base, class: 'rejected', ...(meaning.gone ? { gone: true } : {}) };
  return { ...base, class: meaning.class };
};

export const notReachable = (channel: string, reason: string): Failure => ({
  ok: false,
  class: 'notReachable',
  channel,
  reason,
});
