import { expect } from 'vitest';
import type { Changed } from '../../src/http/page/shapes.ts';
import { arrives } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { type Browser, openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });
const NO = 'GD20261020008701';

const asWhom = async (town: Parameters<typeof openBrowser>[0], person: string): Promise<Browser> => {
  const browser = openBrowser(town);
  await browser.login(person);
  return browser;
};

/** An open stream: what it tells next, or that it has ended. */
const listens = async (browser: Browser, query: string) => {
  const leave = new AbortController();
  const response = await browser.request(`/page/live?${query}`, { signal: leave.signal });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let rest = '';
  const next = async (): Promise<Changed | 'ended'> => {
    for (;;) {
      const found = /event: changed\ndata: (.*)\n\n/.exec(rest);
      if (found) {
        rest = rest.slice(found.index + found[0].length);
        return JSON.parse(found[1] ?? '') as Changed;
      }
      const { done, value } = await reader.read();
      if (done) return 'ended';
      rest += decoder.decode(value, { stream: true });
    }
  };
  return { next, leave: () => leave.abort() };
};

story('what another does to a ticket, in a chat or on the page, is told to whoever has it open', async ({ town }) => {
  await arrives(town, NO);
  const [principal, liaison] = [await asWhom(town, 'lijianguo'), await asWhom(town, 'limin')];
  const [open, list] = [await listens(principal, `ticket=${NO}`), await listens(principal, 'todo=1')];
  const { version } = await principal.ticket(NO);
  expect(await open.next()).toMatchObject({ no: NO, version });
  await liaison.submits(NO, 'claim');
  expect(await open.next()).toMatchObject({ no: NO, version: version + 1 });
  expect(await list.next()).not.toHaveProperty('no');
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
  await town.asks('lijianguo', '签批 8701 牵头:王芳 经办:张伟', `已签批 ${NO}`);
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '请办理');
  expect(await open.next()).toMatchObject({ no: NO, version: version + 2 });
  expect(await list.next()).toHaveProperty('at');
  open.leave();
  list.leave();
});

story('a stream ends when the ticket is no longer this person’s, and when the bot closes', async ({ town }) => {
  await arrives(town, NO);
  const principal = await asWhom(town, 'lijianguo');
  const [open, list] = [await listens(principal, `ticket=${NO}`), await listens(principal, 'todo=1')];
  await open.next();
  await town.asks('limin', '@工单助手 退单 8701 原因:不属我单位职责', NO, 'wrkCgj');
  expect(await open.next()).toMatchObject({ no: NO });
  const operator = await asWhom(town, 'hanmei');
  await operator.submits(NO, 'accept');
  expect(await open.next()).toBe('ended');
  await refuses(await principal.request(`/page/live?ticket=${NO}`), 403, 'denied');
  town.leavesUnread('the return is told in its own story', () => true);
  await town.restart();
  for (;;) if ((await list.next()) === 'ended') break;
  expect((await principal.request('/page/session')).status).toBe(200);
});

story('one person has so many open pages and no more', async ({ town }) => {
  const principal = await asWhom(town, 'lijianguo');
  const open = [];
  for (let page = 0; page < 8; page += 1) open.push(await listens(principal, 'todo=1'));
  await refuses(await principal.request('/page/live?todo=1'), 429, 'too-many');
  const other = await listens(await asWhom(town, 'zhaogang'), 'todo=1');
  for (const { leave } of [...open, other]) leave();
});
