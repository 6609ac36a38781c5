import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import { openTown, openTownClock } from '../../src/simulator/town/town.ts';
import { GROUPS, PEOPLE } from '../town/organisation.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({
    port: 0,
    settings: demoSettings('http://127.0.0.1:9'),
    organisation: { people: PEOPLE, groups: GROUPS },
  });
});
afterAll(() => simulator.stop());

const say = async (body: object): Promise<void> => {
  await fetch(`${simulator.url}/town/messages`, { method: 'POST', body: JSON.stringify(body) });
};
const fileOf = async (message: number): Promise<Response> => {
  const media = simulator.town.messages.at(message)?.media?.[0];
  return fetch(`${simulator.url}/town/files/${media?.id}`);
};

test('a photo without bytes of its own is the town’s sample, a picture for whoever looks at it', async () => {
  await say({ platform: 'wecom', person: 'zhangwei', text: '[图片:现场.png]' });
  expect(simulator.town.messages.at(-1)?.media).toMatchObject([{ name: '现场.png', image: 'image/png' }]);
  const answer = await fileOf(-1);
  expect([answer.headers.get('content-type'), (await answer.arrayBuffer()).byteLength > 1_000]).toEqual([
    'image/png',
    true,
  ]);
});

test('what is called a picture and is none is to be saved, and cannot run in the page', async () => {
  const data = Buffer.from('<svg onload="alert(1)">').toString('base64');
  await say({ platform: 'dingtalk', person: 'zhoujie', text: '[图片:坏.png]', uploads: [{ name: '坏.png', data }] });
  expect(simulator.town.messages.at(-1)?.media?.[0]?.image).toBeUndefined();
  const { headers } = await fileOf(-1);
  expect([
    headers.get('content-type'),
    headers.get('content-disposition')?.split(';')[0],
    headers.get('content-security-policy'),
  ]).toEqual(['application/octet-stream', 'attachment', "default-src 'none'; sandbox"]);
  expect((await fetch(`${simulator.url}/town/files/elsewhere`)).status).toBe(404);
});

test('a request belongs to the messages it came from, made or changed; another to its own', async () => {
  const town = openTown({ people: PEOPLE, groups: GROUPS }, openTownClock(new Date(), true));
  const post = (text: string) => town.post({ platform: 'wecom', person: 'limin', kind: 'text', text });
  const note = (what: string) => town.note({ platform: 'wecom', direction: 'in', what, status: '0', body: null });
  await Promise.all([
    town.occasion(async () => {
      post('a');
      await Promise.resolve();
      note('first');
      post('its answer');
    }),
    town.occasion(async () => {
      post('b');
      note('second');
    }),
  ]);
  note('alone');
  const texts = (ids: string[] = []) => ids.map((id) => town.message(id)?.text);
  expect(town.traffic.map(({ what, messages }) => [what, texts(messages)])).toEqual([
    ['second', ['b']],
    ['first', ['a', 'its answer']],
    ['alone', []],
  ]);
});

test('the page knows the days off and the weekend days that are worked', async () => {
  const { calendar } = (await (await fetch(`${simulator.url}/town?requests=1`)).json()) as {
    calendar: { off: string[]; on: string[] };
  };
  expect([calendar.off.includes('2026-10-01'), calendar.on.includes('2026-10-10')]).toEqual([true, true]);
});
