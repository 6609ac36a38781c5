import { timingSafeEqual } from 'node:crypto';
import type { Context, Middleware, Next } from 'koa';
import { z } from 'zod';
import type { PlatformName } from '../../cards/exchange.ts';
import type { Person } from '../../domain/person.ts';
import { newRef, sha256 } from '../../kernel/ids.ts';
import { problem } from '../problem.ts';
import type { PageParts } from './parts.ts';

/** A session ends after so long without a request, and at the latest after a working day (machine time). */
const IDLE_MS = 2 * 3_600_000;
const LONGEST_MS = 12 * 3_600_000;
/** The cookie is written anew at most this often. */
const RENEW_MS = 60_000;

/** What a signed cookie says of its session; times in epoch ms. */
const Kept = z.object({
  person: z.string(),
  platform: z.enum(['wecom', 'dingtalk']),
  /** The account logged in with: a person whose account has moved is logged out. */
  account: z.string(),
  csrf: z.string(),
  since: z.number(),
  until: z.number(),
});
type Kept = z.infer<typeof Kept>;

/** Who is at the page, as the directory has them now. */
export interface Visitor {
  person: Person;
  platform: PlatformName;
  account: string;
  csrf: string;
  /** When the session began, epoch ms. */
  since: number;
  /** When the session ends unless it is used. */
  until: Date;
}

/** Cookies of the pages. On loopback without TLS they are neither `Secure` nor `__Host-`; anywhere else they are both. */
export interface Jar {
  read<T>(context: Context, name: string, schema: z.ZodType<T>): T | undefined;
  write(context: Context, name: string, value: object, ms: number): void;
  drop(context: Context, name: string): void;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Whether this address may be served without TLS: a browser on the same machine. */
export const isPlain = (publicUrl: string): boolean => {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && LOOPBACK.test(hostname);
};

/** Whether browsers keep a session for this address: `Secure` cookies are not kept without TLS. */
export const keepsSessions = (publicUrl: string): boolean =>
  new URL(publicUrl).protocol === 'https:' || isPlain(publicUrl);

export const openJar = (publicUrl: string): Jar => {
  const secure = !isPlain(publicUrl);
  const full = (name: string): string => `${secure ? '__Host-' : ''}hotline-${name}`;
  const options = { signed: true, httpOnly: true, sameSite: 'lax', secure, path: '/', overwrite: true } as const;
  const cookies = (context: Context): Context['cookies'] => {
    // TLS ends before this program: the library would not believe in it.
    context.cookies.secure = secure;
    return context.cookies;
  };
  return {
    read: (context, name, schema) => {
      const text = cookies(context).get(full(name), { signed: true });
      if (text === undefined) return undefined;
      try {
        return schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data;
      } catch {
        return undefined;
      }
    },
    write: (context, name, value, ms) =>
      void cookies(context).set(full(name), Buffer.from(JSON.stringify(value)).toString('base64url'), {
        ...options,
        maxAge: ms,
      }),
    drop: (context, name) => void cookies(context).set(full(name), null, options),
  };
};

const SESSION = 'session';

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(sha256(a)), Buffer.from(sha256(b))];
  return timingSafeEqual(left, right);
};

const SAFE = ['GET', 'HEAD'];

/** When somebody logged out last, epoch ms of machine time: their sessions begun before are void, wherever the cookie is. */
export interface Logouts {
  /** 0: never. */
  last(person: string): Promise<number>;
  keep(person: string, at: number): Promise<void>;
}

/** Kept in the archive's notes, so that every instance knows. */
export const keptLogouts = (archive: PageParts['archive']): Logouts => {
  const key = (person: string): string => `logout:${person}`;
  return {
    last: (person) => archive.work(async (desk) => Number((await desk.note(key(person))) ?? 0)),
    keep: (person, at) => archive.work((desk) => desk.keepNote(key(person), at)),
  };
};

/** Sessions: begun by a login, carried by one signed cookie, each request looking the person up again. */
export interface Sessions {
  begin(context: Context, who: { person: Person; platform: PlatformName; account: string }): void;
  /** Logs the visitor out everywhere: every session of theirs that has begun is void. */
  end(context: Context): Promise<void>;
  /** The visitor, if somebody is logged in. */
  visitor(context: Context): Promise<Visitor | undefined>;
  /** 401 for those not logged in; 403 for a change that does not come from our own page. */
  guard: Middleware;
}

export const openSessions = (
  jar: Jar,
  logouts: Logouts,
  parts: Pick<PageParts, 'county' | 'real' | 'publicUrl'>,
): Sessions => {
  const { county, real } = parts;
  const { origin } = new URL(parts.publicUrl);

  const write = (context: Context, kept: Kept): void => {
    jar.write(context, SESSION, kept, Math.max(0, kept.until - real()));
  };

  const visitor = async (context: Context): Promise<Visitor | undefined> => {
    const kept = jar.read(context, SESSION, Kept);
    const now = real();
    if (!kept || kept.until <= now || kept.since + LONGEST_MS <= now) return undefined;
    const { platform, account, csrf, since } = kept;
    const person = county().personOn(platform, account);
    if (person?.id !== kept.person || kept.since < (await logouts.last(person.id))) return undefined;
    const until = Math.min(now + IDLE_MS, kept.since + LONGEST_MS);
    if (until - kept.until >= RENEW_MS) write(context, { ...kept, until });
    return { person, platform, account, csrf, since, until: new Date(Math.max(until, kept.until)) };
  };

  /** A form of another site brings the cookie along, but neither the token nor our own origin. */
  const isOurs = (context: Context, { csrf }: Visitor): boolean => {
    const from = context.get('origin');
    const site = context.get('sec-fetch-site');
    if (from !== '' && from !== origin) return false;
    if (site !== '' && site !== 'same-origin') return false;
    return same(context.get('x-csrf-token'), csrf);
  };

  return {
    begin: (context, { person, platform, account }) => {
      const since = real();
      write(context, { person: person.id, platform, account, csrf: newRef(24), since, until: since + IDLE_MS });
    },
    end: async (context) => {
      await logouts.keep(visitorOf(context).person.id, real());
      jar.drop(context, SESSION);
    },
    visitor,
    guard: async (context: Context, next: Next) => {
      const found = await visitor(context);
      if (!found) return problem(context, 401, 'login', '您还没有登录，或登录已过期，请重新登录。');
      if (!SAFE.includes(context.method) && !isOurs(context, found))
        return problem(context, 403, 'csrf', '页面已过期，请刷新后再提交。');
      context.state.visitor = found;
      await next();
    },
  };
};

/** Behind `guard`: who asks. */
export const visitorOf = (context: Pick<Context, 'state'>): Visitor => context.state.visitor as Visitor;
