import type { Law } from '../law.ts';
import { CENTRE, CENTRE_ROLES, COUNTY_ROLES, hasRole, type Person, type Role } from '../person.ts';
import type { CommandType } from './commands.ts';
import type { Ticket } from './state.ts';

/** Never posted in a group, nor listed there by number or title (requirements.md, section 4): 保密, every 举报, a 投诉 about the department. */
export const isRestricted = (ticket: Ticket): boolean =>
  ticket.flags.includes('confidential') || ticket.type === '举报' || ticket.aboutDepartment;

const namedInSignOff = (person: Person, ticket: Ticket): boolean =>
  ticket.signOff !== undefined && (ticket.signOff.lead === person.id || ticket.signOff.handlers.includes(person.id));

const atCentre = (person: Person): boolean => person.department === CENTRE && hasRole(person, ...CENTRE_ROLES);

/**
 * Whether a person may see a ticket: the centre and the leaders all; a department its own and those it assists with; of
 * a restricted one only the principal and the liaison (a 举报: the principal alone), after the sign-off also lead and
 * handlers.
 */
export const mayRead = (person: Person, ticket: Ticket): boolean => {
  if (!person.active) return false;
  if (atCentre(person) || hasRole(person, ...COUNTY_ROLES)) return true;
  const own = ticket.department === person.department;
  if (!isRestricted(ticket)) return own || ticket.coDepartments.includes(person.department);
  if (!own) return false;
  const trusted: readonly Role[] =
    ticket.type === '举报' ? ['principal', 'delegate'] : ['principal', 'delegate', 'liaison'];
  return hasRole(person, ...trusted) || namedInSignOff(person, ticket);
};

/** Someone is expected to act: a role (of a department, or of the county), or named people, with a command. */
export interface Waiting {
  role: Role;
  /** Absent: a county role, wherever its holder sits. */
  department?: string;
  people?: string[];
  command: CommandType;
}

const REFERRAL_ROLES = {
  petitionBureau: 'receptionLeader',
  countyLeader: 'countyLeader',
  hotlineLeader: 'hotlineLeader',
} as const;

const askedOfCentre = (ticket: Ticket): Waiting[] =>
  ticket.flags.some((flag) => flag === 'extensionAsked' || flag === 'returnAsked' || flag === 'unreasonableAsked')
    ? [{ role: 'operator', department: CENTRE, command: 'Accept' }]
    : [];

const workers = (ticket: Ticket): string[] =>
  [...new Set([ticket.signOff?.lead, ...(ticket.signOff?.handlers ?? [])])].filter((id) => id !== undefined);

const claimers = (ticket: Ticket): Role[] => {
  if (ticket.type === '举报') return ['principal'];
  return isRestricted(ticket) ? ['liaison'] : ['liaison', 'handler'];
};

const waitingByStatus = (ticket: Ticket): Waiting[] => {
  const department = ticket.department ?? CENTRE;
  switch (ticket.status) {
    case 'toDispatch':
      return [{ role: 'operator', department: CENTRE, command: 'Dispatch' }];
    case 'toClaim':
      return claimers(ticket).map((role) => ({
        role,
        department,
        command: role === 'principal' ? 'SignOff' : 'Claim',
      }));
    case 'toSignOff':
      return [
        { role: 'principal', department, command: 'SignOff' },
        { role: 'delegate', department, command: 'SignOff' },
        ...(ticket.proposal || ticket.type === '举报'
          ? []
          : [{ role: 'liaison' as const, department, command: 'Propose' as const }]),
      ];
    case 'handling':
      return [{ role: 'handler', department, people: workers(ticket), command: 'Reply' }];
    case 'toReview':
      return [
        { role: 'principal', department, command: 'ApproveReply' },
        { role: 'delegate', department, command: 'ApproveReply' },
      ];
    case 'toAccept':
      return [{ role: 'operator', department: CENTRE, command: 'Accept' }];
    case 'toFollowUp':
      return [{ role: 'followUp', department: CENTRE, command: 'FollowUp' }];
    case 'toConsult':
      return [{ role: 'director', department: CENTRE, command: 'Resolve' }];
    case 'referred':
      return [{ role: REFERRAL_ROLES[ticket.referral?.route ?? 'hotlineLeader'], command: 'DecideReferral' }];
    case 'escalated':
      return [
        { role: 'petitionBureau', command: ticket.escalation?.takenAt ? 'ConcludeCase' : 'TakeCase' },
        ...(ticket.escalation?.takenAt && ticket.signOff
          ? [{ role: 'handler' as const, department, people: workers(ticket), command: 'Reply' as const }]
          : []),
      ];
    case 'done':
    case 'merged':
    case 'void':
      return [];
    default:
      return ticket.status satisfies never;
  }
};

/** Who is expected to act next, and with which command: what `/待办` lists. */
export const waitingFor = (ticket: Ticket, _law: Law): Waiting[] => [
  ...waitingByStatus(ticket),
  ...askedOfCentre(ticket),
];
