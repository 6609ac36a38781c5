import { expect } from 'vitest';
import { unknownKey } from '../../src/houseMobiles.ts';
import { openDatabase } from '../../src/store/client.ts';
import { answersAnew, importsOrganisation } from '../town/cli.ts';
import { organisationFile } from '../town/organisation.ts';
import { storiesWith, story } from '../town/story.ts';
import { type StoryTown, until } from '../town/town.ts';

const GROUP = { chat: 'wrkNew' };
const HOW = ['还没有绑定', 'wrkNew', '绑定 单位名称'];

story('an administrator binds a group; before that it only tells its number', async ({ town }) => {
  await town.asks('limin', '@工单助手 待办', HOW, 'wrkNew');
  await town.asks('limin', '@工单助手 帮助', HOW, 'wrkNew');
  await town.asks('limin', '@工单助手 我想问一下', HOW, 'wrkNew');
  await town.asks('limin', '@工单助手 绑定 城管局', ['管理员使用', 'wrkNew'], 'wrkNew');
  await town.asks('xulei', '@工单助手 绑定 城管', ['没有叫', 'wrkNew'], 'wrkNew');
  await town.asks('xulei', '@工单助手 /绑定 城管局', '本群已绑定：县城市管理局', 'wrkNew');
  await town.tickets({ no: 'GD20261020002006', department: 'cgj' });
  await town.card(GROUP, 'claim', 'GD20261020002006');
  await town.card({ chat: 'wrkCgj' }, 'claim', 'GD20261020002006');
  await town.asks('xulei', '@工单助手 群号', 'wrkNew', 'wrkNew');
  await town.asks('xulei', '@工单助手 解绑', '已解绑', 'wrkNew');
  await town.asks('xulei', '@工单助手 待办', HOW, 'wrkNew');
});

/** 李敏's DingTalk account, of which the organisation file says nothing, and somebody nobody knows. */
const withAccounts = storiesWith({
  people: [
    { id: 'liminOnDingtalk', name: '李敏', department: 'cgj', roles: [], dingtalk: '0301', unlisted: true },
    { id: 'passerby', name: '路人', department: 'cgj', roles: [], dingtalk: '0399', unlisted: true },
  ],
});

/** The code the administrator reads in private. */
const codeFor = async (town: StoryTown, person: string): Promise<string> => {
  const { text } = await town.asks('xulei', `绑定码 ${person}`, ['的绑定码：', '只能用一次']);
  return /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';
};

withAccounts('an invitation code binds a second platform in private, once', async ({ town }) => {
  await town.asks('liminOnDingtalk', '待办', ['您还没有登记', '0301', '绑定码']);
  await town.asks('limin', '绑定码 李敏', '管理员');
  const code = await codeFor(town, '李敏');
  await town.asks('liminOnDingtalk', code, ['绑定成功', '李敏（县城市管理局）', '联络员']);
  await town.reads({ person: 'limin' }, '钉钉账号已用绑定码绑定', '不是您本人');
  await town.reads({ person: 'xulei' }, '李敏已用您发的绑定码');
  await town.asks('liminOnDingtalk', '我', '李敏（县城市管理局）');
  await town.asks('passerby', code, ['不对、已用过或已过期', '0399']);
});

withAccounts(
  'a code ends after a day, when a newer one is made, and when it was shown in a group',
  async ({ town }) => {
    const old = await codeFor(town, 'limin');
    const newer = await codeFor(town, 'limin');
    await town.asks('liminOnDingtalk', old, '不对、已用过或已过期');
    await town.asks('passerby', `@工单助手 ${newer}`, '不再有效', 'cidZjj==');
    await town.asks('liminOnDingtalk', newer, '不对、已用过或已过期');
    const last = await codeFor(town, 'limin');
    await town.clock({ to: '2026-10-21T10:00:00+08:00' });
    await town.asks('liminOnDingtalk', `绑定码 ${last.toLowerCase()}`, '不对、已用过或已过期');
    town.leavesUnread('posts of the day between', ({ text }) => !text.includes('绑定'));
  },
);

withAccounts('wrong codes are counted: after five the right one is not taken either, for an hour', async ({ town }) => {
  const code = await codeFor(town, '李敏');
  for (let tries = 1; tries <= 5; tries += 1) await town.asks('passerby', `AAAA-BBB${tries + 1}`, '不对');
  await town.asks('passerby', code, ['错误次数过多', '0399']);
  await town.asks('liminOnDingtalk', code, '绑定成功');
  await town.readsAll({ person: 'limin' }, '绑定码绑定');
  await town.readsAll({ person: 'xulei' }, '李敏已用您发的绑定码');
  expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
});

/** Where in the whole database these words stand: the names of the tables. */
const tablesWith = async (town: StoryTown, words: string): Promise<string[]> => {
  const database = openDatabase(town.databaseUrl, 1);
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT schemaname || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await database.$queryRawUnsafe<{ there: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM ${name} t WHERE t::text LIKE $1) AS there`,
      `%${words}%`,
    );
    if (rows[0]?.there) found.push(name);
  }
  await database.$disconnect();
  return found;
};

withAccounts('a code that has arrived stands nowhere in the archive, asked alone or in a group', async ({ town }) => {
  const alone = await codeFor(town, '李敏');
  await until(async () => (await tablesWith(town, alone)).length === 0, 'the code is forgotten');
  await town.asks('xulei', '@工单助手 绑定码 李敏', '已私下答复您', 'wrkCentre');
  const { text } = await town.reads({ person: 'xulei' }, '的绑定码：');
  const whispered = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)?.[0] ?? '';
  expect(whispered).not.toBe(alone);
  await until(async () => (await tablesWith(town, whispered)).length === 0, 'the code is forgotten');
  expect(await tablesWith(town, '只给本人看，不保存')).toContain('public.delivery');
  await town.asks('liminOnDingtalk', whispered, '绑定成功');
  await town.reads({ person: 'limin' }, '绑定码绑定');
  await town.reads({ person: 'xulei' }, '李敏已用您发的绑定码');
});

story('two of one name: the administrator is asked for the 编号', async ({ town }) => {
  await town.asks('xulei', '绑定码 黄丽', ['同名', 'huangli1', 'huangli2']);
  await town.asks('xulei', '绑定码 没有这人', '名册上没有');
});

/** Accounts of two of the file's people, found by their number alone. */
const withNumbers = storiesWith({
  people: [
    { id: 'a', name: '刘芳', department: 'zjj', roles: [], dingtalk: '0311', mobile: '13900000311', unlisted: true },
    { id: 'b', name: '马超', department: 'cgj', roles: [], wecom: 'machao', mobile: '13900000312', unlisted: true },
  ],
});

withNumbers('people are found by their mobile number, once, and the number is not kept', async ({ town }) => {
  const handler = { roles: ['handler'] };
  const people = [
    { id: 'liufang', name: '刘芳', department: 'zjj', ...handler, mobile: '13900000311' },
    { id: 'machao', name: '马超', department: 'cgj', ...handler, mobile: '13900000312' },
    { id: 'nobody', name: '高远', department: 'cgj', ...handler, mobile: '13900000399' },
    { id: 'none', name: '田野', department: 'cgj', ...handler },
  ];
  const file = organisationFile();
  const said = await importsOrganisation(town, { ...file, people: [...file.people, ...people] });
  expect(said).toMatch(/正按手机号查找的人员：刘芳、马超、高远\n.*收不到消息.*：田野/);
  await town.reads({ person: 'xulei' }, '已按手机号绑定：刘芳（钉钉）、马超（企业微信）', '没有找到账号：高远');
  await answersAnew(town, 'a', '刘芳（县住房和城乡建设局）');
  await answersAnew(town, 'b', '马超（县城市管理局）');
  const database = openDatabase(town.databaseUrl, 1);
  expect(await database.person.count({ where: { mobile: { not: null } } })).toBe(0);
  await database.$disconnect();
  const again = await importsOrganisation(town, { ...file, people: [...file.people, ...people.slice(0, 2)] });
  expect(again).toContain('人员：新增 0，更新 0');
});

story('only fifty unknown numbers a day are asked for, counted for all instances', async ({ town }) => {
  const database = openDatabase(town.databaseUrl, 1);
  const key = unknownKey(Date.now());
  await database.platformNote.create({ data: { platform: 'wecom', key, value: { count: 49 } } });
  const people = ['1', '2'].map((digit) => ({
    id: `stranger${digit}`,
    name: `生人${digit}`,
    department: 'cgj',
    roles: ['handler'],
    mobile: `1390000080${digit}`,
  }));
  const file = organisationFile();
  await importsOrganisation(town, { ...file, people: [...file.people, ...people] });
  await town.reads({ person: 'xulei' }, '没有找到账号：生人1。');
  const { requests } = (await (await fetch(`${town.url}/town`)).json()) as { requests: { what: string }[] };
  expect(requests.filter(({ what }) => what.startsWith('/cgi-bin/user/getuserid'))).toHaveLength(1);
  expect(await database.platformNote.findFirst({ where: { platform: 'wecom', key } })).toMatchObject({
    value: { count: 50 },
  });
  expect(await database.person.findMany({ where: { mobile: { not: null } }, select: { id: true } })).toEqual([
    { id: 'stranger2' },
  ]);
  await database.$disconnect();
});
