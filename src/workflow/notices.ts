import type { TicketCardKind } from '../cards/card.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import { decidersAmong } from '../domain/referral/referral.ts';
import { deputyOf, isRestricted, mayRead } from '../domain/ticket/access.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Change } from './act.ts';
import type { County } from './county.ts';
import type { Recipient } from './ports.ts';

/** Someone must be told something about one ticket. `again`, the event's place in the history, tells two occasions apart. */
export interface Notice {
  kind: TicketCardKind;
  to: Recipient;
  urgent: boolean;
  again: string;
}

type Tell = (kind: TicketCardKind, to: readonly Recipient[]) => Notice[];

/** The platform address of people; those on no platform are left out (`unreached` finds them). */
export const recipients = (county: County, people: readonly (Person | undefined)[]): Recipient[] =>
  people.flatMap((person) => {
    const address = person && county.addressOf(person);
    return person && address ? [{ ...address, personId: person.id }] : [];
  });

/** The department's groups; for one that has none, its liaisons. */
export const groupsOf = (county: County, department: string): Recipient[] => {
  const chats = county.chatsOf(department).map(({ platform, id, webhookKey }) => ({
    platform,
    chat: id,
    ...(webhookKey ? { webhookKey } : {}),
  }));
  return chats.length > 0 ? chats : recipients(county, county.holders(department, 'liaison'));
};

export const centreGroups = (county: County): Recipient[] => scopeGroups(county, 'centre');
export const scopeGroups = (county: County, scope: 'centre' | 'county'): Recipient[] =>
  county
    .chatsWith(scope)
    .map(({ platform, id, webhookKey }) => ({ platform, chat: id, ...(webhookKey ? { webhookKey } : {}) }));

const signers = (county: County, ticket: Ticket): Recipient[] =>
  recipients(county, county.holders(ticket.department ?? CENTRE, 'principal', 'delegate'));

const workers = (county: County, ticket: Ticket): Recipient[] =>
  recipients(
    county,
    [...new Set([ticket.signOff?.lead, ...(ticket.signOff?.handlers ?? [])])].map((id) =>
      id ? county.person(id) : undefined,
    ),
  );

/** One of the centre's callers for each ticket, so that a closing tells one person and not all; anyone may do the work. */
const callerFor = (county: County, ticket: Ticket): Recipient[] => {
  const callers = recipients(county, county.holders(CENTRE, 'followUp'));
  const turn = [...ticket.no].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973, 7);
  const caller = callers[turn % Math.max(callers.length, 1)];
  return caller ? [caller] : centreGroups(county);
};

/** What may not be posted in a group reaches the principal and the liaison; a 举报 the principal alone, to sign at once. */
const inConfidence = (county: County, ticket: Ticket, tell: Tell): Notice[] => {
  const liaisons =
    ticket.type === '举报' ? [] : recipients(county, county.holders(ticket.department ?? CENTRE, 'liaison'));
  return [...tell('newTicket', liaisons), ...tell('signOff', signers(county, ticket))];
};

/** New work for a department: its group, or its trusted people when it may not be shown there. Assisting ones see it. */
const dispatched = (county: County, ticket: Ticket, tell: Tell): Notice[] => {
  if (isRestricted(ticket)) return inConfidence(county, ticket, tell);
  const assisting = ticket.coDepartments.flatMap((code) => groupsOf(county, code));
  return [...tell('newTicket', groupsOf(county, ticket.department ?? CENTRE)), ...tell('assisting', assisting)];
};

/**
 * 协办: what an assisting department adds reaches lead and handlers of the main one, before the sign-off its liaison;
 * what the main one or the centre notes reaches the liaisons of the assisting ones. In person: a note is free text.
 */
const exchanged = (county: County, ticket: Ticket, by: string, tell: Tell): Notice[] => {
  const from = county.person(by)?.department ?? '';
  if (ticket.coDepartments.length === 0) return [];
  if (!ticket.coDepartments.includes(from))
    return tell(
      'note',
      ticket.coDepartments.flatMap((code) => recipients(county, county.holders(code, 'liaison'))),
    );
  const named = workers(county, ticket);
  return tell(
    'note',
    named.length > 0 ? named : recipients(county, county.holders(ticket.department ?? CENTRE, 'liaison')),
  );
};

/**
 * R3.6–R3.8: the sheet to the leader who decides, by the petition bureau's contact where it goes through the bureau;
 * nobody on that route today → the hotline leader, and the centre is told.
 */
const referred = (county: County, ticket: Ticket, event: TicketEvent, tell: Tell): Notice[] => {
  const { deciders, instead } = decidersAmong(county.people, ticket, event.at);
  const contacts =
    ticket.referral?.route === 'petitionBureau' && event.type !== 'LeaderReminded'
      ? county.everyone('petitionBureau')
      : [];
  return [
    ...tell('referral', recipients(county, [...deciders, ...contacts])),
    ...(instead || deciders.length === 0 ? tell('referral', centreGroups(county)) : []),
  ];
};

const bureau = (county: County): Recipient[] => recipients(county, county.everyone('petitionBureau'));

/** R4.3: near or past the petition limit, the bureau is told; the deputy and the group read it in their posts. */
const caseLimit = (county: County, ticket: Ticket, tell: Tell): Notice[] =>
  ticket.status === 'escalated' ? tell('petition', bureau(county)) : [];

/** R4.3: the new limit, for lead and handlers; where nobody has signed, the principal does that first. */
const caseInDepartment = (county: County, ticket: Ticket, tell: Tell): Notice[] => {
  if (ticket.department === undefined) return [];
  return ticket.signOff ? tell('petition', workers(county, ticket)) : tell('signOff', signers(county, ticket));
};

/** Who must be told of one event: pure, one line a duty. Group posts that belong to the timetable are not here. */
const noticesOf = (event: TicketEvent, ticket: Ticket, county: County, again: string): Notice[] => {
  const urgent = ticket.flags.includes('urgent');
  const tell: Tell = (kind, to) => to.map((recipient) => ({ kind, to: recipient, urgent, again }));
  switch (event.type) {
    case 'TicketRegistered':
      return ticket.status === 'toDispatch' ? tell('toDispatch', centreGroups(county)) : [];
    case 'TicketDispatched':
    case 'ReferralDecided':
      return dispatched(county, ticket, tell);
    case 'ReturnAccepted':
      return ticket.status === 'toDispatch' ? tell('toDispatch', centreGroups(county)) : [];
    case 'TicketClaimed':
      return event.implied ? [] : tell('signOff', signers(county, ticket));
    case 'SignOffProposed':
      return tell('signOff', signers(county, ticket));
    case 'TicketSignedOff':
    case 'TicketReopened':
      return tell('assigned', workers(county, ticket));
    case 'ReworkOpened':
      return [
        ...tell('assigned', workers(county, ticket)),
        ...(ticket.flags.includes('nonCompliant') ? tell('explain', deputies(county, ticket)) : []),
      ];
    case 'NoteAdded':
      return exchanged(county, ticket, event.by, tell);
    case 'ContactRecorded':
      return ticket.coDepartments.includes(county.person(event.by)?.department ?? '')
        ? exchanged(county, ticket, event.by, tell)
        : [];
    case 'TicketReplied':
      return tell('review', signers(county, ticket));
    case 'ReplySentBack':
    case 'ReplyRefused':
      return tell('sentBack', workers(county, ticket));
    case 'ReplyApproved':
      return event.to === 'toFollowUp'
        ? tell('followUp', callerFor(county, ticket))
        : tell('toAccept', centreGroups(county));
    case 'ClaimOverdueReached':
      return urgent
        ? tell('claimReminder', [
            ...(isRestricted(ticket) ? [] : groupsOf(county, ticket.department ?? CENTRE)),
            ...recipients(county, county.holders(ticket.department ?? CENTRE, 'liaison')),
          ])
        : [];
    case 'InternalLimitNear':
      return tell('internalDue', workers(county, ticket));
    case 'InternalLimitPassed':
      return tell('internalDue', [...workers(county, ticket), ...signers(county, ticket)]);
    case 'NearDueReached':
      return [
        ...(urgent ? tell('nearDue', deputies(county, ticket)) : []),
        ...(urgent && !hasDeputy(county, ticket) ? tell('noDeputy', centreGroups(county)) : []),
        ...caseLimit(county, ticket, tell),
      ];
    case 'OverdueReached':
      return caseLimit(county, ticket, tell);
    case 'ExtensionAsked':
    case 'ReturnAsked':
    case 'UnreasonableAsked':
    case 'EscalationNominated':
      return tell('toDecide', centreGroups(county));
    case 'TicketReferred':
    case 'CaseGivenBack':
    case 'LeaderReminded':
      return referred(county, ticket, event, tell);
    case 'TicketEscalated':
      return tell('petition', [...bureau(county), ...centreGroups(county), ...workers(county, ticket)]);
    case 'CaseTaken':
      return caseInDepartment(county, ticket, tell);
    case 'CaseProlonged':
      return tell('petition', workers(county, ticket));
    case 'ReplyAccepted':
    case 'CaseConcluded':
      return tell('followUp', callerFor(county, ticket));
    case 'NonCompliantMarked':
      return ticket.round > 1 ? tell('explain', deputies(county, ticket)) : [];
    case 'ExtensionGranted':
    case 'ExtensionRefused':
      return tell('decided', recipients(county, [county.person(ticket.extension?.by ?? '')]));
    case 'ReturnRefused':
      return tell('decided', recipients(county, [county.person(ticket.returns.at(-1)?.by ?? '')]));
    case 'UnreasonableRefused':
      return tell('decided', recipients(county, [county.person(ticket.unreasonable?.by ?? '')]));
    case 'UnreasonableConfirmed':
      return event.final ? tell('decided', recipients(county, [county.person(ticket.unreasonable?.by ?? '')])) : [];
    default:
      return [];
  }
};

/** In these states somebody of the department or a leader is still at work on it. */
const OPEN_CLOCK: readonly Ticket['status'][] = ['toClaim', 'toSignOff', 'handling', 'toReview', 'referred'];

/** A limit is counted in it: in a petition case that of the case, once the bureau has taken it (R4.3). */
export const clockCounts = ({ status, clockStoppedAt }: Ticket): boolean =>
  OPEN_CLOCK.includes(status) || (status === 'escalated' && clockStoppedAt === undefined);

/** R3.4: it stands in the deputy's list. */
export const goesToDeputy = (ticket: Ticket): boolean =>
  ticket.flags.includes('nearDue') && !ticket.flags.includes('overdue') && clockCounts(ticket);

/** R3.4: the deputy; nobody bound, or none who may read a restricted ticket → the principal. */
export const deputies = (county: County, ticket: Ticket): Recipient[] =>
  recipients(
    county,
    county.bound(ticket.department ?? CENTRE, deputyOf(ticket, county)).filter((person) => mayRead(person, ticket)),
  );

/**
 * Whether its department has a deputy who can be written to: if not, the centre is told besides (R3.4). One that no
 * deputy may read goes to the principal by right, which is no fault of the binding.
 */
export const hasDeputy = (county: County, ticket: Ticket): boolean =>
  county.bound(ticket.department ?? CENTRE, 'deputy').length > 0;

/** Events after which somebody must act: when nobody can be written to, the centre is told instead. */
const MUST_REACH: ReadonlySet<TicketEvent['type']> = new Set([
  'TicketDispatched',
  'TicketClaimed',
  'SignOffProposed',
  'TicketSignedOff',
  'TicketReplied',
  'ReplySentBack',
  'ReworkOpened',
]);

/**
 * The last net before a restricted ticket is told of (requirements.md, section 4): no group ever, in the centre's stead
 * its operators one by one; a person only if they may read it.
 */
export const permitted = (notice: Notice, ticket: Ticket, county: County): Notice[] => {
  if (!isRestricted(ticket)) return [notice];
  const { to } = notice;
  if (!('chat' in to)) {
    const person = county.person(to.personId);
    return person && mayRead(person, ticket) ? [notice] : [];
  }
  if (county.chat(to.platform, to.chat)?.scope !== 'centre') return [];
  return recipients(county, county.holders(CENTRE, 'operator')).map((operator) => ({ ...notice, to: operator }));
};

/**
 * A ticket that becomes restricted before it was claimed is taken out of the group: those who may read it get it in
 * person, as they would have from the beginning.
 */
const closedOff = ({ before, after, events, version }: Change, county: County): Notice[] => {
  const closed = before !== undefined && !isRestricted(before) && isRestricted(after);
  const told = events.some(({ type }) => type === 'TicketDispatched' || type === 'ReferralDecided');
  if (!closed || told || after.status !== 'toClaim') return [];
  const urgent = after.flags.includes('urgent');
  const again = String(version + events.length);
  return inConfidence(county, after, (kind, to) => to.map((recipient) => ({ kind, to: recipient, urgent, again })));
};

/** Everything that must be said because of a change, in the order of its events. */
export const noticesFor = (change: Change, county: County): Notice[] => {
  const permit = (notice: Notice): Notice[] => permitted(notice, change.after, county);
  const ofEvents = change.events.flatMap((event, index) => {
    const again = String(change.version + index + 1);
    const notices = noticesOf(event, change.after, county, again).flatMap(permit);
    const silent = notices.length === 0 && MUST_REACH.has(event.type) && !('implied' in event && event.implied);
    if (!silent) return notices;
    return centreGroups(county)
      .map((to) => ({ kind: 'unreached' as const, to, urgent: false, again }))
      .flatMap(permit);
  });
  return [...ofEvents, ...closedOff(change, county).flatMap(permit)];
};
