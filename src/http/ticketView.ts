import { z } from 'zod';
import type { Mark } from '../domain/mark/mark.ts';
import { maskText } from '../domain/privacy.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { FLAGS, STATUSES } from '../domain/ticket/status.ts';
import type { HistoryEntry, LedgerLine, TicketText } from '../workflow/ports.ts';

const Moment = z.string().meta({ format: 'date-time' });

/** A ticket read back (contract, HTTP). The caller's details are only there when they were revealed. */
export const TicketView = z
  .object({
    no: z.string(),
    cityNo: z.string().optional(),
    status: z.enum(STATUSES),
    flags: z.array(z.enum(FLAGS)),
    round: z.number().int(),
    type: z.string(),
    title: z.string(),
    department: z.string().nullable(),
    coDepartments: z.array(z.string()),
    receivedAt: Moment,
    dispatchedAt: Moment.nullable(),
    claimDueAt: Moment.nullable(),
    dueAt: Moment.nullable(),
    closedAt: Moment.nullable(),
    proposal: z
      .object({ lead: z.string(), handlers: z.array(z.string()), dueAt: Moment.optional(), by: z.string(), at: Moment })
      .nullable(),
    signOff: z
      .object({
        lead: z.string(),
        handlers: z.array(z.string()),
        dueAt: Moment.optional(),
        opinion: z.string().optional(),
        by: z.string(),
        at: Moment,
      })
      .nullable(),
    contacts: z.array(z.looseObject({ mode: z.string(), at: Moment })),
    notes: z.array(z.looseObject({ content: z.string(), by: z.string(), at: Moment })),
    evidence: z.array(
      z.object({ id: z.string(), sha256: z.string(), type: z.string(), size: z.int(), by: z.string(), at: Moment }),
    ),
    replies: z.array(z.looseObject({ process: z.string(), result: z.string(), at: Moment })),
    reviews: z.array(z.looseObject({ approved: z.boolean(), at: Moment })),
    followUps: z.array(z.looseObject({ outcome: z.string(), at: Moment })),
    deductions: z.array(
      z.looseObject({
        clause: z.string(),
        points: z.string(),
        state: z.enum(['proposed', 'confirmed', 'lapsed']),
        because: z.string(),
      }),
    ),
    suggestedRoute: z.enum(['petitionBureau', 'countyLeader', 'hotlineLeader']).nullable(),
    excludedBecause: z.string().optional(),
    history: z
      .array(z.looseObject({ at: Moment, type: z.string(), by: z.string(), via: z.looseObject({}).optional() }))
      .optional(),
    deliveries: z
      .array(
        z.object({
          id: z.string(),
          to: z.string(),
          kind: z.string(),
          state: z.enum(['wanted', 'queued', 'accepted', 'failed', 'recalled']),
          at: Moment,
          reason: z.string().optional(),
          nextTry: Moment.optional(),
        }),
      )
      .optional(),
    content: z.string().optional(),
    address: z.string().optional(),
    caller: z.object({ name: z.string().optional(), phone: z.string().optional() }).optional(),
  })
  .meta({ id: 'Ticket' });
export type TicketView = z.infer<typeof TicketView>;

/** The ticket without history, deliveries or the caller. */
export const summary = (ticket: Ticket): TicketView => ({
  no: ticket.no,
  ...(ticket.cityNo ? { cityNo: ticket.cityNo } : {}),
  status: ticket.status,
  flags: ticket.flags,
  round: ticket.round,
  type: ticket.type,
  title: maskText(ticket.title),
  department: ticket.department ?? null,
  coDepartments: ticket.coDepartments,
  receivedAt: ticket.receivedAt,
  dispatchedAt: ticket.dispatchedAt ?? null,
  claimDueAt: ticket.claimDueAt ?? null,
  dueAt: ticket.dueAt ?? null,
  closedAt: ticket.closedAt ?? null,
  proposal: ticket.proposal ?? null,
  signOff: ticket.signOff ?? null,
  contacts: ticket.contacts.map((contact) => ({ ...contact })),
  notes: (ticket.notes ?? []).map((note) => ({ ...note })),
  evidence: (ticket.evidence ?? []).map((entry) => ({ ...entry })),
  replies: ticket.replies.map((reply) => ({ ...reply })),
  reviews: ticket.reviews.map((review) => ({ ...review })),
  followUps: ticket.followUps.map((followUp) => ({ ...followUp })),
  deductions: ticket.deductions.map((deduction) => ({ ...deduction })),
  suggestedRoute: ticket.referral?.suggestedRoute ?? null,
  ...(ticket.excludedBecause ? { excludedBecause: ticket.excludedBecause } : {}),
});

const historyLine = ({ event, via, before, after }: HistoryEntry) => {
  const { at, type, by, ...rest } = event;
  const { intake: _texts, ...shown } = rest as Record<string, unknown>;
  return { at, type, by, ...(via ? { via: { ...via } } : {}), ...(before ? { before } : {}), after, ...shown };
};

type DeliveryView = NonNullable<TicketView['deliveries']>[number];

/** A letter merged into a list stands as that list stands; a superseded update is done with. */
const deliveryState = (line: LedgerLine, lines: readonly LedgerLine[]): DeliveryView['state'] => {
  if (line.state === 'superseded' || line.state === 'recalling') return 'accepted';
  if (line.state !== 'merged') return line.state;
  const carrier = lines.findLast((other) => other.state !== 'merged' && sameTo(other, line) && other.at >= line.at);
  return carrier ? deliveryState(carrier, lines) : 'accepted';
};
const toOf = ({ to }: LedgerLine): string => ('chat' in to ? to.chat : to.personId);
const sameTo = (a: LedgerLine, b: LedgerLine): boolean => a.to.platform === b.to.platform && toOf(a) === toOf(b);

const deductionOf = ({ kind, name: _name, month: _month, tickets: _tickets, ...mark }: Mark) =>
  kind === 'deduction' ? [{ ...mark, clause: mark.clause ?? '' }] : [];

/** The whole ticket: history, deliveries, and the caller only when revealed. */
export const whole = (
  ticket: Ticket,
  parts: { history: HistoryEntry[]; deliveries: LedgerLine[]; marks?: Mark[]; text?: TicketText },
): TicketView => ({
  ...summary(ticket),
  // R5.5: what a supervision event of this ticket cost stands beside its own deductions.
  deductions: [...summary(ticket).deductions, ...(parts.marks ?? []).flatMap(deductionOf)],
  history: parts.history.map(historyLine),
  deliveries: parts.deliveries.map((line) => ({
    id: line.id,
    to: toOf(line),
    kind: line.kind,
    state: deliveryState(line, parts.deliveries),
    at: line.at.toISOString(),
    ...(line.reason ? { reason: line.reason } : {}),
    ...(line.nextTry ? { nextTry: line.nextTry.toISOString() } : {}),
  })),
  ...(parts.text ?? {}),
});
