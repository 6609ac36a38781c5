import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TownBook } from './town.ts';

const COOKIE = 'town_resident';
const SECONDS = 60;

const refuse = (response: ServerResponse, words: string): void => {
  response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' }).end(words);
};

/**
 * `GET /town/open?message=&person=&url=`: a resident opens a link of a message on their phone. Goes by the bot's login
 * of that platform, whose page in the town then knows whose phone it is. Only a link that stands in the message is opened.
 */
export const openLink = ({ town }: { town: TownBook }, request: IncomingMessage, response: ServerResponse): void => {
  const { searchParams } = new URL(request.url ?? '/', 'http://town');
  const message = town.message(searchParams.get('message') ?? '');
  const person = town.person(searchParams.get('person') ?? '');
  const url = searchParams.get('url') ?? '';
  if (!message || !person) return refuse(response, '没有这条消息或这位居民');
  const written = JSON.stringify([message.text, message.card]).includes(JSON.stringify(url).slice(1, -1));
  if (!/^https?:\/\//.test(url) || !URL.canParse(url) || !written) return refuse(response, '消息里没有这个链接');
  const { origin, pathname, search } = new URL(url);
  const to = encodeURIComponent(`${pathname}${search}`);
  response
    .writeHead(302, {
      location: `${origin}/login/${message.platform}?to=${to}`,
      'set-cookie': `${COOKIE}=${person.id}; Path=/; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax`,
    })
    .end();
};

/** On whose phone the login page was opened, if it was by a link; told once: the page is then asked as any other. */
export const openedBy = (request: IncomingMessage, response: ServerResponse): string => {
  const found = /(?:^|;\s*)town_resident=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (found) response.setHeader('set-cookie', `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
  return found ?? '';
};
