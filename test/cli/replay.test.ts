import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect } from 'vitest';
import { botEnvironment, demoSettings } from '../../src/simulator/settings.ts';
import { encrypt, signature } from '../../src/simulator/wecom/crypto.ts';
import { arrives } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';
import { hotline, type Ran } from './hotline.ts';

const NO = 'GD20261020008001';
const inTown = storiesWith({});

const run = async (town: StoryTown, saved: unknown, ...words: string[]): Promise<Ran> => {
  const file = join(town.dataDir, 'callback.json');
  await writeFile(file, typeof saved === 'string' ? saved : JSON.stringify(saved));
  const environment = {
    ...botEnvironment(demoSettings(town.botUrl), town.url),
    DATABASE_URL: town.databaseUrl,
    DATA_DIR: town.dataDir,
    SECRET_KEY: 'a-key-for-stories-only',
  };
  return hotline(environment, 'replay', file, ...words);
};

/** A person's line to the app, sealed and signed as the vendor does it at 09:00. */
const toTheApp = (text: string) => {
  const { wecom } = demoSettings('');
  const seal = { token: wecom.token, encodingAESKey: wecom.encodingAESKey, receiveId: wecom.corpId };
  const timestamp = String(Date.parse('2026-10-20T09:00:00+08:00') / 1000);
  const xml = `<xml><ToUserName>${wecom.corpId}</ToUserName><FromUserName>limin</FromUserName><CreateTime>${timestamp}</CreateTime><MsgType>text</MsgType><Content>${text}</Content><MsgId>900001</MsgId><AgentID>${wecom.agentId}</AgentID></xml>`;
  const sealed = encrypt(seal, xml);
  return {
    platform: 'wecom',
    door: 'wecom/app',
    query: { timestamp, nonce: 'n0nce', msg_signature: signature(seal, timestamp, 'n0nce', sealed) },
    headers: { 'Content-Type': 'text/xml' },
    body: `<xml><ToUserName>${wecom.corpId}</ToUserName><Encrypt>${sealed}</Encrypt><AgentID>${wecom.agentId}</AgentID></xml>`,
  };
};

const rowCounts = async (town: StoryTown): Promise<unknown> => {
  const client = new Client({ connectionString: town.databaseUrl });
  await client.connect();
  const { rows } = await client
    .query(
      'SELECT (SELECT count(*) FROM ticket_event) AS events, (SELECT count(*) FROM delivery) AS letters, (SELECT count(*) FROM inbox) AS inbox, (SELECT count(*) FROM nonce) AS nonces',
    )
    .finally(() => client.end());
  return rows[0];
};

inTown('a saved callback says what it would do; nothing is kept, nothing is sent', async ({ town }) => {
  await arrives(town, NO);
  await town.settled();
  const before = await rowCounts(town);
  const found = await run(town, toTheApp('签收 8001'), '--json');
  expect(found).toMatchObject({ code: 0, stderr: '' });
  const replayed = JSON.parse(found.stdout);
  expect(replayed).toMatchObject({
    response: { status: 200 },
    from: { person: 'limin' },
    doneBefore: false,
    events: [{ of: NO, type: 'TicketClaimed', by: 'limin' }],
    letters: [{ to: 'wecom:lijianguo', kind: 'signOff', tickets: [NO] }],
  });
  expect(JSON.stringify(replayed.answer) + JSON.stringify(replayed.letters)).toContain(NO);
  expect(await rowCounts(town)).toEqual(before);
  expect((await town.ticket(NO)).status).toBe('toClaim');
  const plain = await run(town, toTheApp('签收 8001'));
  expect(plain.stdout).toContain(`留痕：${NO} TicketClaimed（limin）`);
  expect(plain.stdout).toContain('没有写入，也没有发出');
});

inTown('a refused one ends with 1; what is no callback is one plain sentence', async ({ town }) => {
  const saved = toTheApp('待办');
  const forged = await run(town, { ...saved, query: { ...saved.query, msg_signature: '0'.repeat(40) } });
  expect([forged.code, forged.stdout]).toEqual([1, expect.stringContaining('HTTP 403')]);
  expect((await run(town, { ...saved, door: 'wecom/none' })).stderr).toContain('没有 wecom/none 这个入口（可用：');
  expect((await run(town, { platform: 'qq', door: 'x' })).stderr).toContain('须为 wecom 或 dingtalk');
  expect((await run(town, '{')).stderr).toContain('不是合法的 JSON');
  expect((await hotline({}, 'replay')).code).toBe(2);
});

const traced = storiesWith({ environment: { LOG_LEVEL: 'trace' } });

traced(
  'with LOG_LEVEL=trace what comes in is saved without keys, and can be run again as if it had not been done',
  async ({ town }) => {
    await arrives(town, NO);
    await town.asks('limin', '签收 8001', `已签收 ${NO}`);
    await town.card({ person: 'lijianguo' }, 'signoff', NO);
    const folder = join(town.dataDir, 'callbacks');
    const [name = ''] = await readdir(folder);
    expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
    const saved = JSON.parse(await readFile(join(folder, name), 'utf8'));
    expect(saved).toMatchObject({ platform: 'wecom', incoming: { text: '签收 8001', reply: {}, attachments: [] } });
    const found = await run(town, saved);
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout).toContain('这一条以前已经办过');
    expect(found.stdout).toContain('来自 limin');
  },
);
