import { relieved, withFlags, withLast, withLimits } from '../changes.ts';
import type { Ticket } from '../state.ts';
import type { Handlers } from './handlers.ts';

export const UNREASONABLE = '不合理诉求（第五条）';

const confirmed = (ticket: Ticket, by: string, final: boolean): Ticket => {
  const proof = ticket.unreasonable;
  if (!proof) return ticket;
  const heard: Ticket = { ...ticket, unreasonable: { ...proof, confirmedBy: [...proof.confirmedBy, by] } };
  if (!final) return heard;
  return {
    ...heard,
    flags: withFlags(heard, { unreasonableAsked: false, unreasonable: true }),
    excludedBecause: UNREASONABLE,
  };
};

/** A department gives the ticket back: the centre has it, with the return history (R3.5). */
const returned = (ticket: Ticket): Ticket => {
  const decided: Ticket = {
    ...ticket,
    returns: withLast(ticket.returns, (entry) => ({ ...entry, outcome: 'accepted' })),
    flags: withFlags(ticket, { returnAsked: false }),
  };
  const { department: _gone, ...free } = relieved(decided);
  return { ...free, status: 'toDispatch' };
};

/** What a department asks and the centre decides: 延期, 退单, 不合理诉求. */
export const asked = {
  ExtensionAsked: (ticket, { extension }) => ({
    ...ticket,
    extension,
    flags: withFlags(ticket, { extensionAsked: true }),
  }),
  ExtensionGranted: (ticket, { dueAt, provisional }) => {
    const granted: Ticket = {
      ...ticket,
      flags: withFlags(ticket, { extensionAsked: false }),
      ...(ticket.extension ? { extension: { ...ticket.extension, outcome: 'granted', dueAt } } : {}),
    };
    return withLimits(granted, { dueAt, provisional }, 'extension');
  },
  ExtensionRefused: (ticket) => ({
    ...ticket,
    flags: withFlags(ticket, { extensionAsked: false }),
    ...(ticket.extension ? { extension: { ...ticket.extension, outcome: 'refused' } } : {}),
  }),
  ReturnAsked: (ticket, event) => ({
    ...ticket,
    returns: [...ticket.returns, event.return],
    flags: withFlags(ticket, { returnAsked: true }),
  }),
  ReturnAccepted: returned,
  ReturnRefused: (ticket, { reason }) => ({
    ...ticket,
    returns: withLast(ticket.returns, (entry) => ({ ...entry, outcome: 'refused', refusedBecause: reason })),
    flags: withFlags(ticket, { returnAsked: false }),
  }),
  UnreasonableAsked: (ticket, { unreasonable }) => ({
    ...ticket,
    unreasonable,
    flags: withFlags(ticket, { unreasonableAsked: true }),
  }),
  UnreasonableConfirmed: (ticket, { by, final }) => confirmed(ticket, by, final),
  UnreasonableRefused: (ticket, { reason }) => ({
    ...ticket,
    flags: withFlags(ticket, { unreasonableAsked: false }),
    ...(ticket.unreasonable ? { unreasonable: { ...ticket.unreasonable, refusedBecause: reason } } : {}),
  }),
} satisfies Partial<Handlers>;
