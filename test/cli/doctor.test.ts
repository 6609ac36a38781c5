import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { expect } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { botEnvironment, demoSettings } from '../../src/simulator/settings.ts';
import { claimed } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';
import { hotline } from './hotline.ts';

const inTown = storiesWith({});

/** The environment of the town's own bot, with which an administrator would call the doctor. */
const environmentOf = (town: StoryTown): Record<string, string> => ({
  ...botEnvironment(demoSettings(town.botUrl), town.url),
  DATABASE_URL: town.databaseUrl,
  DATA_DIR: town.dataDir,
  SECRET_KEY: 'a-key-for-stories-only',
  PUBLIC_URL: town.botUrl,
  PORT: new URL(town.botUrl).port,
});

const examined = async (
  environment: Record<string, string>,
): Promise<{ code: number; findings: Map<string, Finding> }> => {
  const { code, stdout, stderr } = await hotline(environment, 'doctor', '--json');
  expect(stderr).toBe('');
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  for (const finding of findings)
    if (finding.state === 'bad' || finding.state === 'warn') expect(finding.cure, finding.id).toMatch(/\S/);
  return { code, findings: new Map(findings.map((finding) => [finding.id, finding])) };
};

const onDatabase = async (town: StoryTown, statement: string): Promise<void> => {
  const client = new Client({ connectionString: town.databaseUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};

const messagesIn = (town: StoryTown): number => town.unread().length;

inTown('a tenant in order is green in every line, and nobody is written to', async ({ town }) => {
  const before = messagesIn(town);
  const { code, findings } = await examined(environmentOf(town));
  const notGreen = [...findings.values()].filter(({ state }) => state === 'bad' || state === 'warn');
  expect(notGreen).toEqual([]);
  expect(code).toBe(0);
  for (const id of [
    'environment',
    'database',
    'tables',
    'org',
    'chats',
    'calendar',
    'disk',
    'key',
    'fonts',
    'publicUrl',
    'doors',
    'running',
    'wecom.app',
    'wecom.agent',
    'wecom.callbackIp',
    'wecom.clock',
    'wecom.trustedIp',
    'wecom.visible',
    'wecom.names',
    'wecom.robot',
    'dingtalk.edition',
    'dingtalk.app',
    'dingtalk.clock',
    'dingtalk.cards',
    'dingtalk.template',
    'dingtalk.groups',
    'dingtalk.visible',
    'dingtalk.quota',
    'dingtalk.meter',
  ])
    expect(findings.get(id)?.state, id).toBe('ok');
  expect(messagesIn(town)).toBe(before);
  const plain = await hotline(environmentOf(town), 'doctor');
  expect(plain.stdout).toContain('✓ 企业可信 IP：本机可以调用');
  expect(plain.stdout).toMatch(/须处理 0/);
});

inTown(
  'wrong secrets, a group without the robot, a person nobody knows, 政务钉钉: each red with its cure',
  async ({ town }) => {
    await onDatabase(
      town,
      `INSERT INTO chat (platform, id, department) VALUES ('dingtalk', 'cidGone==', 'jyj');
     INSERT INTO person (id, name, department, roles, wecom, dingtalk, fields, roster)
       VALUES ('ghost', '无名', 'cgj', '{handler}', 'ghost', 'ghost', '{}', '{}'), ('mute', '无号', 'cgj', '{handler}', NULL, NULL, '{}', '{}');
     UPDATE person SET name = '张炜' WHERE id = 'zhangwei'`,
    );
    const good = environmentOf(town);
    const wrong = await examined(good);
    expect(wrong.code).toBe(1);
    expect(wrong.findings.get('dingtalk.groups')).toMatchObject({
      state: 'bad',
      says: expect.stringContaining('cidGone=='),
    });
    expect(wrong.findings.get('wecom.visible')).toMatchObject({ state: 'bad', says: expect.stringContaining('无名') });
    expect(wrong.findings.get('wecom.names')).toMatchObject({
      state: 'warn',
      says: expect.stringContaining('1 人的账号在企业通讯录里是另一姓名：张炜（zhangwei 是张伟）'),
    });
    expect(wrong.findings.get('dingtalk.visible')).toMatchObject({
      state: 'bad',
      says: expect.stringContaining('无名'),
    });
    expect(wrong.findings.get('org')).toMatchObject({ state: 'warn', says: expect.stringContaining('无号') });

    const secrets = await examined({
      ...good,
      WECOM_SECRET: 'wrong',
      DINGTALK_CLIENT_SECRET: 'wrong',
      DINGTALK_CARD_TEMPLATE_ID: 'x',
    });
    expect(secrets.findings.get('wecom.app')).toMatchObject({
      state: 'bad',
      cure: expect.stringContaining('WECOM_SECRET'),
    });
    expect(secrets.findings.get('dingtalk.app')).toMatchObject({
      state: 'bad',
      cure: expect.stringContaining('Client Secret'),
    });

    const other = await examined({
      ...good,
      DINGTALK_API_URL: 'https://openplatform.dg-work.cn',
      DINGTALK_CARD_TEMPLATE_ID: '',
    });
    expect(other.findings.get('dingtalk.edition')).toMatchObject({
      state: 'bad',
      cure: expect.stringContaining('不支持'),
    });
  },
);

inTown('without a network, a database or a right environment: bounded, and still a line for each', async ({ town }) => {
  const alone = await examined({
    ...environmentOf(town),
    PORT: '9',
    PUBLIC_URL: 'http://127.0.0.1:9',
    WECOM_API_URL: 'http://127.0.0.1:9',
    WECOM_BOT_WS_URL: 'ws://127.0.0.1:9',
    DINGTALK_API_URL: 'http://127.0.0.1:9',
    DATABASE_URL: 'postgresql://127.0.0.1:9/none',
  });
  expect(alone.code).toBe(1);
  for (const id of ['database', 'wecom.app', 'wecom.robot', 'dingtalk.app'])
    expect(alone.findings.get(id)?.state, id).toBe('bad');
  expect(alone.findings.get('running')?.state).toBe('skip');

  const misspelt = await examined({ ...environmentOf(town), DINGTALK_MODE: 'both', WECOM_AGENT_ID: 'x' });
  expect(misspelt.code).toBe(1);
  expect((await hotline(environmentOf(town), 'doctor', '--fast')).code).toBe(2);
});

inTown('what came in tells that the platforms reach the bot; before that it says what to try', async ({ town }) => {
  const before = await examined(environmentOf(town));
  for (const id of ['wecom.came', 'wecom.robotCame', 'dingtalk.came', 'dingtalk.variables'])
    expect(before.findings.get(id), id).toMatchObject({ state: 'skip', says: expect.stringContaining('请') });
  // A person's card goes by the app, and so does the press on it.
  await claimed(town, 'GD20261020008001');
  await town.presses('lijianguo', await town.card({ person: 'lijianguo' }, 'signoff'), 'signoff');
  town.leavesUnread('the question that the press brings', ({ text }) => text.includes('牵头'));
  await town.tickets({ no: 'GD20261020002001', department: 'zjj' });
  const card = await town.card({ chat: 'cidZjj==' }, 'claim', 'GD20261020002001');
  await town.presses('chenjing', card, 'claim');
  await town.reads({ person: 'zhaogang' }, 'GD20261020002001');
  await town.settled();
  const after = await examined(environmentOf(town));
  for (const id of ['wecom.came', 'wecom.robotCame', 'dingtalk.came', 'dingtalk.variables'])
    expect(after.findings.get(id), id).toMatchObject({ state: 'ok', says: expect.stringContaining('最近一次') });
});

/** The meter of the machine's month, as the bot keeps it. */
const metered = (town: StoryTown, kind: 'calls' | 'pushes', count: number): Promise<void> => {
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const key = `quota:${environmentOf(town).DINGTALK_CLIENT_ID}:${month}:${kind}`;
  return onDatabase(
    town,
    `INSERT INTO platform_note VALUES ('dingtalk', '${key}', '{"count":${count}}')
     ON CONFLICT (platform, key) DO UPDATE SET value = excluded.value`,
  );
};

inTown('the month on DingTalk as metered, against what was bought; a template that is refused', async ({ town }) => {
  const environment = environmentOf(town);
  await metered(town, 'calls', 4_100);
  await metered(town, 'pushes', 10);
  expect((await examined(environment)).findings.get('dingtalk.meter')).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('4100/5000'),
  });
  const bought = await examined({ ...environment, DINGTALK_MONTHLY_CALLS: '20000' });
  expect(bought.findings.get('dingtalk.meter')).toMatchObject({
    state: 'ok',
    says: expect.stringContaining('4100/20000'),
  });
  expect(bought.findings.get('dingtalk.quota')?.says).toContain('额度 20000、3000');
  await metered(town, 'pushes', 3_000);
  await onDatabase(
    town,
    `INSERT INTO delivery (id, platform, person, "personId", kind, act, state, code, reason, tickets, reminds, at)
     VALUES ('t', 'dingtalk', '0101', 'chenjing', 'claim', 'send', 'failed', 'param.templateUnpublished', '卡片模板未发布', '{}', '{}', '2026-10-20T00:00:00Z')`,
  );
  const { findings } = await examined(environment);
  expect(findings.get('dingtalk.meter')).toMatchObject({ state: 'bad', says: expect.stringContaining('已用完') });
  expect(findings.get('dingtalk.variables')).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('未发布'),
    cure: expect.stringContaining('ticket-card.json'),
  });
});

/** A server that answers these paths in JSON with 200 and everything else with 404. */
const server = async (pages: Record<string, object>): Promise<{ url: string; close(): void }> => {
  const listening = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://vendor').pathname];
    response.writeHead(page ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(page ?? {}));
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    close: () => {
      listening.closeAllConnections();
      listening.close();
    },
  };
};

const withApp = (agent: object): Record<string, object> => ({
  '/cgi-bin/gettoken': { errcode: 0, access_token: 'T', expires_in: 7200 },
  '/cgi-bin/user/get': { errcode: 0, userid: 'limin' },
  '/cgi-bin/agent/get': agent,
});
const parts = (people: string[], departments: number[]) => ({
  ...{ errcode: 0, name: '工单助手', close: 0, allow_tags: { tagid: [] } },
  allow_userinfos: { user: people.map((userid) => ({ userid })) },
  allow_partys: { partyid: departments },
});

inTown('the app as the platform has it: number, in use, who is in its range', async ({ town }) => {
  const rows: [object, Finding['state'], string][] = [
    [{ errcode: 40056, errmsg: 'invalid agentid' }, 'bad', '40056'],
    [{ ...parts([], [1]), close: 1 }, 'bad', '已停用'],
    [parts([], []), 'bad', '谁也收不到'],
    [parts(['limin', 'xulei'], []), 'warn', '李建国'],
    [parts([], [1, 2]), 'ok', '2 个部门'],
  ];
  for (const [agent, state, says] of rows) {
    const vendor = await server(withApp(agent));
    const { findings } = await examined({ ...environmentOf(town), WECOM_API_URL: vendor.url }).finally(vendor.close);
    expect(findings.get('wecom.agent'), says).toMatchObject({ state, says: expect.stringContaining(says) });
    expect(findings.get('wecom.callbackIp')?.state).toBe('skip');
  }
  const other = await examined({ ...environmentOf(town), WECOM_AGENT_ID: '9' });
  expect(other.findings.get('wecom.agent')).toMatchObject({
    state: 'bad',
    cure: expect.stringContaining('WECOM_AGENT_ID'),
  });
});

inTown('a proxy that does not hand the callback addresses on is found', async ({ town }) => {
  const proxy = await server({ '/healthz': { ok: true } });
  const environment = { ...environmentOf(town), PUBLIC_URL: proxy.url, DINGTALK_MODE: 'http' };
  const { code, findings } = await examined(environment).finally(proxy.close);
  expect(code).toBe(1);
  expect(findings.get('publicUrl')?.state).toBe('ok');
  expect(findings.get('doors')).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/wecom\/app：HTTP 404.*dingtalk\/robot：HTTP 404/),
    cure: expect.stringContaining('反向代理'),
  });
});

/** A vendor's door that knows the secret and not this machine's address, and cards without permission. */
const strictVendor = async (): Promise<{ url: string; close(): void }> => {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://vendor').pathname;
    const say = (status: number, body: object): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json', date: 'Tue, 20 Oct 2026 00:00:00 GMT' })
        .end(JSON.stringify(body));
    if (path === '/cgi-bin/gettoken') return say(200, { errcode: 0, access_token: 'T', expires_in: 7200 });
    if (path === '/cgi-bin/user/get')
      return say(200, {
        errcode: 60020,
        errmsg: 'not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info',
      });
    if (path === '/v1.0/oauth2/accessToken') return say(200, { accessToken: 'T', expireIn: 7200 });
    return say(403, {
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      message: '应用尚未开通所需的权限',
      accessdenieddetail: { requiredScopes: ['Card.Instance.Write'] },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

inTown('an address that is not trusted, a card permission that is missing, a clock that is wrong', async ({ town }) => {
  const vendor = await strictVendor();
  const { findings } = await examined({
    ...environmentOf(town),
    WECOM_API_URL: vendor.url,
    DINGTALK_API_URL: vendor.url,
  }).finally(vendor.close);
  expect(findings.get('wecom.trustedIp')).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('203.0.113.7'),
    cure: expect.stringContaining('企业可信IP'),
  });
  expect(findings.get('dingtalk.cards')).toMatchObject({
    state: 'bad',
    cure: expect.stringContaining('Card.Instance.Write'),
  });
  expect(findings.get('wecom.clock')).toMatchObject({ state: 'bad', cure: expect.stringContaining('校准') });
});
