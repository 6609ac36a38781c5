import type { Failure } from '../platform.ts';
import { failureBy, ITSELF, OURS, row, type VendorCode } from '../vendorCode.ts';

const HOST = '请管理员核对 WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_SECRET 是否与企业微信后台的自建应用一致。';
const SCOPE = '请管理员在企业微信后台“应用管理—自建应用—可见范围”里加上此人或其部门。';
const WEBHOOK = '请在群里重新添加“消息推送”机器人，把新的地址登记到该群的绑定。';
const MEMBER = '请核对组织名册里此人的企业微信账号；人已离开的，请在名册里改由他人承担。';
const REBIND = '请到新的工作群里 @机器人 发送“/绑定 单位名”。';
const SPEAK = '请群里任意一人 @机器人 说一句话，推送即恢复。';
const NOTIFY = '请管理员在企业微信后台给自建应用设置“接收消息”的回调地址，或清空 WECOM_TOKEN 改用打字办理。';

/** The whole table of D90313 as far as this bot can meet it (protocol page 2.3): errcode → what is done and read. */
export const CODES: Readonly<Record<number, VendorCode>> = {
  [-1]: row('again', '企业微信系统繁忙', ITSELF),
  6000: row('again', '数据版本冲突', ITSELF),
  40001: row('tell', '应用密钥错误或应用已停用', HOST),
  40003: row('gone', '成员账号不存在', MEMBER),
  40004: row('giveUp', '媒体类型不被接受', OURS),
  40005: row('giveUp', '文件类型不被接受', OURS),
  40006: row('giveUp', '文件大小不被接受', OURS),
  40007: row('giveUp', '媒体编号无效或已过三天', '请让程序重新生成这份文件，或到网页查看。'),
  40008: row('giveUp', '消息类型不被接受', OURS),
  40009: row('giveUp', '图片太大', OURS),
  40013: row('tell', '企业 ID 不正确', HOST),
  40014: row('renew', '访问令牌无效', `程序已换过一次令牌仍被拒绝。${HOST}`),
  40029: row('giveUp', '登录码无效、已用过或已过期', '请从企业微信里重新打开该页面。'),
  40031: row('giveUp', '接收人名单不合法', OURS),
  40032: row('giveUp', '接收人名单太长', OURS),
  40033: row('giveUp', '内容含不允许的字符', OURS),
  40035: row('giveUp', '参数不合法', OURS),
  40039: row('giveUp', '链接超过 1024 字节', '请缩短 PUBLIC_URL 的地址。'),
  40050: row('gone', '群不存在', REBIND),
  40056: row('tell', '应用 ID 不正确', HOST),
  40057: row('tell', '回调地址校验不通过', '请确认回调地址在公网可访问，Token 与 EncodingAESKey 与后台一致。'),
  40058: row('giveUp', '参数不合要求', OURS),
  40063: row('giveUp', '参数为空', OURS),
  40066: row('giveUp', '部门列表不合法', OURS),
  40068: row('giveUp', '标签不合法', OURS),
  40070: row('giveUp', '标签成员全部无效', OURS),
  41001: row('tell', '缺少访问令牌', OURS),
  41002: row('tell', '缺少企业 ID', HOST),
  41004: row('tell', '缺少应用密钥', HOST),
  41006: row('giveUp', '缺少媒体编号', OURS),
  41008: row('giveUp', '缺少登录码', '请从企业微信里重新打开该页面。'),
  41009: row('giveUp', '缺少成员账号', MEMBER),
  42001: row('renew', '访问令牌过期', `程序已换过一次令牌仍被拒绝。${HOST}`),
  42014: row('giveUp', '卡片 task_id 不合法或重复', OURS),
  42015: row('giveUp', '卡片不是本应用发的', OURS),
  42016: row('giveUp', '没有这张卡片', OURS),
  42017: row('giveUp', '卡片上没有这个按钮', OURS),
  42018: row('giveUp', '卡片按钮标识不合法', OURS),
  42019: row('giveUp', '卡片按钮缺少标识', OURS),
  42020: row('giveUp', '卡片按钮缺少文字', OURS),
  43012: row('tell', '应用没有配置回调地址，不能发交互卡片', NOTIFY),
  44001: row('giveUp', '文件为空', OURS),
  44004: row('giveUp', '内容为空', OURS),
  45001: row('giveUp', '媒体太大', '请到网页或用 hotline 命令取这份文件。'),
  45002: row('giveUp', '内容太长', OURS),
  45008: row('giveUp', '图文条数太多', OURS),
  45009: row('wait', '超过频率限制', '程序按平台规定等够时间再发；常出现时请减少手工群发。', 60),
  45033: row('wait', '并发超限', ITSELF, 2),
  45034: row('giveUp', '链接缺少 http:// 或 https://', '请检查 PUBLIC_URL 的写法。'),
  46004: row('gone', '成员不存在', MEMBER),
  48002: row('tell', '应用没有接口权限', '请管理员在企业微信后台为自建应用开通该接口的权限。'),
  48006: row('tell', '接口权限因长期不用被收回', '请管理员在企业微信后台重新开通该接口。'),
  48009: row('tell', '通讯录同步助手不能从这个 IP 读取成员详情', '请改用自建应用的密钥，不要用通讯录同步助手的密钥。'),
  49008: row('gone', '群已解散', REBIND),
  50001: row('tell', '登录跳转域名不可信', '请管理员在自建应用的“网页授权及JS-SDK”里设置可信域名。'),
  50002: row('gone', '成员不在应用可见范围', SCOPE),
  50003: row('tell', '应用已停用', '请管理员在企业微信后台启用自建应用。'),
  60003: row('giveUp', '部门不存在', OURS),
  60011: row('tell', '应用没有该成员或部门的权限', SCOPE),
  60020: row(
    'tell',
    '服务器 IP 不在企业可信 IP 内',
    '请管理员在自建应用页面“企业可信IP”里加上本服务器的出口 IP，约一分钟后生效。',
  ),
  60102: row('giveUp', '成员账号已存在', OURS),
  60111: row('gone', '成员账号不存在', MEMBER),
  60123: row('giveUp', '部门编号不合法', OURS),
  60140: row('anew', 'response_code 已用或过期', ITSELF),
  80001: row('tell', '可信域名不正确或没有备案', '请管理员改用已备案、与企业主体一致的域名。'),
  81013: row('gone', '接收人全部无效', `${MEMBER}${SCOPE}`),
  82001: row('gone', '没有接收人', MEMBER),
  86001: row('gone', '群号不合法', REBIND),
  86003: row('gone', '群不存在', REBIND),
  86004: row('giveUp', '群名不合法', OURS),
  86005: row('giveUp', '群主不合法', OURS),
  86006: row('giveUp', '群成员太多或太少', OURS),
  86008: row('gone', '不是本应用创建的群', REBIND),
  86215: row('giveUp', '群号已存在', OURS),
  86216: row('giveUp', '群成员名单含不合法账号', OURS),
  86217: row('gone', '发送者不在群里', REBIND),
  86220: row('giveUp', '群参数不合法', OURS),
  93000: row('gone', '群机器人地址无效或已移除', WEBHOOK),
  93001: row('giveUp', '该群现在不接受推送', SPEAK),
  93004: row('gone', '群机器人已停用', WEBHOOK),
  93006: row('gone', '群号不合法', REBIND),
  93008: row('giveUp', '机器人不在该群，或久未有人@它', `${SPEAK}机器人已被移出的，请先重新加入。`),
  93017: row('giveUp', '内容为空', OURS),
  93018: row('giveUp', '图片太大', OURS),
  93019: row('gone', '群机器人编号不正确', WEBHOOK),
  301002: row('tell', '令牌与应用不符，没有该应用的权限', HOST),
  846605: row('anew', '回复的消息已失效', ITSELF),
  846608: row('anew', '回复超过时限', ITSELF),
  853000: row('tell', '机器人 ID 或密钥错误', '请管理员核对 WECOM_BOT_ID 与 WECOM_BOT_SECRET。'),
};

const unknown = (code: number): VendorCode =>
  row('giveUp', '平台返回未登记的错误', `请在企业微信“全局错误码”页查 ${code}，并告诉系统维护人员。`);

/** A `task_id` that was used before. */
export const DUPLICATE_TASK = 42014;

/** Codes after which the cached token is given up and fetched once anew (D91039). */
export const isTokenCode = (code: number): boolean => CODES[code]?.deed === 'renew';

/** Turns a vendor code into one of the five failures. An unknown code is a rejection that names it. */
export const failureOf = (code: number, channel: string, real: number): Failure =>
  failureBy(CODES[code] ?? unknown(code), { channel, code: String(code), real });

export const notReachable = (channel: string, reason: string): Failure => ({
  ok: false,
  class: 'notReachable',
  channel,
  reason,
});
