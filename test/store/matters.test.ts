import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mark } from '../../src/domain/mark/mark.ts';
import type { MatterRules } from '../../src/domain/matter.ts';
import { isRefusal, refuse } from '../../src/domain/ticket/refusal.ts';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { openArchive } from '../../src/store/desk.ts';
import { openSeal } from '../../src/store/seal.ts';
import type { Scene } from '../../src/workflow/act.ts';
import { proposeMark } from '../../src/workflow/mark.ts';
import { actOnMatter } from '../../src/workflow/matter.ts';
import type { Archive, Desk } from '../../src/workflow/ports.ts';
import { freshDatabase } from '../freshDatabase.ts';
import { at, law } from '../rules/ticketCounty.ts';

/** The smallest matter: a note that is opened once and answered once. */
interface Errand {
  id: string;
  answered: boolean;
}
type Order = { type: 'Open' | 'Answer'; at: string; by: string };
type Event = { type: 'ErrandOpened' | 'ErrandAnswered'; at: string; by: string };

const errands: MatterRules<Errand, Order, Event> = {
  kind: 'errand',
  decide: ({ type, at, by }, state) => {
    if (type === 'Open') return state ? [] : [{ type: 'ErrandOpened', at, by }];
    return state?.answered === false
      ? [{ type: 'ErrandAnswered', at, by }]
      : refuse('NothingAsked', '没有等待答复的事项。');
  },
  evolve: (_state, event) => ({ id: 'one', answered: event.type === 'ErrandAnswered' }),
  index: (state) => ({
    title: '请答复',
    month: '2026-10',
    departments: ['cgj'],
    tickets: ['GD1'],
    open: !state.answered,
    waiting: state.answered ? [] : ['liaison@cgj'],
    ...(state.answered ? {} : { dueAt: at('10-22 17:30'), wakeAt: at('10-22 17:30') }),
  }),
};

let base: { url: string; drop(): Promise<void> };
let database: Database;
let archive: Archive;
beforeAll(async () => {
  base = await freshDatabase();
  database = openDatabase(base.url);
  archive = openArchive(database, openSeal('a-key-for-this-test'), {
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

const inScene = <T>(work: (scene: Scene) => Promise<T>): Promise<T> =>
  archive.work((desk: Desk) => work({ desk, county: law as Scene['county'], via: { door: 'cli' } }));
const order = (type: Order['type'], when: string) =>
  inScene((scene) => actOnMatter(scene, errands, 'one', { type, at: at(when), by: 'limin' }));

describe('a matter in the archive', () => {
  test('is found by what it is about until it is answered, and keeps its history in a chain', async () => {
    await order('Open', '10-20 09:00');
    const found = await inScene(async ({ desk }) => ({
      waiting: await desk.waitingMatters(['liaison@cgj'], 5),
      early: await desk.mattersDue(new Date(at('10-22 17:29')), 5),
      due: await desk.mattersDue(new Date(at('10-22 17:30')), 5),
      next: await desk.nextDue(),
      byTicket: await desk.matters<Errand>('errand', { ticket: 'GD1', open: true }),
    }));
    expect(found).toMatchObject({
      waiting: [{ kind: 'errand', id: 'one', title: '请答复', dueAt: new Date(at('10-22 17:30')) }],
      early: [],
      due: [{ kind: 'errand', id: 'one' }],
      next: { scan: new Date(at('10-22 17:30')) },
      byTicket: [{ answered: false }],
    });
    await order('Answer', '10-20 10:00');
    const after = await inScene(async ({ desk }) => ({
      waiting: await desk.waitingMatters(['liaison@cgj'], 5),
      history: await desk.matterHistory('errand', 'one'),
      next: await desk.nextDue(),
      file: await desk.readMatter<Errand>('errand', 'one'),
    }));
    expect(after.waiting).toEqual([]);
    expect(after.next).toEqual({});
    expect(after.history.map(({ seq, event, via }) => [seq, event.type, via?.door])).toEqual([
      [1, 'ErrandOpened', 'cli'],
      [2, 'ErrandAnswered', 'cli'],
    ]);
    expect(after.file).toMatchObject({ version: 2, state: { answered: true } });
  });

  test('a refused order changes nothing', async () => {
    expect(isRefusal(await order('Answer', '10-20 11:00'))).toBe(true);
    const history = await inScene(({ desk }) => desk.matterHistory('errand', 'one'));
    expect(history).toHaveLength(2);
  });

  test('marks proposed at one time get numbers of their own, and none is lost', async () => {
    const propose = (event: string) =>
      inScene((scene) =>
        proposeMark(scene, { department: 'cgj', event, because: '同时', at: at('10-20 09:00'), by: 'hanmei' }),
      );
    const events = ['supervisionAbsent', 'supervisionNoAnswer', 'supervisionNoHandling', 'shirking', 'praise'];
    await Promise.all(events.map(propose));
    const kept = await inScene(({ desk }) => desk.matters<Mark>('mark', { month: '2026-10' }));
    expect(kept.map(({ event }) => event).sort()).toEqual([...events].sort());
    expect(new Set(kept.map(({ id }) => id)).size).toBe(events.length);
    expect(await propose('notInThePolicy')).toBeUndefined();
  });
});
