import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/domain/analysis/finding.ts';
import { instant } from '../../src/domain/instant.ts';
import { TicketJson } from '../../src/intake/ticketSchema.ts';
import { understandTicket } from '../../src/intake/understand.ts';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { openArchive } from '../../src/store/desk.ts';
import { openSeal } from '../../src/store/seal.ts';
import { fillTopics } from '../../src/store/topicRows.ts';
import { act, type Scene } from '../../src/workflow/act.ts';
import { alertFindings } from '../../src/workflow/alertFindings.ts';
import { analyseMonth } from '../../src/workflow/analysis.ts';
import { openCounty } from '../../src/workflow/county.ts';
import type { Archive } from '../../src/workflow/ports.ts';
import { registerTicket } from '../../src/workflow/registerTicket.ts';
import { signalsOf } from '../../src/workflow/signals.ts';
import { decideSubmission, submit } from '../../src/workflow/submission.ts';
import { freshDatabase } from '../freshDatabase.ts';
import { DEPARTMENTS, law, PEOPLE, who } from '../rules/ticketCounty.ts';

const seal = openSeal('a-key-for-this-test');
let base: { url: string; drop(): Promise<void> };
let database: Database;
let archive: Archive;
beforeAll(async () => {
  base = await freshDatabase();
  database = openDatabase(base.url);
  archive = openArchive(database, seal, {
    newId: () => crypto.randomUUID(),
    real: () => 0,
    place: async () => ({ state: 'queued', queue: null }),
    jobs: async () => [],
    forecast: async () => 0,
  });
});
afterAll(async () => {
  await database?.$disconnect();
  await base?.drop();
});

const director = (person: (typeof PEOPLE)[number]) => (person.id === 'xulei' ? { ...person, wecom: 'xulei' } : person);
const county = openCounty({
  departments: DEPARTMENTS,
  people: PEOPLE.map(director),
  chats: [],
  policy: law.policy,
  calendar: law.calendar,
  inForceAt: law.inForceAt,
  scheme: law.scheme,
  platforms: ['wecom'],
});
const inScene = <T>(work: (scene: Scene) => Promise<T>): Promise<T> =>
  archive.work((desk) => work({ desk, county, via: { door: 'cli' } }));

let serial = 0;
/** Takes a ticket in as the upstream sent it; returns its number. */
const taken = async (receivedAt: string, more: Record<string, unknown> = {}): Promise<string> => {
  serial += 1;
  const no = `GD${String(serial).padStart(6, '0')}`;
  const moment = `${receivedAt}T10:00:00+08:00`;
  const raw = {
    no,
    type: '求助',
    title: '停水',
    category: '供水',
    area: '琴江镇',
    department: 'cgj',
    receivedAt: moment,
  };
  const ticket = TicketJson.parse({ ...raw, dispatchedAt: moment, ...more });
  const outcome = await inScene((scene) => registerTicket(scene, understandTicket(ticket, county), new Date(moment)));
  expect(outcome).toEqual({ no, outcome: 'created' });
  return no;
};
const many = async (count: number, receivedAt: string, more: Record<string, unknown> = {}): Promise<string[]> => {
  const numbers: string[] = [];
  for (let made = 0; made < count; made += 1) numbers.push(await taken(receivedAt, more));
  return numbers;
};
const xulei = who('xulei');
const cards = () =>
  database.delivery.findMany({ where: { kind: 'notice' }, orderBy: { order: 'asc' } }).then((rows) =>
    rows.map(({ personId, letter }) => ({
      to: personId,
      card: (letter as unknown as { card: { title: string; rows: object[] } }).card,
    })),
  );

// The tests follow one another through the months of one archive.
describe('the analysis of a month', () => {
  test('volumes with the month and the year before, merged ones once, void ones never', async () => {
    await many(2, '2025-10-01', { category: '噪音', area: '高田镇' });
    for (const month of ['06', '07', '08', '09']) await taken(`2026-${month}-02`);
    await many(1, '2026-09-20', { category: undefined, area: undefined, type: '咨询' });
    const [first = '', second = '', third = ''] = await many(9, '2026-10-12');
    await taken('2026-10-31', { category: '噪音', area: '高田镇', department: 'zjj', type: '举报' });
    const by = who('hanmei');
    const at = '2026-10-13T02:00:00.000Z';
    await inScene((scene) => act(scene, second, { type: 'Merge', into: first, by, at }));
    await inScene((scene) => act(scene, third, { type: 'Void', reason: '重复登记', by, at }));
    const analysis = await inScene((scene) => analyseMonth(scene, '2026-10'));
    expect(analysis).toMatchObject({
      month: '2026-10',
      totals: [
        { name: '受理', count: 8, monthAgo: 2, yearAgo: 2 },
        { name: '并入其他工单（不另计）', count: 1, monthAgo: 0, yearAgo: 0 },
      ],
      byType: [
        { name: '求助', count: 7, monthAgo: 1, yearAgo: 2 },
        { name: '举报', count: 1, monthAgo: 0, yearAgo: 0 },
        { name: '咨询', count: 0, monthAgo: 1, yearAgo: 0 },
      ],
      byCategory: [{ name: '供水' }, { name: '噪音', count: 1, monthAgo: 0, yearAgo: 2 }, { name: '未分类', count: 0 }],
      byArea: [
        { name: '琴江镇', count: 7 },
        { name: '高田镇', count: 1 },
        { name: '未注明区域', monthAgo: 1 },
      ],
      byDepartment: [
        { name: 'cgj', count: 7, monthAgo: 2, yearAgo: 2 },
        { name: 'zjj', count: 1, monthAgo: 0, yearAgo: 0 },
      ],
      hotTopics: [
        { category: '供水', count: 7, share: '87.50', areas: ['琴江镇'] },
        { category: '噪音', count: 1, share: '12.50', areas: ['高田镇'] },
      ],
      emerging: [{ category: '供水', area: '琴江镇', count: 7, expected: '1.00', months: 4 }],
    });
    const part = await inScene((scene) => analyseMonth(scene, '2026-10', new Date('2026-10-11T00:00:00+08:00')));
    expect(part.totals[0]).toEqual({ name: '受理', count: 0, monthAgo: 1, yearAgo: 2 });
  });

  test('R7.1 with the 08:43 run the director reads a finding once, and it is kept with its figures', async () => {
    const run = (moment: string) => inScene((scene) => alertFindings(scene, new Date(`${moment}T08:43:00+08:00`)));
    await run('2026-10-12');
    expect(await cards()).toEqual([]);
    await run('2026-10-13');
    await run('2026-10-14');
    const [told, ...more] = await cards();
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      to: 'xulei',
      card: { title: expect.stringContaining('2026-10'), rows: [{ ticket: '苗头性', title: '供水 · 琴江镇' }] },
    });
    expect(JSON.stringify(told)).toContain('7 件；此前 4 个月月均 1.00 件，偶然达到的概率 0.000083');
    // The first run of November looks at the whole of October: what came after the last run of October is found.
    await many(5, '2026-10-31', { category: '噪音', area: '小松镇' });
    await run('2026-11-02');
    const kept = await inScene(({ desk }) => desk.matters<Finding>('finding', {}));
    expect(kept.map(({ month, found }) => [month, found.category, found.count])).toEqual(
      expect.arrayContaining([
        ['2026-10', '供水', 7],
        ['2026-10', '噪音', 5],
      ]),
    );
    expect(kept).toHaveLength(2);
    expect(await cards()).toHaveLength(2);
  });

  test('a problem all over the county is told in the month in which it becomes one', async () => {
    for (const area of ['一', '二', '三', '四', '五'])
      await many(2, '2026-11-03', { category: '物业', area: `${area}镇` });
    await inScene((scene) => alertFindings(scene, new Date('2026-11-04T08:43:00+08:00')));
    expect((await cards()).at(-1)?.card.rows).toEqual([
      { ticket: '全局性', title: '物业', detail: '5 个区域都有，共 10 件' },
    ]);
    for (const area of ['一', '二', '三', '四', '五'])
      await many(2, '2026-12-01', { category: '物业', area: `${area}镇` });
    const before = (await cards()).length;
    await inScene((scene) => alertFindings(scene, new Date('2026-12-02T08:43:00+08:00')));
    expect(await cards()).toHaveLength(before);
    const december = await inScene((scene) => analyseMonth(scene, '2026-12'));
    expect(december.general).toEqual([{ category: '物业', areas: 5, count: 10 }]);
  });

  test('appeals of one caller and about one place are counted, and neither is there to be read', async () => {
    const caller = { name: '欧阳震天', phone: '139 1234 5678' };
    const [first = ''] = await many(1, '2027-01-04', { caller, address: '石城县琴江镇文昌路7号', category: '噪音' });
    const again = await taken('2027-01-20', { caller: { phone: '+86 13912345678' }, address: '琴江镇文昌路７号' });
    const late = await taken('2027-02-10', { caller: { phone: '13912345678' } });
    const stranger = await taken('2027-01-21', { caller: { phone: '13700000000' } });
    const of = (no: string) => inScene(({ desk }) => desk.analysis.repeatsOf(no, 30));
    expect(await of(first)).toEqual({ caller: 1, place: 1 });
    expect(await of(again)).toEqual({ caller: 2, place: 2 });
    expect(await of(late)).toEqual({ caller: 2, place: 0 });
    expect(await of(stranger)).toEqual({ caller: 1, place: 0 });
    const { repeated } = await inScene((scene) => analyseMonth(scene, '2027-01'));
    const top = [
      { category: '供水', count: 1 },
      { category: '噪音', count: 1 },
    ];
    expect(repeated).toEqual([
      { kind: 'caller', tickets: 2, groups: 1, top },
      { kind: 'place', tickets: 2, groups: 1, top },
    ]);
    const [row] = await database.$queryRaw<
      object[]
    >`SELECT to_jsonb(t) AS row FROM "ticket_topic" t WHERE "no" = ${first}`;
    expect(JSON.stringify(row)).not.toMatch(/13912345678|文昌|欧阳/);
    const keys = await database.ticketTopic.findUniqueOrThrow({ where: { no: first } });
    expect(keys.callerKey).toHaveLength(16);
    expect(openSeal('another-key').fingerprint('caller', '13912345678')).not.toEqual(keys.callerKey);
    expect(seal.fingerprint('place', '13912345678')).not.toEqual(keys.callerKey);
    expect(seal.fingerprint('caller', '13912345678')).toEqual(keys.callerKey);
  });

  test('the telephone that the upstream corrects is the one that counts', async () => {
    const raw = {
      no: 'GD900001',
      type: '求助',
      title: '停水',
      department: 'cgj',
      receivedAt: '2027-03-02T10:00:00+08:00',
    };
    const send = (caller: object, more: object = {}) =>
      inScene((scene) =>
        registerTicket(
          scene,
          understandTicket(TicketJson.parse({ ...raw, ...more, caller }), county),
          new Date('2027-03-02T10:00:00+08:00'),
        ),
      );
    await send({ phone: '13700000001' });
    await send({ phone: '13700000002' }, { category: '燃气' });
    const row = await database.ticketTopic.findUniqueOrThrow({ where: { no: 'GD900001' } });
    expect(row.callerKey).toEqual(seal.fingerprint('caller', '13700000002'));
    expect(row.category).toBe('燃气');
  });

  test('tickets older than these rows are counted once they are filled; until then no month is known', async () => {
    const before = await database.ticketTopic.findMany({ orderBy: { no: 'asc' } });
    await database.ticketTopic.deleteMany({ where: { receivedAt: { lt: new Date('2027-01-10T00:00:00Z') } } });
    const first = () => inScene(({ desk }) => desk.analysis.firstReceived());
    expect(await first()).toBeUndefined();
    expect((await inScene((scene) => analyseMonth(scene, '2026-10'))).emerging).toEqual([]);
    expect(await fillTopics(database, seal)).toBeGreaterThan(20);
    expect(await fillTopics(database, seal)).toBe(0);
    expect(await database.ticketTopic.findMany({ orderBy: { no: 'asc' } })).toEqual(before);
    expect(await first()).toEqual(new Date('2025-10-01T02:00:00Z'));
  });

  test('R7.4 an adopted 社情 reaches the report of the month of its adoption', async () => {
    const hand = (title: string) =>
      inScene((scene) =>
        submit(
          scene,
          'signal',
          { by: who('chenjing'), title, content: '来电集中' },
          new Date('2026-10-31T09:00:00+08:00'),
        ),
      );
    await hand('水价上涨');
    await hand('道路塌陷');
    const at = (text: string) => instant(new Date(text));
    const decide = (id: string, order: { type: 'Adopt' } | { type: 'Refuse'; reason: string }, moment: string) =>
      inScene((scene) => decideSubmission(scene, 'signal', id, { ...order, by: xulei, at: at(moment) }));
    await decide('SQ202610-1', { type: 'Adopt' }, '2026-11-03T09:00:00+08:00');
    await decide('SQ202610-2', { type: 'Refuse', reason: '已在办理' }, '2026-11-03T09:00:00+08:00');
    expect(await inScene((scene) => signalsOf(scene, '2026-10'))).toEqual([]);
    expect((await inScene((scene) => signalsOf(scene, '2026-11'))).map(({ title }) => title)).toEqual(['水价上涨']);
    const marks = await inScene(({ desk }) => desk.matters<{ event: string }>('mark', { month: '2026-11' }));
    expect(marks).toMatchObject([{ event: 'adoptedSignal', department: 'zjj', clause: 'R7.4', state: 'proposed' }]);
  });
});
