import type { Law } from '../law.ts';
import { CENTRE, CENTRE_ROLES, COUNTY_ROLES, hasRole, type Person, type Role } from '../person.ts';
import type { CommandType } from './commands.ts';
import { contactedThisRound, namedPeople } from './people.ts';
import type { Ticket } from './state.ts';
import type { Status } from './status.ts';

/** Never posted in a group, nor listed there by number or title (requirements.md, section 4): 保密, every 举报, a 投诉 about the department. */
export const isRestricted = (ticket: Ticket): boolean =>
  ticket.flags.includes('confidential') || ticket.type === '举报' || ticket.aboutDepartment;

const trusted = (ticket: Ticket): Role[] => (ticket.type === '举报' ? ['principal'] : ['principal', 'liaison']);

const namedInSignOff = (person: Person, ticket: Ticket): boolean =>
  ticket.signOff !== undefined && (ticket.signOff.lead === person.id || ticket.signOff.handlers.includes(person.id));

const atCentre = (person: Person): boolean => person.department === CENTRE && hasRole(person, ...CENTRE_ROLES);

/** The centre's people and the county's leaders see every ticket. */
export const readsAll = (person: Person): boolean => atCentre(person) || hasRole(person, ...COUNTY_ROLES);

/**
 * Whether a person may see a ticket: the centre and the leaders all; a department its own and those it assists with; of
 * a restricted one only the principal and the liaison (a 举报: the principal alone), after the sign-off also lead and
 * handlers.
 */
export const mayRead = (person: Person, ticket: Ticket): boolean => {
  if (!person.active) return false;
  if (readsAll(person)) return true;
  const own = ticket.department === person.department;
  if (!isRestricted(ticket)) return own || ticket.coDepartments.includes(person.department);
  if (!own) return false;
  return hasRole(person, ...trusted(ticket)) || namedInSignOff(person, ticket);
};

const DECIDERS = ['hotlineLeader', 'countyLeader', 'receptionLeader', 'petitionBureau'] as const;
const SUPERVISES = ['principal', 'deputy', 'delegate', 'liaison'] as const;

/**
 * Whether the full text and the caller's details are needed for this person's work (section 4): whoever talks to callers
 * at the centre and its director; leaders and the bureau once it was laid before them; in the department those who claim
 * it, until the sign-off names somebody, then those named, and who answers for it throughout; whoever assists.
 */
export const needsDetails = (person: Person, ticket: Ticket, law: Law): boolean => {
  if (!mayRead(person, ticket)) return false;
  if (person.department === CENTRE && hasRole(person, 'operator', 'followUp', 'director')) return true;
  if (hasRole(person, ...DECIDERS) && (ticket.referral || ticket.escalation)) return true;
  if (ticket.department !== person.department)
    return ticket.coDepartments.includes(person.department) && hasRole(person, ...SUPERVISES, 'handler');
  if (hasRole(person, ...SUPERVISES)) return true;
  const named = namedPeople(ticket, law);
  return named.length > 0 ? named.includes(person.id) : hasRole(person, 'handler');
};

/**
 * The people of its department whom a ticket may be handed to one by one: for a restricted one the principal and the
 * liaison (a 举报: the principal alone), after the sign-off also lead and handlers; else everybody active there. Empty
 * without a department, or when none of them is known: then the centre must tell them by telephone.
 */
export const audience = <P extends Person>(ticket: Ticket, people: readonly P[]): P[] =>
  people.filter((person) => person.department === ticket.department && mayRead(person, ticket));

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

const LEADERS = Object.values(REFERRAL_ROLES);

const ASKED = ['extensionAsked', 'returnAsked', 'unreasonableAsked'] as const;

/** What is asked waits for the centre, even on a ticket already done; the second to confirm a proof may be the director. */
const askedOfCentre = (ticket: Ticket): Waiting[] => {
  const setAside = ticket.status === 'merged' || ticket.status === 'void';
  if (setAside || !ASKED.some((flag) => ticket.flags.includes(flag))) return [];
  const operator: Waiting = { role: 'operator', department: CENTRE, command: 'Accept' };
  const half = ticket.flags.includes('unreasonableAsked') && ticket.unreasonable?.confirmedBy.length === 1;
  return half ? [operator, { ...operator, role: 'director' }] : [operator];
};

/** From here the centre may still put a ticket before a leader or escalate it. */
export const BEFORE_REVIEW = ['toDispatch', 'toClaim', 'toSignOff', 'handling'] as const satisfies readonly Status[];

/** R4.1: nominated by the clock, and the centre has decided neither way. */
export const isNominated = (ticket: Ticket): boolean =>
  ticket.nominatedAt !== undefined &&
  ticket.nominationRefused === undefined &&
  BEFORE_REVIEW.some((status) => status === ticket.status);

const nomination = (ticket: Ticket): Waiting[] =>
  isNominated(ticket) ? [{ role: 'operator', department: CENTRE, command: 'Escalate' }] : [];

/** R3.3, R5.5: proposed deductions wait for the director, whatever became of the ticket. */
const proposedDeductions = (ticket: Ticket): Waiting[] =>
  ticket.deductions.some((entry) => entry.state === 'proposed')
    ? [{ role: 'director', department: CENTRE, command: 'ConfirmDeduction' }]
    : [];

/** Who stands for the department where the deputy is asked (R3.4, R6.4): none bound who may read it → the principal. */
export const deputyOf = (ticket: Ticket, law: Pick<Law, 'bound'>): 'deputy' | 'principal' =>
  law.bound(ticket.department ?? CENTRE, 'deputy').some((person) => mayRead(person, ticket)) ? 'deputy' : 'principal';

/** R6.4: after the first rework of a non-compliant demand the deputy explains. */
const explanation = (ticket: Ticket, law: Law): Waiting[] =>
  ticket.flags.includes('nonCompliant') &&
  !ticket.nonCompliance?.explained &&
  ticket.round > 1 &&
  ['handling', 'toReview', 'toFollowUp', 'toConsult'].includes(ticket.status)
    ? [{ role: deputyOf(ticket, law), department: ticket.department ?? CENTRE, command: 'Explain' }]
    : [];

/** Who signs and reviews: the principal and a delegate, a restricted ticket the principal alone. */
const signers = (ticket: Ticket, department: string, command: 'SignOff' | 'ApproveReply'): Waiting[] =>
  (isRestricted(ticket) ? (['principal'] as const) : (['principal', 'delegate'] as const)).map((role) => ({
    role,
    department,
    command,
  }));

/** The people the sign-off names: to make contact first (R1.2), then to reply. With none left the principal names others. */
const workers = (ticket: Ticket, department: string, law: Law): Waiting[] => {
  const people = namedPeople(ticket, law);
  if (people.length === 0) return ticket.status === 'handling' ? signers(ticket, department, 'SignOff') : [];
  const order = { role: 'handler' as const, department, people };
  return [
    ...(contactedThisRound(ticket) ? [] : [{ ...order, command: 'RecordContact' as const }]),
    { ...order, command: 'Reply' as const },
  ];
};

const claimers = (ticket: Ticket): Role[] => {
  if (ticket.type === '举报') return ['principal'];
  return isRestricted(ticket) ? ['liaison'] : ['liaison', 'handler'];
};

/** R4.3: a case the bureau has taken goes on in its department; one nobody has signed there waits for that first. */
const departmentOfCase = (ticket: Ticket, law: Law): Waiting[] => {
  const { department } = ticket;
  if (department === undefined || !ticket.escalation?.takenAt) return [];
  return ticket.signOff ? workers(ticket, department, law) : signers(ticket, department, 'SignOff');
};

const waitingByStatus = (ticket: Ticket, law: Law): Waiting[] => {
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
        ...signers(ticket, department, 'SignOff'),
        ...(ticket.proposal || ticket.type === '举报'
          ? []
          : [{ role: 'liaison' as const, department, command: 'Propose' as const }]),
      ];
    case 'handling':
      return workers(ticket, department, law);
    case 'toReview':
      return signers(ticket, department, 'ApproveReply');
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
        ...departmentOfCase(ticket, law),
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
export const waitingFor = (ticket: Ticket, law: Law): Waiting[] => [
  ...waitingByStatus(ticket, law),
  ...askedOfCentre(ticket),
  ...nomination(ticket),
  ...proposedDeductions(ticket),
  ...explanation(ticket, law),
];

/**
 * Which of the law's commands wait for this very person. A referral waits for the leaders its route and roster name,
 * which the archive has found already: here a leader's role is enough.
 */
export const commandsFor = (ticket: Ticket, person: Person, law: Law): CommandType[] =>
  waitingFor(ticket, law).flatMap(({ role, department, people, command }) => {
    if (people) return people.includes(person.id) ? [command] : [];
    if (command === 'DecideReferral') return hasRole(person, ...LEADERS) ? [command] : [];
    return hasRole(person, role) && (department ?? person.department) === person.department ? [command] : [];
  });
