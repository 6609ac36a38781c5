import type { Sent } from '../cards/exchange.ts';
import { toDate } from '../domain/instant.ts';
import { decidersAmong } from '../domain/referral/referral.ts';
import { waitingFor } from '../domain/ticket/access.ts';
import type { Command } from '../domain/ticket/commands.ts';
import { decide } from '../domain/ticket/decide.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import { evolve } from '../domain/ticket/evolve.ts';
import { isRefusal, type Refusal, refuse } from '../domain/ticket/refusal.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Status } from '../domain/ticket/status.ts';
import { nextWake } from '../domain/ticket/wake.ts';
import { announce } from './announce.ts';
import type { County } from './county.ts';
import type { Desk, Recipient, TicketFile, TicketText, Via } from './ports.ts';
import { takeBack } from './takeBack.ts';

/** What a change came to. */
export interface Change {
  before: Ticket | undefined;
  after: Ticket;
  events: TicketEvent[];
  /** How many events the history had before: with an event's place it names one occasion for good. */
  version: number;
}

/**
 * Who has read a letter, by the platform's ids; undefined when the platform does not tell, not within a second, or only
 * at a price the month cannot bear.
 */
export type Readers = (to: Recipient, sent: Sent) => Promise<readonly string[] | undefined>;

/** Where and in what a verb acts: one open unit of work, the county of this moment, and the source of the order. */
export interface Scene {
  desk: Desk;
  county: County;
  via: Via;
  /** The card just pressed: its answer changes it, no update does. */
  clicked?: string;
  readers?: Readers;
}

/** Tokens by which a ticket is found by those it waits for. */
export const waitingTokens = (ticket: Ticket, county: County): string[] => [
  ...new Set(
    waitingFor(ticket, county).flatMap((wait) => {
      if (wait.people) return wait.people.map((id) => `person:${id}`);
      if (wait.command !== 'DecideReferral') return [`${wait.role}@${wait.department ?? 'county'}`];
      const { deciders } = decidersAmong(county.people, ticket, ticket.referral?.arisenAt ?? ticket.receivedAt);
      return deciders.map(({ id }) => `person:${id}`);
    }),
  ),
];

/**
 * Puts one command to one ticket: row lock, decide, save state and history, add what people must be told. A refusal
 * changes nothing. The caller's unit of work commits all of it or none.
 */
export const act = async (
  scene: Scene,
  no: string,
  command: Command,
  extra: { text?: TicketText; intakeDigest?: string } = {},
): Promise<Change | Refusal> => {
  const file = await scene.desk.lock(no);
  if (!file && command.type !== 'Register') return refuse('ArgumentWrong', `没有编号为 ${no} 的工单，请核对编号。`);
  return actOnFile(scene, file, command, extra);
};

/** The same for a ticket whose row is locked already. */
export const actOnFile = async (
  scene: Scene,
  file: TicketFile | undefined,
  command: Command,
  extra: { text?: TicketText; intakeDigest?: string } = {},
): Promise<Change | Refusal> => {
  const { desk, county, via } = scene;
  const events = decide(command, file?.ticket, county);
  if (isRefusal(events)) return events;
  const statuses: Status[] = [];
  let after = file?.ticket;
  for (const event of events) {
    after = evolve(after, event);
    statuses.push(after.status);
  }
  if (!after) throw new Error(`a ${command.type} that is not refused must leave a ticket`);
  const change: Change = { before: file?.ticket, after, events, version: file?.version ?? 0 };
  const looked = command.type === 'Watch' && file !== undefined;
  if (events.length === 0 && !extra.text && !looked) return change;
  await desk.save({
    before: file,
    after,
    events,
    statuses,
    via,
    wakeAt: nextWake(after, county),
    waiting: waitingTokens(after, county),
    ...extra,
  });
  await takeBack(scene, change, toDate(command.at));
  await announce(scene, change, toDate(command.at));
  return change;
};
