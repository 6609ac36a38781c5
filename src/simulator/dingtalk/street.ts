import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Street } from '../town/types.ts';
import type { KeptCard } from './cards/cardBook.ts';
import { type Dialect, LEGACY_API, NEW_API } from './dialect.ts';
import { answerRequest } from './door.ts';
import { type Limits, STANDARD_LIMITS } from './limits.ts';
import { answerLogin } from './login.ts';
import { type Office, openOffice, type StreetInput } from './office.ts';
import { click } from './residents/click.ts';
import { happen } from './residents/groupEvent.ts';
import { say } from './residents/say.ts';

const HOSTS: readonly (readonly [string, Dialect])[] = [
  ['/api', NEW_API],
  ['/oapi', LEGACY_API],
];

/**
 * The DingTalk street of the model town: `api.dingtalk.com` below `/api`, `oapi.dingtalk.com` below `/oapi`, the stream
 * gateway at `/ws`, `login.dingtalk.com` below `/login`, temporary files below `/files`, and what residents do.
 * It refuses what the vendor refuses, with the vendor's status, code and spelling.
 * @param input `baseUrl` is the simulator's own address, without `/dingtalk`; `limits` overrides single times and limits
 */
export function dingtalkStreet(
  input: StreetInput & { limits?: Partial<Limits> },
): Street & Required<Pick<Street, 'happens'>> {
  const { limits: own, ...rest } = input;
  const limits = { ...STANDARD_LIMITS, ...own };
  let office = openOffice(rest, limits);
  const shut = (): void => {
    for (const timer of office.pending) clearTimeout(timer);
    office.gateway.close();
  };
  return {
    platform: 'dingtalk',
    handle: (request, response, path) => handle(office, request, response, path),
    upgrade: (request, socket, head, path) => {
      const [pathname, query] = path.split('?', 2);
      if (pathname !== '/ws') return false;
      const ownQuery = query ?? (request.url ?? '').split('?', 2)[1];
      office.gateway.upgrade(request, socket, head, new URLSearchParams(ownQuery ?? ''));
      return true;
    },
    say: (speech) => say(office, speech),
    click: (press) => click(office, press),
    happens: (group, what) => happen(office, group, what),
    keep: () => ({ cards: office.cards.kept(), routes: [...office.cardRoutes] }),
    takeUp: (kept) => {
      const { cards, routes } = kept as { cards: KeptCard[]; routes: [string, { url: string; secret?: string }][] };
      office.cards.takeUp(cards);
      for (const [key, route] of routes) office.cardRoutes.set(key, route);
    },
    reset: () => {
      shut();
      office = openOffice(rest, limits);
    },
    close: async () => shut(),
    describe: () => describe(office),
  };
}

async function handle(
  office: Office,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const host = HOSTS.find(([prefix]) => path.startsWith(`${prefix}/`));
  if (host !== undefined) {
    const [prefix, dialect] = host;
    await answerRequest(office, dialect, { request, response, path: path.slice(prefix.length) });
    return true;
  }
  const [pathname = '', query] = path.split('?', 2);
  if (pathname === '/login/oauth2/auth') {
    const asked = new URLSearchParams(query ?? (request.url ?? '').split('?', 2)[1] ?? '');
    answerLogin(office, asked, request, response);
    return true;
  }
  return pathname.startsWith('/files/') && sendFile(office, pathname.slice('/files/'.length), response);
}

function sendFile(office: Office, link: string, response: ServerResponse): boolean {
  const file = office.files.byLink(link);
  if (file === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length }).end(file.bytes);
  return true;
}

const describe = (office: Office): Record<string, unknown> => ({
  tokens: office.tokens.describe(),
  sockets: office.gateway.describe(),
  month: office.counters.describe(),
  cards: office.cards.size,
  sessions: office.sessions.size,
});
