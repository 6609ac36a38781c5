import type { Column, FactLine } from '../../src/domain/assessment/facts.ts';
import { monthAfter, monthBegins } from '../../src/domain/deadline/calendarDate.ts';
import type { Law } from '../../src/domain/law.ts';
import type { Command, Intake } from '../../src/domain/ticket/commands.ts';
import { decide } from '../../src/domain/ticket/decide.ts';
import type { TicketEvent } from '../../src/domain/ticket/events.ts';
import { isRefusal } from '../../src/domain/ticket/refusal.ts';
import { nextWake } from '../../src/domain/ticket/wake.ts';
import { type Database, openDatabase } from '../../src/store/client.ts';
import { openArchive } from '../../src/store/desk.ts';
import { openSeal } from '../../src/store/seal.ts';
import type { Archive, Desk, FactPeriod, PeriodFigures } from '../../src/workflow/ports.ts';
import { freshDatabase } from '../freshDatabase.ts';
import { applied, at, intake, law } from '../rules/ticketCounty.ts';

/** An archive of its own in which tickets are worked on by the law's commands. */
export interface FactsRig {
  database: Database;
  /** Its address, for a connection beside Prisma's. */
  url: string;
  archive: Archive;
  desk<T>(work: (desk: Desk) => Promise<T>): Promise<T>;
  /** Registers a ticket (as `intake` says) and gives it these commands, each in a unit of its own. */
  play(no: string, commands: readonly Command[], more?: Partial<Intake>, by?: Law): Promise<void>;
  /** One command to a ticket that is there, or `undefined` for a new one. Returns what happened. */
  order(no: string, command: Command, by?: Law): Promise<TicketEvent[]>;
  close(): Promise<void>;
}

export const openFactsRig = async (): Promise<FactsRig> => {
  const base = await freshDatabase();
  const database = openDatabase(base.url);
  const archive = openArchive(database, openSeal('a-key-for-this-test'), {
    newId: () => crypto.randomUUID(),
    real: () => 0,
    place: async () => ({ state: 'queued', queue: null }),
    jobs: async () => [],
    forecast: async () => 0,
  });
  const order = (no: string, command: Command, by: Law = law): Promise<TicketEvent[]> =>
    archive.work(async (desk) => {
      const before = await desk.lock(no);
      const events = decide(command, before?.ticket, by);
      if (isRefusal(events)) throw new Error(`${command.type} was refused: ${events.says}`);
      const after = applied(before?.ticket, events);
      const statuses = events.map((_event, index) => applied(before?.ticket, events.slice(0, index + 1)).status);
      const wakeAt = nextWake(after, by);
      await desk.save({ before, after, events, statuses, via: { door: 'cli' }, wakeAt, waiting: [] });
      return events;
    });
  return {
    database,
    url: base.url,
    archive,
    desk: (work) => archive.work(work),
    order,
    play: async (no, commands, more = {}, by = law) => {
      const arrival = intake({ ...more, no });
      await order(no, { type: 'Register', intake: arrival, at: at('10-20 08:50') }, by);
      for (const command of commands) await order(no, command, by);
    },
    close: async () => {
      await database.$disconnect();
      await base.drop();
    },
  };
};

/** A whole month, as it stood at `asOf`; by default a year after it. */
export const month = (name: string, asOf = new Date(monthBegins(name).getTime() + 366 * 86_400_000)): FactPeriod => ({
  from: monthBegins(name),
  to: monthBegins(monthAfter(name)),
  asOf,
});

/** The columns that are not zero. */
export const counted = (figures: PeriodFigures | undefined): Partial<Record<Column | 'defective', number>> =>
  Object.fromEntries(
    Object.entries({ ...figures?.counts, defective: figures?.defective ?? 0 }).filter(([, count]) => count !== 0),
  );

/** The figures that the lines add up to: by department, columns that are not zero. */
export const summed = (lines: readonly FactLine[]): Record<string, Record<string, number>> => {
  const sums: Record<string, Record<string, number>> = {};
  for (const { department, columns } of lines) {
    sums[department] ??= {};
    const sum = sums[department];
    for (const column of columns) sum[column] = (sum[column] ?? 0) + 1;
  }
  return sums;
};
