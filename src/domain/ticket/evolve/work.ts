import { backToWork, givenTo, withFlags, withLimits, withoutAsks, withoutReturnAsked } from '../changes.ts';
import type { TicketEvent } from '../events.ts';
import type { Contact, Escalation, Evidence, Ticket } from '../state.ts';
import type { Handlers } from './handlers.ts';

const corrected = (ticket: Ticket, event: Extract<TicketEvent, { type: 'TicketCorrected' }>): Ticket => {
  const { urgent, anonymous, confidential, ...changes } = event.changes;
  const flags = withFlags(ticket, {
    ...(urgent === undefined ? {} : { urgent }),
    ...(anonymous === undefined ? {} : { anonymous }),
    ...(confidential === undefined ? {} : { confidential }),
  });
  const changed: Ticket = { ...ticket, ...changes, flags };
  const { dueAt } = event;
  if (dueAt === undefined) return changed;
  const told: Ticket = { ...changed, upstream: { ...changed.upstream, dueAt } };
  return told.department === undefined ? told : withLimits(told, { dueAt }, 'upstream');
};

const dispatched = (ticket: Ticket, event: Extract<TicketEvent, { type: 'TicketDispatched' }>): Ticket => {
  const given = withLimits(givenTo(ticket, event), event, event.dueFrom);
  if (event.by !== 'upstream') return given;
  const dueAt = event.dueFrom === 'upstream' ? event.dueAt : undefined;
  return { ...given, upstream: { ...given.upstream, department: event.department, ...(dueAt ? { dueAt } : {}) } };
};

/** Still a petition case: neither concluded by the bureau nor ended by an approved reply. */
export const isCase = (escalation: Escalation | undefined): boolean =>
  escalation !== undefined && escalation.conclusion === undefined && escalation.endedAt === undefined;

/** It belongs to the sender's last contact of this round, if there is one, or else to their next. */
const withEvidence = (ticket: Ticket, { id, by }: Evidence): Contact[] => {
  const last = ticket.contacts.findLastIndex((contact) => contact.by === by && contact.round === ticket.round);
  return ticket.contacts.map((contact, index) =>
    index === last ? { ...contact, attachments: [...contact.attachments, id] } : contact,
  );
};

/** What the department's people do with it (R1). */
export const work = {
  TicketCorrected: corrected,
  TicketDispatched: dispatched,
  TicketClaimed: (ticket, event) => ({
    ...ticket,
    status: 'toSignOff',
    claimedAt: event.at,
    claimedBy: event.by,
  }),
  SignOffProposed: (ticket, { proposal }) => ({ ...ticket, proposal }),
  TicketSignedOff: ({ internalNearSince: _near, internalPassedSince: _passed, ...ticket }, { signOff }) => ({
    ...ticket,
    // R4.3: a petition case stays one.
    status: ticket.status === 'escalated' ? 'escalated' : 'handling',
    signOff,
  }),
  ContactRecorded: (ticket, { contact }) => ({ ...ticket, contacts: [...ticket.contacts, contact] }),
  NoteAdded: (ticket, { note }) => ({ ...ticket, notes: [...(ticket.notes ?? []), note] }),
  EvidenceAttached: (ticket, { evidence }) => ({
    ...ticket,
    evidence: [...(ticket.evidence ?? []), evidence],
    contacts: withEvidence(ticket, evidence),
  }),
  TicketReplied: (ticket, { reply }) => ({
    ...withoutReturnAsked(ticket),
    status: 'toReview',
    replies: [...ticket.replies, reply],
  }),
  ReplyApproved: (ticket, { at, review, to }) => ({
    ...withoutAsks(ticket),
    status: to,
    reviews: [...ticket.reviews, review],
    closedAt: at,
    clockStoppedAt: at,
    ...(ticket.escalation && isCase(ticket.escalation) ? { escalation: { ...ticket.escalation, endedAt: at } } : {}),
  }),
  ReplySentBack: (ticket, { review }) => ({
    ...ticket,
    status: isCase(ticket.escalation) ? 'escalated' : 'handling',
    reviews: [...ticket.reviews, review],
  }),
  ReplyAccepted: (ticket, { at }) => ({ ...ticket, status: 'toFollowUp', acceptedAt: at }),
  ReplyRefused: (ticket, event) => {
    const { at, by, reason } = event;
    const refused = { approved: false, opinion: reason, by, at, round: ticket.round };
    const back = backToWork({ ...ticket, reviews: [...ticket.reviews, refused] });
    return withLimits(back, event, ticket.dueFrom ?? 'default');
  },
} satisfies Partial<Handlers>;
