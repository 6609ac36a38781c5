import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { PlatformName } from '../../cards/exchange.ts';
import type { ChatPlatform } from '../../chat/platform.ts';
import { newRef } from '../../kernel/ids.ts';
import { problem } from '../problem.ts';
import type { PageParts } from './parts.ts';
import { isPlain, type Jar, keepsSessions, type Sessions } from './session.ts';
import type { Ways } from './shapes.ts';

const NAMES: Record<PlatformName, string> = { wecom: '企业微信', dingtalk: '钉钉' };

const LOGIN = 'login';
const FAILED = 'failed';
const TEN_MINUTES = 600_000;
/** Why a login failed is told to the page that opens next. */
const A_MINUTE = 60_000;

const Pending = z.object({
  state: z.string(),
  platform: z.enum(['wecom', 'dingtalk']),
  to: z.string(),
  until: z.number(),
});
const Failed = z.object({
  code: z.enum(['stale', 'cancelled', 'code', 'platform', 'outsider', 'unknown', 'https']),
  detail: z.string(),
});
type Failed = z.infer<typeof Failed>;

/** One slash, then plain signs: neither another host (`//`, `/\\`) nor anything a browser would drop on the way. */
const OWN_PATH = /^\/(?!\/)[!-[\]-~]{0,299}$/;

/** A path of our own to go on to after the login, else the list: never another host. */
export const ownPath = (asked: unknown): string => (typeof asked === 'string' && OWN_PATH.test(asked) ? asked : '/');

/** The platform in whose own browser the page is open. */
export const openIn = (context: Pick<Context, 'get'>): PlatformName | undefined => {
  const agent = context.get('user-agent');
  if (/\bwxwork\//i.test(agent)) return 'wecom';
  return /DingTalk/i.test(agent) ? 'dingtalk' : undefined;
};

const NEEDS_TLS = 'PUBLIC_URL 须为 https 地址，浏览器才能登录；请管理员配置证书后修改。';

const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? value[0] : value) ?? '';

/**
 * `/login/:platform?to=` sends the browser to the platform, `/login/:platform/back` receives it: the state in a signed
 * cookie, once, ten minutes; the code spent at the platform; the account looked up in the directory.
 */
export const loginRoutes = (
  router: Router,
  parts: PageParts,
  { jar, sessions }: { jar: Jar; sessions: Sessions },
): void => {
  const base = parts.publicUrl.replace(/\/$/, '');
  const secured = keepsSessions(parts.publicUrl);
  if (!secured)
    parts.log.warn({ publicUrl: parts.publicUrl }, 'nobody can log in to the pages: PUBLIC_URL is not https');
  const platformOf = (name: string | undefined): ChatPlatform | undefined =>
    parts.platforms.find((platform) => platform.name === name && platform.login !== undefined);

  const fail = (context: Context, to: string, code: Failed['code'], detail: string): void => {
    jar.write(context, FAILED, { code, detail }, A_MINUTE);
    context.redirect(`/login?to=${encodeURIComponent(to)}`);
  };

  router.get('/page/ways', (context) => {
    const failed = secured ? jar.read(context, FAILED, Failed) : { code: 'https' as const, detail: NEEDS_TLS };
    if (failed) jar.drop(context, FAILED);
    const here = openIn(context);
    const ways: Ways = {
      county: parts.county().policy.county,
      ways: parts.platforms.flatMap(({ name, login }) =>
        login && secured ? [{ platform: name, name: NAMES[name] }] : [],
      ),
      ...(here && platformOf(here) ? { here } : {}),
      ...(failed ? { failed } : {}),
    };
    context.body = ways;
  });

  router.get('/login/:platform', (context) => {
    const platform = platformOf(context.params.platform);
    if (!platform?.login) return problem(context, 404, 'no-such-way', '这里不能用这个平台登录，请返回选择别的方式。');
    if (!secured) return problem(context, 503, 'https', NEEDS_TLS);
    // `localhost` and `127.0.0.1` are one machine and two places for cookies.
    if (isPlain(base) && context.host !== new URL(base).host)
      return context.redirect(`${base}${context.path}${context.search}`);
    const state = newRef(24);
    const to = ownPath(context.query.to);
    jar.write(context, LOGIN, { state, platform: platform.name, to, until: parts.real() + TEN_MINUTES }, TEN_MINUTES);
    const redirect = `${base}/login/${platform.name}/back`;
    context.redirect(platform.login.address({ redirect, state, inApp: openIn(context) === platform.name }));
  });

  router.get('/login/:platform/back', async (context) => {
    const platform = platformOf(context.params.platform);
    const pending = jar.read(context, LOGIN, Pending);
    jar.drop(context, LOGIN);
    const to = pending?.to ?? '/';
    const known =
      pending !== undefined &&
      pending.until > parts.real() &&
      pending.platform === platform?.name &&
      pending.state === first(context.query.state);
    if (!platform?.login || !known)
      return fail(context, to, 'stale', '这次登录已过期，或不是从本浏览器开始的，请重新登录。');
    const code = first(context.query.code);
    if (code === '') return fail(context, to, 'cancelled', '登录没有完成，请重新登录。');
    const account = await platform.login.accountOf(code);
    const name = NAMES[platform.name];
    if ('ok' in account) {
      parts.log.warn({ platform: platform.name, class: account.class, code: account.code }, 'a login failed');
      return account.class === 'rejected'
        ? fail(context, to, 'code', `登录码无效、已用过或已过期，请重新登录。`)
        : fail(context, to, 'platform', `${name}暂时连不上，请稍后再试，或先在工作群里办理。`);
    }
    if (account.id === undefined) return fail(context, to, 'outsider', `您的账号不是本县${name}的成员，不能登录。`);
    const person = parts.county().personOn(platform.name, account.id);
    if (!person)
      return fail(
        context,
        to,
        'unknown',
        `您还没有登记，请把账号发给县热线中心管理员登记。您的${name}账号：${account.id}`,
      );
    sessions.begin(context, { person, platform: platform.name, account: account.id });
    parts.log.info({ platform: platform.name, person: person.id }, 'logged in');
    context.redirect(to);
  });
};
