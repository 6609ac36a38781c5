import type { MatterEvent } from '../domain/matter.ts';
import type { Desk, MatterFile, Via } from '../workflow/ports.ts';
import { link } from './chain.ts';
import { json, type Tx } from './client.ts';
import type { Statement, Unit } from './unit.ts';

type Row = { state: unknown; version: number; chain: string };
const fileOf = <State>(row: Row | null | undefined): MatterFile<State> | undefined =>
  row ? { state: row.state as State, version: row.version, chain: row.chain } : undefined;

const date = (moment: string | undefined): Date | null => (moment ? new Date(moment) : null);

/** Appends the events to the matter's chain and returns its new end. */
const saveEvents = async (tx: Tx, change: Parameters<Desk['saveMatter']>[0]): Promise<string> => {
  const { kind, id } = change;
  let chain = change.before?.chain ?? '';
  const rows = change.events.map((event, index) => {
    const seq = (change.before?.version ?? 0) + index + 1;
    chain = link(chain, `${kind}:${id}`, seq, event);
    const at = new Date(event.at);
    return { kind, id, seq, at, type: event.type, by: event.by, via: json(change.via), body: json(event), chain };
  });
  if (rows.length > 0) await tx.matterEvent.createMany({ data: rows });
  return chain;
};

const save = async (tx: Tx, change: Parameters<Desk['saveMatter']>[0]): Promise<void> => {
  const { kind, id, index } = change;
  const row = {
    state: json(change.after),
    version: (change.before?.version ?? 0) + change.events.length,
    chain: await saveEvents(tx, change),
    title: index.title,
    month: index.month ?? null,
    departments: [...index.departments],
    tickets: [...index.tickets],
    open: index.open,
    waiting: [...index.waiting],
    dueAt: date(index.dueAt),
    wakeAt: date(index.wakeAt),
  };
  const where = { kind_id: { kind, id } };
  if (change.before) await tx.matter.update({ where, data: row, select: { id: true } });
  else await tx.matter.create({ data: { kind, id, ...row }, select: { id: true } });
};

const WAITING: Statement = {
  name: 'matters waiting',
  text: `
    SELECT "kind", "id", "title", "dueAt" FROM "matter" WHERE "open" AND "waiting" && $1::text[]
    ORDER BY "dueAt" ASC NULLS LAST, "kind", "id" LIMIT $2`,
};

const DUE: Statement = {
  name: 'matters due',
  text: 'SELECT "kind", "id" FROM "matter" WHERE "wakeAt" <= $1 ORDER BY "wakeAt" LIMIT $2 FOR UPDATE SKIP LOCKED',
};

type MatterDesk = Pick<
  Desk,
  | 'lockMatter'
  | 'readMatter'
  | 'matterHistory'
  | 'saveMatter'
  | 'matters'
  | 'countMatters'
  | 'waitingMatters'
  | 'mattersDue'
>;

/** The part of a desk that keeps matters and their history. */
export const matterDesk = ({ tx, run }: Pick<Unit, 'tx' | 'run'>): MatterDesk => ({
  lockMatter: async <State>(kind: string, id: string) => {
    const [row] = await tx.$queryRaw<Row[]>`
      SELECT "state", "version", "chain" FROM "matter" WHERE "kind" = ${kind} AND "id" = ${id} FOR UPDATE`;
    return fileOf<State>(row);
  },
  readMatter: async <State>(kind: string, id: string) =>
    fileOf<State>(await tx.matter.findUnique({ where: { kind_id: { kind, id } } })),
  matterHistory: async (kind, id) => {
    const rows = await tx.matterEvent.findMany({ where: { kind, id }, orderBy: { seq: 'asc' } });
    return rows.map((row) => ({
      seq: row.seq,
      event: row.body as unknown as MatterEvent,
      ...(row.via ? { via: row.via as unknown as Via } : {}),
    }));
  },
  saveMatter: (change) => save(tx, change),
  matters: async <State>(kind: string, query: Parameters<Desk['matters']>[1]) => {
    const rows = await tx.matter.findMany({
      where: {
        kind,
        ...(query.month ? { month: query.month } : {}),
        ...(query.department ? { departments: { has: query.department } } : {}),
        ...(query.ticket ? { tickets: { has: query.ticket } } : {}),
        ...(query.open === undefined ? {} : { open: query.open }),
      },
      orderBy: { id: 'asc' },
      select: { state: true },
    });
    return rows.map((row) => row.state as State);
  },
  countMatters: (kind, stem) => tx.matter.count({ where: { kind, id: { startsWith: stem } } }),
  waitingMatters: async (tokens, limit) => {
    const rows = await run<{ kind: string; id: string; title: string; dueAt: Date | null }>(WAITING, [tokens, limit]);
    return rows.map(({ dueAt, ...row }) => ({ ...row, ...(dueAt ? { dueAt } : {}) }));
  },
  mattersDue: (at, limit) => run(DUE, [at, limit]),
});
