import { ok, type Route } from '../api/route.ts';
import { refuseLegacy } from '../refusal.ts';
import { sameText } from '../signature.ts';

/** `GET /gettoken?appkey=&appsecret=` (development/obtain-orgapp-token). */
const getToken: Route = {
  method: 'GET',
  path: '/gettoken',
  token: 'none',
  exempt: true,
  answer: ({ query }, office) => {
    const key = query.get('appkey');
    const secret = query.get('appsecret');
    if (!key || !secret) throw refuseLegacy(40035, '缺少参数 corpid or appkey');
    const { clientId, clientSecret } = office.settings.dingtalk;
    if (!sameText(key, clientId) || !sameText(secret, clientSecret))
      throw refuseLegacy(40096, '不合法的appKey或appSecret');
    const { value, seconds } = office.tokens.issue();
    return ok({ errcode: 0, access_token: value, errmsg: 'ok', expires_in: seconds });
  },
};

export const ACCESS_ROUTES: readonly Route[] = [getToken];
