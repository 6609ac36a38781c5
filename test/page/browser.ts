import { expect } from 'vitest';
import type { Done, Problem, Session, TicketPage } from '../../src/http/page/shapes.ts';
import { PEOPLE } from '../town/organisation.ts';
import type { StoryTown } from '../town/town.ts';

/** A browser without a screen: it keeps cookies and follows nothing by itself. */
export interface Browser {
  /** One request to the bot, with the cookies kept and those that come back taken. */
  request(path: string, init?: RequestInit): Promise<Response>;
  get<T>(path: string): Promise<T>;
  /** A change, with the token of the session, unless told otherwise. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Logs in through the simulator's page of a platform; returns where the bot sent the browser in the end. */
  login(person: string, options?: { to?: string; platform?: 'wecom' | 'dingtalk' }): Promise<string>;
  session(): Promise<Session>;
  ticket(no: string): Promise<TicketPage>;
  /** Sends a form that is taken. */
  submits(no: string, action: string, values?: Record<string, string | string[]>, key?: string): Promise<Done>;
  cookies: Map<string, string>;
}

const problemOf = async (response: Response): Promise<Problem> => (await response.json()) as Problem;

/** That the answer is this problem; returns its sentence. */
export const refuses = async (response: Response, status: number, code: string): Promise<Problem> => {
  const problem = await problemOf(response);
  expect([response.status, problem.code], problem.detail).toEqual([status, code]);
  expect(problem.detail).toMatch(/[。？！]|：/u);
  return problem;
};

let keys = 0;
/** The key of one filling of a form. */
export const newKey = (): string => {
  keys += 1;
  return `filling-${String(keys).padStart(6, '0')}`;
};

export const openBrowser = (town: StoryTown, headers: Record<string, string> = {}): Browser => {
  const cookies = new Map<string, string>();
  const take = (response: Response): Response => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const request: Browser['request'] = async (path, init = {}) =>
    take(
      await fetch(new URL(path, town.botUrl), {
        redirect: 'manual',
        ...init,
        headers: {
          ...headers,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(init.headers as Record<string, string>),
        },
      }),
    );
  const browser: Browser = {
    cookies,
    request,
    get: async <T>(path: string): Promise<T> => {
      const response = await request(path);
      const text = await response.text();
      expect(response.status, text).toBe(200);
      return JSON.parse(text) as T;
    },
    post: async (path, body, more = {}) => {
      const { csrf } = await browser.session();
      return request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, origin: town.botUrl, ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
    login: async (person, { to = '/', platform } = {}) => {
      const resident = PEOPLE.find(({ id }) => id === person);
      const way = platform ?? (resident?.wecom ? 'wecom' : 'dingtalk');
      const away = await request(`/login/${way}?to=${encodeURIComponent(to)}`);
      const page = new URL(away.headers.get('location') ?? '');
      page.searchParams.set('person', person);
      const back = await fetch(page, { redirect: 'manual' });
      const { pathname, search } = new URL(back.headers.get('location') ?? '');
      return (await request(`${pathname}${search}`)).headers.get('location') ?? '';
    },
    session: () => browser.get<Session>('/page/session'),
    ticket: (no) => browser.get<TicketPage>(`/page/tickets/${no}`),
    submits: async (no, action, values = {}, key = newKey()) => {
      const response = await browser.post(`/page/tickets/${no}/commands/${action}`, { key, values });
      const text = await response.text();
      expect(response.status, text).toBe(200);
      return JSON.parse(text) as Done;
    },
  };
  return browser;
};
