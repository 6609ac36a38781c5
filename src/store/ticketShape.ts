import type { Desk } from '../workflow/ports.ts';
import { link } from './chain.ts';

/** A ticket's row in the archive, and the rows of its history, as the statements that write them take them. */
type Change = Parameters<Desk['save']>[0];

export const EVENT_COLUMNS = '"no", "seq", "at", "type", "by", "via", "body", "before", "after", "chain"';
export const EVENT_SHAPE = `e("no" text, "seq" int, "at" timestamptz, "type" text, "by" text, "via" jsonb, "body" jsonb, "before" text,
  "after" text, "chain" text)`;
export type EventRow = ReturnType<typeof eventRows>[number];

/** The events as they are appended to the ticket's chain. */
export const eventRows = (change: Change) => {
  const { no } = change.after;
  let chain = change.before?.chain ?? '';
  return change.events.map((event, index) => {
    const seq = (change.before?.version ?? 0) + index + 1;
    chain = link(chain, no, seq, event);
    return {
      no,
      seq,
      at: event.at,
      type: event.type,
      by: event.by,
      via: change.via,
      body: event,
      before: (index === 0 ? change.before?.ticket.status : change.statuses[index - 1]) ?? null,
      after: change.statuses[index] ?? change.after.status,
      chain,
    };
  });
};

export const TICKET_COLUMNS = `"no", "state", "version", "chain", "status", "type", "department", "urgent", "receivedAt", "dispatchedAt",
  "claimDueAt", "claimedAt", "dueAt", "closedAt", "wakeAt", "waiting", "intakeDigest"`;
export type TicketRow = ReturnType<typeof ticketRow>;

/** The state with what queries need of it, in the order of the columns. */
export const ticketRow = (change: Change, events: readonly EventRow[]) => {
  const { after } = change;
  return {
    no: after.no,
    state: after,
    version: (change.before?.version ?? 0) + events.length,
    chain: events.at(-1)?.chain ?? change.before?.chain ?? '',
    status: after.status,
    type: after.type,
    department: after.department ?? null,
    urgent: after.flags.includes('urgent'),
    receivedAt: after.receivedAt,
    dispatchedAt: after.dispatchedAt ?? null,
    claimDueAt: after.claimDueAt ?? null,
    claimedAt: after.claimedAt ?? null,
    dueAt: after.dueAt ?? null,
    closedAt: after.closedAt ?? null,
    wakeAt: change.wakeAt ?? null,
    waiting: change.waiting,
    intakeDigest: change.intakeDigest ?? null,
  };
};
