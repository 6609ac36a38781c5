import type { Login } from '../platform.ts';
import { type DingtalkApi, isFailure } from './api.ts';
import type { DingtalkSettings } from './settings.ts';

const HOST = 'https://login.dingtalk.com';
/** Nobody of the tenant has the union id (query-a-user-by-the-union-id). */
const NOBODY = '60121';
/** `contact_type` of an external contact: known to the tenant, but no member. */
const EXTERNAL = 1;

/** Login by the internal app: one page for the app's browser and any other (obtain-identity-credentials, obtain-user-token). */
export const openLogin = (settings: DingtalkSettings, api: DingtalkApi): Login => ({
  address: ({ redirect, state }) => {
    const query = new URLSearchParams({
      redirect_uri: redirect,
      response_type: 'code',
      client_id: settings.clientId,
      scope: 'openid corpid',
      state,
      prompt: 'consent',
      ...(settings.corpId ? { corpId: settings.corpId } : {}),
    });
    return `${(settings.loginUrl ?? HOST).replace(/\/$/, '')}/oauth2/auth?${query}`;
  },
  accountOf: async (code) => {
    const { clientId, clientSecret, corpId } = settings;
    const token = await api.open('/v1.0/oauth2/userAccessToken', {
      clientId,
      clientSecret,
      code,
      grantType: 'authorization_code',
    });
    if (isFailure(token)) return token;
    if (corpId && typeof token.corpId === 'string' && token.corpId !== corpId) return {};
    const me = await api.asPerson('/v1.0/contact/users/me', String(token.accessToken));
    if (isFailure(me)) return me;
    const member = await api.legacy('/topapi/user/getbyunionid', { unionid: me.unionId });
    if (isFailure(member)) return member.code === NOBODY ? {} : member;
    const { userid, contact_type } = (member.result ?? {}) as { userid?: unknown; contact_type?: unknown };
    return typeof userid === 'string' && contact_type !== EXTERNAL ? { id: userid } : {};
  },
});
