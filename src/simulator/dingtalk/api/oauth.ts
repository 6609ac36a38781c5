import { textOf } from '../call.ts';
import { OUTSIDER } from '../login.ts';
import { hex } from '../machine.ts';
import type { Office } from '../office.ts';
import { REFUSALS, refuse } from '../refusal.ts';
import { unionIdOf } from '../residents/identity.ts';
import { sameText } from '../signature.ts';
import { ok, type Route } from './route.ts';

const checkClient = (office: Office, id: string | undefined, secret: string | undefined): void => {
  const { clientId, clientSecret } = office.settings.dingtalk;
  if (!sameText(id ?? '', clientId) || !sameText(secret ?? '', clientSecret)) throw REFUSALS.badClient();
};

/** `POST /v1.0/oauth2/accessToken` (development/obtain-the-access-token-of-an-internal-app). */
const accessToken: Route = {
  method: 'POST',
  path: '/v1.0/oauth2/accessToken',
  token: 'none',
  exempt: true,
  answer: ({ body }, office) => {
    checkClient(office, textOf(body, 'appKey'), textOf(body, 'appSecret'));
    const { value, seconds } = office.tokens.issue();
    return ok({ accessToken: value, expireIn: seconds });
  },
};

/** `POST /v1.0/oauth2/{corpId}/token` (development/api-gettoken). A wrong corpId is 500 unknownError. */
const corpToken: Route = {
  method: 'POST',
  path: '/v1.0/oauth2/{part}/token',
  token: 'none',
  exempt: true,
  answer: ({ body }, office, corpId) => {
    if (corpId !== office.settings.dingtalk.corpId) throw REFUSALS.unknown();
    checkClient(office, textOf(body, 'client_id'), textOf(body, 'client_secret'));
    if (body.grant_type !== 'client_credentials') throw refuse('invalidGrantType', '无效的grant_type');
    const { value, seconds } = office.tokens.issue();
    return ok({ access_token: value, expires_in: seconds });
  },
};

/** `POST /v1.0/oauth2/userAccessToken` (development/obtain-user-token). Refresh tokens are not played. */
const userAccessToken: Route = {
  method: 'POST',
  path: '/v1.0/oauth2/userAccessToken',
  token: 'none',
  exempt: true,
  answer: ({ body }, office) => {
    checkClient(office, textOf(body, 'clientId'), textOf(body, 'clientSecret'));
    if (body.grantType !== 'authorization_code') throw refuse('invalidGrantType', '无效的grantType');
    const person = office.tokens.redeem(textOf(body, 'code') ?? '');
    if (person === undefined) throw refuse('invalidParameter.authCode.notFound', '不合法的临时授权码');
    const { value, seconds } = office.tokens.issueFor(person);
    return ok({
      accessToken: value,
      refreshToken: hex(16),
      expireIn: seconds,
      corpId: office.settings.dingtalk.corpId,
    });
  },
};

/** `GET /v1.0/contact/users/me` with a person's own token (development/tutorial-obtaining-user-personal-information). */
const me: Route = {
  method: 'GET',
  path: '/v1.0/contact/users/me',
  token: 'person',
  exempt: true,
  answer: ({ headers }, office) => {
    const id = office.tokens.userOf(String(headers['x-acs-dingtalk-access-token'] ?? ''));
    if (id === OUTSIDER)
      return ok({ nick: '外单位人员', avatarUrl: '', openId: 'openOutside', unionId: 'unionOutside' });
    const person = id === undefined ? undefined : office.town.person(id);
    if (person === undefined) throw REFUSALS.badToken();
    const mobile = person.mobile === undefined ? {} : { mobile: person.mobile, stateCode: '86' };
    return ok({
      nick: person.name,
      avatarUrl: '',
      ...mobile,
      openId: `open${unionIdOf(person)}`,
      unionId: unionIdOf(person),
    });
  },
};

/**
 * `POST /v1.0/gateway/connections/open` (developerpedia learn/stream/protocol). No token is used. A client that does not
 * ask for `application/json` may be answered in XML (dingtalk-stream-sdk-nodejs says so); the town always does that.
 */
const openConnection: Route = {
  method: 'POST',
  path: '/v1.0/gateway/connections/open',
  token: 'none',
  exempt: true,
  answer: ({ body, headers }, office) => {
    const { clientId, clientSecret } = office.settings.dingtalk;
    const known =
      sameText(textOf(body, 'clientId') ?? '', clientId) && sameText(textOf(body, 'clientSecret') ?? '', clientSecret);
    if (!known) throw refuse('authFailed', '鉴权失败', 401);
    const topics = readTopics(body.subscriptions);
    const endpoint = `${office.baseUrl().replace(/^http/, 'ws')}/dingtalk/ws`;
    const ticket = office.gateway.ticket(topics);
    if ((headers.accept ?? '').includes('application/json')) return ok({ endpoint, ticket });
    const xml = `<result><endpoint>${endpoint}</endpoint><ticket>${ticket}</ticket></result>`;
    return { status: 200, body: xml, type: 'application/xml' };
  },
};

function readTopics(subscriptions: unknown): Set<string> {
  const topics = new Set<string>();
  for (const each of Array.isArray(subscriptions) ? subscriptions : []) {
    const type: unknown = each?.type;
    const topic: unknown = each?.topic;
    if (typeof topic === 'string' && (type === 'CALLBACK' || type === 'EVENT' || type === 'SYSTEM')) topics.add(topic);
  }
  // The refusal's exact body is not published; the vendor answers 400.
  if (topics.size === 0) throw refuse('invalidParameter.subscriptions', 'subscriptions不能为空');
  return topics;
}

export const OAUTH_ROUTES: readonly Route[] = [accessToken, corpToken, userAccessToken, me, openConnection];
