import type { Failure, PlatformContext } from '../platform.ts';
import { failureBy, ITSELF, OURS, row, type VendorCode } from '../vendorCode.ts';
import { CHANNEL } from './settings.ts';

const KEYS = '请管理员核对 DINGTALK_CLIENT_ID 与 DINGTALK_CLIENT_SECRET 是否与开发者后台一致。';
const ROBOT = '请管理员核对 DINGTALK_ROBOT_CODE，并在开发者后台确认机器人已发布。';
const TEMPLATE = '请管理员在开发者后台的卡片平台导入并发布模板，核对 DINGTALK_CARD_TEMPLATE_ID。';
const REBIND = '请确认机器人还在群里；群换了的，到新群 @机器人 发送“/绑定 单位名”。';
const MEMBER = '请核对组织名册里此人的钉钉账号；人已离开的，请在名册里改由他人承担。';
const BUY = '请管理员购买增购包或专业版，否则要等到下月一日。';
const WORDS = '内容被钉钉的安全检查拦下，请到网页查看这件工单，必要时改写标题。';
const SILENCE = '程序停发十分钟再继续，不用处理；常出现时请减少手工群发。';
const WEBHOOK = '请在群里重新添加自定义机器人，并登记新的地址。';
const GUARD = '请把群里自定义机器人的安全设置改为“加签”，并登记其密钥。';
const REFRESHED = '程序已换过一次令牌仍被拒绝。';

/** An address that is held back by the gateway (`{"status":1111,"punish":"deny"}` or a page) is let in again after 5 min. */
export const BANNED = 'ip.punished';

/**
 * Vendor codes without `Forbidden.AccessDenied.`, `AuthenticationFailed.` or `param.` before them → what is done and
 * read; `*` stands for any ending. Pages: how-to-process-api-throttling-on-the-dingtalk-server,
 * server-api-error-codes-1, the-robot-sends-a-group-message, custom-robots-send-group-messages, create-and-deliver-cards,
 * interactive-card-update-interface (protocol notes 3.2–3.4, 4.1, 4.2, 4.4, 5.1, 5.3).
 */
export const CODES: Readonly<Record<string, VendorCode>> = {
  QpsLimitForApi: row('wait', '钉钉该接口全网繁忙', ITSELF, 1),
  QpsLimitForAppkeyAndApi: row('wait', '超过每秒调用限制', ITSELF, 1),
  QpmLimitForAppkeyAndApi: row('wait', '超过每分钟调用限制', ITSELF, 60),
  // Not before next month; asked once an hour, because an administrator may buy more.
  ApiCountLimitForOrg: row('wait', '本月接口调用量已用完', BUY, 3_600),
  90002: row('wait', '钉钉该接口全网繁忙', ITSELF, 1),
  90018: row('wait', '超过每秒调用限制', ITSELF, 1),
  90020: row('wait', '本月接口调用量已用完', BUY, 3_600),
  429: row('wait', '超过每秒调用限制', ITSELF, 1),
  [BANNED]: row('wait', '服务器 IP 调用过多，平台暂停五分钟', '请确认同一出口 IP 上没有别的程序在大量调用钉钉。', 300),
  'send.too.fast': row('wait', '发送太快', ITSELF, 60),
  'too.many.group': row('wait', '一次涉及的群太多', ITSELF, 60),
  'too.many.people': row('wait', '一次涉及的人太多', ITSELF, 60),
  410100: row('wait', '群机器人发送太快，平台暂停十分钟', SILENCE, 600),
  130101: row('wait', '群机器人发送太快，平台暂停十分钟', SILENCE, 600),
  660026: row('wait', '群机器人发送太快，平台暂停十分钟', SILENCE, 600),

  InvalidAuthentication: row('renew', '访问令牌无效', `${REFRESHED}${KEYS}`),
  40014: row('renew', '访问令牌无效', `${REFRESHED}${KEYS}`),
  88: row('renew', '访问令牌无效', `${REFRESHED}${KEYS}`),
  40000: row('tell', '访问令牌为空', KEYS),
  MissingParameter: row('tell', '缺少访问令牌', OURS),
  invalidClientIdOrSecret: row('tell', '应用凭证不正确', KEYS),
  40096: row('tell', '应用凭证不正确', KEYS),
  authFailed: row('tell', '应用凭证不正确', KEYS),
  AccessTokenPermissionDenied: row('tell', '应用缺少权限', '请管理员在开发者后台“权限管理”里开通括号内的权限。'),
  IpNotInWhiteList: row(
    'tell',
    '服务器出口 IP 不在白名单',
    '请管理员在开发者后台“开发配置—服务器出口IP”里加上本服务器的出口 IP。',
  ),
  templateUnpublished: row('tell', '卡片模板未发布', TEMPLATE),
  templateNotExist: row('tell', '卡片模板不存在', TEMPLATE),
  cardTemplateIdEmpty: row('tell', '没有配置卡片模板', TEMPLATE),
  'invalidParameter.robotCode.empty': row('tell', '机器人编码为空', ROBOT),
  'invalidParameter.robotCode.auth': row('tell', '应用无权使用这个机器人编码', ROBOT),
  'invalidParameter.robotCode.coolApp': row('tell', '机器人是由酷应用加进群的', '请把机器人作为企业机器人重新加进群。'),
  'invalidParameter.robotCode.notExsit': row('tell', '机器人编码不存在', ROBOT),
  'invalidParameter.robotCode.missing': row('tell', '缺少机器人编码', ROBOT),
  'invalidParameter.robotCode.invalid': row('tell', '机器人编码不正确', ROBOT),
  'send.forbidden': row('tell', '机器人被禁止发送', '请管理员在钉钉后台解除对机器人的限制。'),
  callbackRouteKeyEmpty: row('tell', '没有登记卡片回调', OURS),
  callbackUrlEmpty: row('tell', '卡片回调地址为空', '请配置 PUBLIC_URL，或把 DINGTALK_MODE 改为 stream。'),
  callbackRouteKeyExist: row('tell', '卡片回调标识已被占用', '请确认同一应用没有另一套程序在登记卡片回调。'),
  'system.updateCallbackFailed': row('again', '卡片回调登记失败', ITSELF),

  'system.busy': row('again', '钉钉系统繁忙', ITSELF),
  'system.error': row('again', '钉钉系统出错', ITSELF),
  unknownError: row('again', '钉钉系统出错', ITSELF),
  [-1]: row('again', '钉钉系统繁忙', ITSELF),

  'invalid.openConversationId': row('gone', '群号不正确', REBIND),
  'miss.openConversationId': row('gone', '没有群号', REBIND),
  'group.disbanded': row('gone', '群已解散', REBIND),
  'bot.stopped': row('gone', '机器人在该群已停用', '请群主在“群设置—机器人”里重新启用机器人。'),
  'conversation.org.notMatch': row('gone', '群不属于本企业', '请使用本企业的内部群。'),
  openSpaceIdInvalid: row('gone', '卡片投放的群或人不存在', REBIND),
  openSpaceIdEmpty: row('giveUp', '卡片没有投放处', OURS),
  'chatbot not exist*': row('gone', '机器人不在该群', REBIND),
  400013: row('gone', '群已解散', REBIND),
  400101: row('gone', '群机器人地址不存在', WEBHOOK),
  300005: row('gone', '群机器人地址不存在', WEBHOOK),
  400102: row('gone', '群机器人已停用', '请群主在“群设置—机器人”里重新启用机器人。'),
  400106: row('gone', '群机器人不存在', WEBHOOK),
  userIdNotExist: row('gone', '人员不存在', MEMBER),
  'user not exist*': row('gone', '人员不存在', MEMBER),
  'staffId*': row('gone', '人员不存在或不在应用可见范围', MEMBER),
  33012: row('gone', '人员不存在', MEMBER),

  300001: row('anew', '会话回复地址已失效', ITSELF),
  cardNotExist: row('anew', '卡片不存在', ITSELF),

  22: row('giveUp', '没有这个接口', OURS),
  404: row('giveUp', '没有这个接口', '请核对 DINGTALK_API_URL 与 DINGTALK_OAPI_URL。'),
  40035: row('giveUp', '参数不完整', OURS),
  43002: row('giveUp', '请求方式不对', OURS),
  43004: row('giveUp', '内容格式标头不对', OURS),
  400105: row('giveUp', '消息类型不被接受', OURS),
  430101: row('giveUp', '含不安全的链接', WORDS),
  430102: row('giveUp', '含不合适的文字', WORDS),
  430103: row('giveUp', '含不合适的图片', WORDS),
  430104: row('giveUp', '含不合适的内容', WORDS),
  310000: row('giveUp', '没有通过自定义机器人的安全设置', GUARD),
  460101: row('giveUp', '消息超过 20000 字节', OURS),
  'invalidParameter.msgKey.empty': row('giveUp', '消息模板为空', OURS),
  'invalidParameter.msgKey.invalid': row('giveUp', '消息模板不正确', OURS),
  'invalidParameter.msgParam.invalid': row('giveUp', '消息参数不正确', OURS),
  'invalidParameter.msgParam.tooLong': row('giveUp', '消息超过 15000 字节', OURS),
  'invalidParameter.param.invalid': row('giveUp', '参数不正确', OURS),
  'invalidParameter.msg.unsupport': row('giveUp', '消息类型不被接受', OURS),
  'invalidParameter.processQueryKeys.overMax': row('giveUp', '一次撤回的消息太多', OURS),
  'invalid.processQueryKey*': row('giveUp', '要撤回或查询的消息不存在', '消息可能已被撤回，不用处理。'),
  'resource.not.found': row('giveUp', '要找的资源不存在', OURS),
  'only.groupAdmin.canAtAll': row(
    'giveUp',
    '该群只有管理员可以 @所有人',
    '请群主放开 @所有人 的限制，或改为 @具体的人。',
  ),
  'contain.unsafe.url': row('giveUp', '含不安全的链接', WORDS),
  'contain.notAllowed.text': row('giveUp', '含不合适的文字', WORDS),
  'contain.notAllowed.picture': row('giveUp', '含不合适的图片', WORDS),
  'contain.notAllowed.content': row('giveUp', '含不合适的内容', WORDS),
  'miss.*': row('giveUp', '缺少参数', OURS),
  contentUnsafe: row('giveUp', '卡片内容没有通过安全检查', WORDS),
  empty: row('giveUp', '参数为空', OURS),
  invalid: row('giveUp', '参数不正确', OURS),
  'invalidParameter.authCode.notFound': row('giveUp', '登录码无效、已用过或已过期', '请重新打开该页面登录。'),
  outTrackIdEmpty: row('giveUp', '卡片没有编号', OURS),
  openDeliverModelEmpty: row('giveUp', '卡片没有投放方式', OURS),
  openDeliverModelError: row('giveUp', '卡片投放方式不正确', OURS),
  openSpaceModelInvalid: row('giveUp', '卡片投放处的说明不正确', OURS),
  userIdEmpty: row('giveUp', '没有人员账号', MEMBER),
  cardPublicDataEmpty: row('giveUp', '卡片没有内容', OURS),
  cardDataAndPrivateDataBothEmpty: row('giveUp', '卡片更新没有内容', OURS),
  cardAlreadyExist: row('giveUp', '卡片编号已用过', OURS),
};

const PREFIX = /^(Forbidden\.AccessDenied\.|AuthenticationFailed\.|param\.)/;

const rowOf = (code: string): VendorCode | undefined => {
  const bare = code.replace(PREFIX, '');
  const open = Object.keys(CODES).find((key) => key.endsWith('*') && bare.startsWith(key.slice(0, -1)));
  return CODES[bare] ?? (open === undefined ? undefined : CODES[open]);
};

const unknown = (status = 400): VendorCode =>
  status >= 500
    ? row('again', '钉钉系统出错', ITSELF)
    : row('giveUp', '钉钉拒绝，错误未登记', '请在钉钉开放平台“错误码”页查这个码，并告诉系统维护人员。');

/** Codes after which the cached token is given up and fetched once anew. */
export const isTokenCode = (code: string): boolean => rowOf(code)?.deed === 'renew';

/**
 * Turns a vendor code into one of the five failures. An unknown code is a rejection that names it, from a server at
 * fault (`status` ≥ 500) a failure to reach it. `real` is the machine's present in epoch ms.
 */
export const failureOf = (code: string, real: number, more: { detail?: string; status?: number } = {}): Failure =>
  failureBy(rowOf(code) ?? unknown(more.status), {
    channel: CHANNEL,
    code,
    real,
    ...(more.detail ? { detail: more.detail } : {}),
  });

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
