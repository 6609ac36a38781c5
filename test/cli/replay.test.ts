import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, vi } from 'vitest';
import { replayFile } from '../../src/cli/replay.ts';
import { PlainError } from '../../src/kernel/errors.ts';
import { botEnvironment, demoSettings } from '../../src/simulator/settings.ts';
import { encrypt, signature } from '../../src/simulator/wecom/crypto.ts';
import { arrives } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';
import { hotline, type Ran } from './hotline.ts';

const NO = 'GD20261020008001';
const inTown = storiesWith({});

const fileOf = async (town: StoryTown, saved: unknown): Promise<string> => {
  const file = join(town.dataDir, 'callback.json');
  await writeFile(file, typeof saved === 'string' ? saved : JSON.stringify(saved));
  return file;
};

const environmentOf = (town: StoryTown): Record<string, string> => ({
  ...botEnvironment(demoSettings(town.botUrl), town.url),
  DATABASE_URL: town.databaseUrl,
  DATA_DIR: town.dataDir,
  SECRET_KEY: 'a-key-for-stories-only',
});

/** As an administrator types it: a process of its own. */
const run = async (town: StoryTown, saved: unknown, ...words: string[]): Promise<Ran> =>
  hotline(environmentOf(town), 'replay', await fileOf(town, saved), ...words);

/** The same command in this process, where one after another need not start anew; it bars the network, which the town needs again. */
const replay = async (town: StoryTown, saved: unknown): Promise<Ran> => {
  for (const [name, value] of Object.entries(environmentOf(town))) vi.stubEnv(name, value);
  vi.stubGlobal('fetch', globalThis.fetch);
  try {
    const { text, failed } = await replayFile(await fileOf(town, saved));
    return { code: failed ? 1 : 0, stdout: text, stderr: '' };
  } catch (thrown) {
    if (!(thrown instanceof PlainError)) throw thrown;
    return { code: 1, stdout: '', stderr: thrown.message };
  } finally {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  }
};

/** A person's line to the app as it is inside the vendor's envelope. */
const bareXml = (text: string): string => {
  const { wecom } = demoSettings('');
  const seconds = Date.parse('2026-10-20T09:00:00+08:00') / 1000;
  return `<xml><ToUserName>${wecom.corpId}</ToUserName><FromUserName>limin</FromUserName><CreateTime>${seconds}</CreateTime><MsgType>text</MsgType><Content>${text}</Content><MsgId>900001</MsgId><AgentID>${wecom.agentId}</AgentID></xml>`;
};

/** A person's line to the app, sealed and signed as the vendor does it at 09:00. */
const toTheApp = (text: string) => {
  const { wecom } = demoSettings('');
  const seal = { token: wecom.token, encodingAESKey: wecom.encodingAESKey, receiveId: wecom.corpId };
  const timestamp = String(Date.parse('2026-10-20T09:00:00+08:00') / 1000);
  const sealed = encrypt(seal, bareXml(text));
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
  expect((await replay(town, { ...saved, door: 'wecom/none' })).stderr).toContain('没有 wecom/none 这个入口（可用：');
  expect((await replay(town, { platform: 'qq', door: 'x' })).stderr).toContain('须为 wecom 或 dingtalk');
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
    const found = await replay(town, saved);
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout).toContain('这一条以前已经办过');
    expect(found.stdout).toContain('来自 limin');
  },
);

const AT = '2026-10-20T09:00:00+08:00';
const STAMP = String(Date.parse(AT));

/** What a resident of 城管局 writes, and what one of 住建局 writes and presses, as each line brings it. */
const socketFrame = (text: string) => ({
  platform: 'wecom',
  door: 'wecom/socket',
  at: AT,
  frame: {
    cmd: 'aibot_msg_callback',
    headers: { req_id: 'r1' },
    body: {
      ...{ msgid: 'M1', aibotid: 'aib', chatid: 'wrkCgj', chattype: 'group', from: { userid: 'limin' } },
      ...{ msgtype: 'text', text: { content: text } },
    },
  },
});
const robotBody = (text: string) => ({
  ...{ msgId: 'msg1', conversationId: 'cidZjj==', conversationType: '2', senderStaffId: '0101' },
  ...{ msgtype: 'text', text: { content: text } },
});
const streamFrame = (topic: string, data: object) => ({
  platform: 'dingtalk',
  door: 'dingtalk/stream',
  frame: { type: 'CALLBACK', headers: { topic, messageId: 'f1', time: STAMP }, data: JSON.stringify(data) },
});
const pressed = {
  ...{ type: 'actionCallback', outTrackId: 'o', userId: '0101', spaceType: 'IM_GROUP', spaceId: 'cidZjj==' },
  content: JSON.stringify({ cardPrivateData: { actionIds: ['todo'], params: { ref: 'r', action: 'todo' } } }),
};

inTown('raw frames and bare callbacks go through the ears that they would have reached', async ({ town }) => {
  const OTHER = 'GD20261020008002';
  await arrives(town, NO);
  await town.tickets({ no: OTHER, department: 'zjj' });
  await town.card({ chat: 'cidZjj==' }, 'claim', OTHER);
  await town.settled();
  const before = await rowCounts(town);
  const robot = JSON.stringify(robotBody('签收 8002'));
  const rows: [string, object, string, string][] = [
    ['socket', socketFrame('@工单助手 签收 8001'), `${NO} TicketClaimed（limin）`, '来自 limin，群 wrkCgj'],
    ['stream', streamFrame('/v1.0/im/bot/messages/get', robotBody('签收 8002')), `${OTHER} TicketClaimed`, '来自 0101'],
    ['stream click', streamFrame('/v1.0/card/instances/callback', pressed), '来自 0101，群 cidZjj==', '没有写入'],
    ['bare app', { ...toTheApp('签收 8001'), query: {}, at: AT, body: bareXml('签收 8001') }, NO, 'HTTP 200'],
    [
      'bare robot',
      { platform: 'dingtalk', door: 'dingtalk/robot', at: AT, body: robot },
      `${OTHER} TicketClaimed`,
      '200',
    ],
  ];
  for (const [what, saved, ...words] of rows) {
    const found = await replay(town, saved);
    expect([what, found.code, found.stderr]).toEqual([what, 0, '']);
    for (const word of words) expect(found.stdout, what).toContain(word);
  }
  expect(await rowCounts(town)).toEqual(before);
});

inTown('a group that is gone is told in an event frame; what is no frame of ours ends with 1', async ({ town }) => {
  const gone = {
    platform: 'dingtalk',
    door: 'dingtalk/stream',
    frame: {
      type: 'EVENT',
      headers: { topic: '*', eventType: 'chat_disband', eventId: 'e1', messageId: 'f2', time: STAMP },
      data: JSON.stringify({ openConversationId: 'cidZjj==' }),
    },
  };
  expect((await replay(town, gone)).stdout).toContain('告知中心：群 cidZjj== 群主解散了该群');
  const ping = { ...socketFrame(''), frame: { headers: { req_id: 'p' }, errcode: 0 } };
  const unread = await replay(town, ping);
  expect([unread.code, unread.stdout]).toEqual([1, expect.stringContaining('不认识这一帧')]);
  const timeless = { ...socketFrame('待办'), at: undefined };
  expect((await replay(town, timeless)).stderr).toContain('文件里没有时间');
  expect((await replay(town, { ...gone, door: 'dingtalk/robot' })).stderr).toContain('须为 wecom/socket');
});
