import { expect } from 'vitest';
import type { Ways } from '../../src/http/page/shapes.ts';
import { storiesWith } from '../town/story.ts';
import { openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });

story('a person logs in with the account of either platform and comes back to where they were', async ({ town }) => {
  for (const [person, name] of [
    ['lijianguo', '李建国'],
    ['zhaogang', '赵刚'],
  ] as const) {
    const browser = openBrowser(town);
    await refuses(await browser.request('/page/session'), 401, 'login');
    expect(await browser.login(person, { to: '/t/GD20261122000017?from=card' })).toBe('/t/GD20261122000017?from=card');
    const session = await browser.session();
    expect(session.person).toMatchObject({ id: person, name, roles: [{ role: 'principal', name: '主要负责人' }] });
    expect((await browser.post('/page/logout')).status).toBe(204);
    await refuses(await browser.request('/page/session'), 401, 'login');
  }
});

story('a claim on the page is the same claim as one typed, and the history says 网页', async ({ town }) => {
  await town.tickets({ no: 'GD20261020000101', department: 'cgj' });
  await town.card({ chat: 'wrkCgj' }, 'claim');
  const browser = openBrowser(town);
  await browser.login('limin');
  const before = await browser.ticket('GD20261020000101');
  expect(before.forms.find(({ expected }) => expected)).toMatchObject({ action: 'claim', name: '签收', fields: [] });
  const done = await browser.submits('GD20261020000101', 'claim');
  expect(done.says).toContain('已签收');
  expect(done.ticket).toMatchObject({ status: 'toSignOff', version: before.version + 1 });
  expect(done.ticket?.timeline.at(-1)).toMatchObject({ words: '签收', by: '李敏', via: '网页' });
  await town.settled();
  await town.card({ person: 'lijianguo' }, 'signoff');
});

story('how one may log in is told without a login', async ({ town }) => {
  const browser = openBrowser(town);
  expect(await browser.get<Ways>('/page/ways')).toMatchObject({
    ways: [
      { platform: 'wecom', name: '企业微信' },
      { platform: 'dingtalk', name: '钉钉' },
    ],
  });
});
