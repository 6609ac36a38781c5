import { requestId } from './machine.ts';

/** What an API call is answered with. `cut`: the connection is closed without the answer. */
export interface Reply {
  status: number;
  body: unknown;
  /** Media type when it is not JSON. */
  type?: string;
}

/** A refusal in the vendor's own words. Thrown by the rules, turned into a reply at the door. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: Record<string, unknown>;

  constructor(status: number, code: string, body: Record<string, unknown>) {
    super(code);
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/** A refusal of the new API: `code`, `requestid` (all lower case), `message`. Business errors are HTTP 400. */
export const refuse = (code: string, message = code, status = 400, extra: Record<string, unknown> = {}): Refusal =>
  new Refusal(status, code, { code, requestid: requestId(), message, ...extra });

/** A refusal of the legacy API or of a webhook: HTTP 200 and `errcode`. */
export const refuseLegacy = (errcode: number, errmsg: string): Refusal =>
  new Refusal(200, String(errcode), { errcode, errmsg });

/** The gateway's wrapper of a legacy refusal: errcode 88 with `sub_code`, and `request_id` with an underscore. */
export const refuseLegacySub = (subCode: string, subMsg: string): Refusal =>
  new Refusal(200, `88/${subCode}`, {
    errcode: 88,
    sub_code: subCode,
    sub_msg: subMsg,
    errmsg: `ding talk error[subcode=${subCode},submsg=${subMsg}]`,
    request_id: requestId().slice(0, 13).replace('-', '').toLowerCase(),
  });

export const REFUSALS = {
  badToken: () => refuse('InvalidAuthentication', '不合法的access_token'),
  noToken: () => refuse('AuthenticationFailed.MissingParameter', '缺少参数：x-acs-dingtalk-access-token'),
  badClient: () => refuse('invalidClientIdOrSecret', '无效的clientId或者clientSecret'),
  busy: () => refuse('system.busy', '系统繁忙', 500),
  unknown: () => refuse('unknownError', '未知错误', 500),
  tooFast: () => refuse('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '应用调用该接口QPS超限', 403),
  spent: () => refuse('Forbidden.AccessDenied.ApiCountLimitForOrg', '企业当月API调用量已达上限', 403),
};

export const LEGACY_REFUSALS = {
  badToken: () => refuseLegacySub('40014', '不合法的access_token'),
  noToken: () => refuseLegacySub('40000', 'access_token is blank'),
  busy: () => refuseLegacy(-1, '系统繁忙'),
  tooFast: () => refuseLegacySub('90018', '您的应用调用该接口的频率超过了QPS限制'),
  spent: () => refuseLegacySub('90020', '企业当月API调用量已达上限'),
};

/** A refusal with a chosen code: a legacy one when it is a number, else as the new API says it. */
export const refuseWith = (code: string): Refusal =>
  /^-?\d+$/.test(code)
    ? refuseLegacy(Number(code), code)
    : refuse(code, code, code.startsWith('Forbidden.') ? 403 : 400);
