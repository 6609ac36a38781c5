import type { Login } from '../platform.ts';
import { isFailure, type WecomApi } from './api.ts';
import { APP_CHANNEL } from './app.ts';
import type { AppSettings, WecomSettings } from './settings.ts';

/** The page a browser scans on, and the one that WeCom's own browser passes without asking: two hosts of the vendor's. */
const SCAN_HOST = 'https://login.work.weixin.qq.com';
const IN_APP_HOST = 'https://open.weixin.qq.com';

/** Login by the self-built app: D91022 in the app, D98152 elsewhere, D91023 for the code. */
export const openLogin = (settings: WecomSettings, app: AppSettings, api: WecomApi): Login => ({
  address: ({ redirect, state, inApp }) => {
    const query = new URLSearchParams({
      ...(inApp ? {} : { login_type: 'CorpApp' }),
      appid: app.corpId,
      agentid: String(app.agentId),
      redirect_uri: redirect,
      ...(inApp ? { response_type: 'code', scope: 'snsapi_base' } : {}),
      state,
    });
    const own = settings.loginUrl?.replace(/\/$/, '');
    // An address other than the vendor's serves both pages.
    const host = own === undefined || own === SCAN_HOST ? (inApp ? IN_APP_HOST : SCAN_HOST) : own;
    return inApp ? `${host}/connect/oauth2/authorize?${query}#wechat_redirect` : `${host}/wwlogin/sso/login?${query}`;
  },
  accountOf: async (code) => {
    const answer = await api.askAsApp('/cgi-bin/auth/getuserinfo', { code }, APP_CHANNEL);
    if (isFailure(answer)) return answer;
    // Code 0 with an `openid` only: somebody outside the tenant.
    return typeof answer.userid === 'string' && answer.userid !== '' ? { id: answer.userid } : {};
  },
});
