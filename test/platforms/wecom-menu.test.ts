import { afterEach, expect, test } from 'vitest';
import { menuOf } from '../../src/chat/wecom/menu.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import { openTown, type StoryTown, until } from '../town/town.ts';

let town: StoryTown;
afterEach(() => town?.close());

interface Look {
  tokens: { wecom: { menu: { name: string; sub_button: { name: string; url?: string }[] }[] | null } };
  requests: { what: string; status: string }[];
}
const look = async (): Promise<Look> => (await fetch(`${town.url}/town`)).json() as Promise<Look>;
const names = async (): Promise<(string | string[])[]> =>
  ((await look()).tokens.wecom.menu ?? []).map(({ name, sub_button }) =>
    sub_button.length > 0 ? sub_button.map((one) => one.name) : name,
  );
const calls = async (path: string): Promise<string[]> =>
  (await look()).requests.filter(({ what }) => what.startsWith(path)).map(({ status }) => status);
const made = (count: number): Promise<void> =>
  until(async () => (await calls('/cgi-bin/menu/create')).length === count, `${count} menus were made`);
const read = (count: number): Promise<void> =>
  until(async () => (await calls('/cgi-bin/menu/get')).length === count, `the menu was read ${count} times`);

/** The administrator makes a menu with the app's own secret, as its console does. */
const makesMenu = async (button: object[]): Promise<unknown> => {
  const { corpId, secret, agentId } = demoSettings('').wecom;
  const api = `${town.url}/wecom/cgi-bin`;
  const { access_token } = (await (await fetch(`${api}/gettoken?corpid=${corpId}&corpsecret=${secret}`)).json()) as {
    access_token: string;
  };
  const query = new URLSearchParams({ access_token, agentid: String(agentId) });
  const answer = await fetch(`${api}/menu/create?${query}`, { method: 'POST', body: JSON.stringify({ button }) });
  return ((await answer.json()) as { errcode: number }).errcode;
};

test('the app gets its menu at the first start and keeps it', async () => {
  town = await openTown();
  await made(1);
  expect(await names()).toEqual(['待办', '工单', '帮助']);
  await town.restart();
  await read(2);
  expect(await calls('/cgi-bin/menu/create')).toEqual(['0']);
});

test('with an address its page stands in the menu', async () => {
  town = await openTown({ environment: { PUBLIC_URL: 'https://12345.example.gov.cn' } });
  await made(1);
  expect(await names()).toEqual(['待办', '工单', ['帮助', '网页']]);
});

test('a menu the administrator made stays', async () => {
  town = await openTown();
  await made(1);
  expect(await makesMenu([{ type: 'click', name: '我的', key: '我' }])).toBe(0);
  await town.restart();
  await read(2);
  expect([await calls('/cgi-bin/menu/create'), await names()]).toEqual([['0', '0'], ['我的']]);
});

test('what the menu may not be is refused', async () => {
  town = await openTown();
  const entry = { type: 'click', name: '待办', key: '待办' };
  const four = await makesMenu([entry, entry, entry, entry]);
  const name = await makesMenu([{ ...entry, name: '六个字的名字' }]);
  const deep = await makesMenu([{ name: '更多', sub_button: [{ name: '再', sub_button: [entry] }] }]);
  const page = await makesMenu([{ type: 'view', name: '网页', url: 'example' }]);
  expect([four, name, deep, page]).toEqual([40016, 40018, 40022, 40020]);
  expect(menuOf({}).every((one) => Buffer.byteLength(one.name) <= 16)).toBe(true);
});
