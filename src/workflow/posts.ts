import { drawPersonalList } from '../cards/personalList.ts';
import { drawBroadcast, drawDigest } from '../cards/posts.ts';
import { followUpDue } from '../domain/followUp/due.ts';
import { CENTRE, hasRole, type Person } from '../domain/person.ts';
import { isRestricted, mayRead } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { mostUrgentFirst } from '../domain/ticket/urgency.ts';
import { type Scene, waitingTokens } from './act.ts';
import { recipientKey } from './announce.ts';
import { calledOnCard } from './calling.ts';
import { dayBefore, postCentre } from './centrePost.ts';
import { dailyTableOf } from './leagueDaily.ts';
import { clockCounts, deputies, goesToDeputy, recipients, scopeGroups } from './notices.ts';
import type { Feedback, LedgerLine, MatterLine, Recipient, Wanted } from './ports.ts';
import { ticketsOf } from './release.ts';

/** Which of the three posts of a working day, and since when something counts as new. */
export interface Post {
  name: 'morning' | 'midday' | 'afternoon';
  at: Date;
  /** The post before; morning posts show everything that stands, the others only what came since. */
  since: Date;
}

/** What a department's post carries (requirements.md, section 4): sections by need, each most urgent first. */
export interface DigestParts {
  department: string;
  post: Post['name'];
  held: Ticket[];
  claimOverdue: Ticket[];
  overdue: Ticket[];
  nearDue: Ticket[];
  /** Restricted tickets overdue or near due: a count, no number, no title. */
  restricted: number;
  /** Yesterday's place, in the morning. */
  place?: { place: number; of: number; movement?: number };
  /** R6.3: what callers answered since yesterday's afternoon post. */
  feedback?: Feedback;
}

/** The sections of one person's list. */
export interface PersonalParts {
  person: Person;
  waiting: Ticket[];
  /** R3.4: tickets with less than two days left, for the deputy. */
  nearDue: Ticket[];
  /** In the morning: what waits for them besides tickets. */
  matters: MatterLine[];
}

/** What is proposed or asked waits for the centre also after its ticket has ended (R3.3, R5.6). */
const CENTRE_DECIDES = [`director@${CENTRE}`, `operator@${CENTRE}`];

/** As many matters as a list shows before its tickets. */
const MATTERS = 10;

const has = (ticket: Ticket, flag: Ticket['flags'][number]): boolean => ticket.flags.includes(flag);
const after = (moment: string | undefined, since: Date): boolean => moment !== undefined && new Date(moment) > since;

const partsOf = (tickets: readonly Ticket[], post: Post): Omit<DigestParts, 'department' | 'held' | 'place'> => {
  const fresh = (moment: string | undefined): boolean => post.name === 'morning' || after(moment, post.since);
  const running = tickets.filter(clockCounts);
  const claimOverdue = running.filter(
    (ticket) => has(ticket, 'overdueClaim') && ticket.status === 'toClaim' && fresh(ticket.claimOverdueSince),
  );
  const overdue = running.filter((ticket) => has(ticket, 'overdue') && fresh(ticket.overdueSince));
  const nearDue = running.filter(
    (ticket) => has(ticket, 'nearDue') && !has(ticket, 'overdue') && fresh(ticket.nearDueSince),
  );
  const shown = (ticket: Ticket): boolean => !isRestricted(ticket);
  const restricted = new Set([...claimOverdue, ...overdue, ...nearDue].filter(isRestricted).map((ticket) => ticket.no))
    .size;
  return {
    post: post.name,
    claimOverdue: claimOverdue.filter(shown),
    overdue: overdue.filter((ticket) => shown(ticket) && !claimOverdue.includes(ticket)),
    nearDue: nearDue.filter((ticket) => shown(ticket) && !claimOverdue.includes(ticket)),
    restricted,
  };
};

const isEmpty = (parts: DigestParts): boolean =>
  parts.feedback === undefined &&
  parts.held.length + parts.claimOverdue.length + parts.overdue.length + parts.nearDue.length + parts.restricted === 0;

/** One post for a department: to each of its groups; what was held for that group goes with it. */
const postTo = async (
  scene: Scene,
  department: string,
  tickets: readonly Ticket[],
  post: Post,
  more: { place: DigestParts['place'] | undefined; feedback: Feedback | undefined },
): Promise<void> => {
  const { desk, county } = scene;
  for (const chat of county.chatsOf(department)) {
    const to: Recipient = {
      platform: chat.platform,
      chat: chat.id,
      ...(chat.webhookKey ? { webhookKey: chat.webhookKey } : {}),
    };
    const lines = await desk.held({ to, dueBy: post.at });
    const parts: DigestParts = {
      department,
      ...partsOf(tickets, post),
      held: await ticketsOf(desk, lines),
      ...(more.place ? { place: more.place } : {}),
      ...(more.feedback ? { feedback: more.feedback } : {}),
    };
    if (isEmpty(parts)) continue;
    const card = drawDigest(parts, { at: post.at, county });
    await desk.want([
      {
        occasion: `digest:${post.name}:${post.at.toISOString()}:${recipientKey(to)}`,
        to,
        kind: 'digest',
        letter: {
          form: 'card',
          card,
          ...(parts.claimOverdue.length > 0 ? calledOnCard(county, to, department) : {}),
        },
        tickets: card.tickets,
        reminds: parts.claimOverdue.map((ticket) => ticket.no),
        at: post.at,
      },
    ]);
    await mergeInto(scene, lines, `in the ${post.name} post`);
  }
};

const mergeInto = (scene: Scene, lines: readonly LedgerLine[], reason: string): Promise<void> =>
  scene.desk.merged(
    lines.map((line) => line.id),
    reason,
  );

/** R6.3: results of the follow-ups go back to the departments, with the afternoon post. */
const feedbackOf = async (scene: Scene, post: Post): Promise<Map<string, Feedback>> => {
  if (post.name !== 'afternoon') return new Map();
  const from = dayBefore(post.at, scene.county.calendar);
  return new Map((await scene.desk.feedback({ from, to: post.at })).map((entry) => [entry.department, entry]));
};

const placesOf = async (scene: Scene, post: Post): Promise<Map<string, NonNullable<DigestParts['place']>>> => {
  if (post.name !== 'morning') return new Map();
  const { calendar } = scene.county;
  const { table } = await dailyTableOf(scene, calendar.previousWorkingDay(calendar.localDate(post.at)));
  const of = table.rows.filter((row) => row.place !== undefined).length;
  return new Map(
    table.rows.flatMap((row) =>
      row.place === undefined
        ? []
        : [
            [
              row.department,
              { place: row.place, of, ...(row.movement === undefined ? {} : { movement: row.movement }) },
            ],
          ],
    ),
  );
};

/** Lists what waits for each person; the deputies' lists carry what is near due (R3.4). Nothing waiting, nothing sent. */
const postPersonal = async (scene: Scene, tickets: readonly Ticket[], post: Post): Promise<void> => {
  for (const person of scene.county.people.filter((candidate) => candidate.active)) {
    const parts = await personalParts(scene, person, tickets, post);
    const fresh =
      post.name === 'morning' ? parts.waiting.length + parts.nearDue.length + parts.matters.length > 0 : parts.fresh;
    const [to] = recipients(scene.county, [person]);
    if (to && fresh) await wantPersonal(scene, to, parts, post);
  }
};

/** What tells something no list says: held over night it goes out by itself, so that nothing held is dropped. */
const TOLD_ALONE: readonly LedgerLine['kind'][] = ['decided', 'internalDue', 'note', 'unreached', 'noDeputy'];

const wantPersonal = async (scene: Scene, to: Recipient, parts: PersonalParts, post: Post): Promise<void> => {
  const card = drawPersonalList(parts, { at: post.at, county: scene.county });
  const wanted: Wanted = {
    occasion: `personal:${post.name}:${post.at.toISOString()}:${recipientKey(to)}`,
    to,
    kind: 'personalList',
    letter: { form: 'card', card },
    tickets: card.tickets,
    reminds: parts.waiting
      .filter((ticket) => ticket.status === 'toClaim' && has(ticket, 'overdueClaim'))
      .map((ticket) => ticket.no),
    at: post.at,
  };
  await scene.desk.want([wanted]);
  const listed = (line: LedgerLine): boolean =>
    !TOLD_ALONE.includes(line.kind) && line.tickets.every((no) => card.tickets.includes(no));
  const held = await scene.desk.held({ to, dueBy: post.at });
  await mergeInto(scene, held.filter(listed), `in the ${post.name} list`);
};

/** R6.1: what is to be called before the day ends. */
const dueToday = ({ county }: Scene, ticket: Ticket, { at }: Post): boolean => {
  const due = followUpDue(ticket, county);
  return due !== undefined && due <= county.calendar.closing(county.calendar.localDate(at));
};

const personalParts = async (
  scene: Scene,
  person: Person,
  tickets: readonly Ticket[],
  post: Post,
): Promise<PersonalParts & { fresh: boolean }> => {
  const tokens = tokensOf(person);
  const waiting = tickets.filter(
    (ticket) => mayRead(person, ticket) && waitingTokens(ticket, scene.county).some((token) => tokens.has(token)),
  );
  const nearDue = tickets.filter(
    (ticket) =>
      goesToDeputy(ticket) &&
      deputies(scene.county, ticket).some((to) => 'personId' in to && to.personId === person.id),
  );
  const fresh =
    (post.name === 'midday' && nearDue.some((ticket) => after(ticket.nearDueSince, post.since))) ||
    (hasRole(person, 'followUp') &&
      post.name === 'afternoon' &&
      waiting.some((ticket) => dueToday(scene, ticket, post))) ||
    (hasRole(person, 'liaison') && waiting.some((ticket) => after(ticket.claimOverdueSince, post.since)));
  const matters = post.name === 'morning' ? await scene.desk.waitingMatters([...tokens], MATTERS) : [];
  return { person, waiting, nearDue, matters, fresh };
};

/** The tokens under which work waits for this person. */
export const tokensOf = (person: Person): Set<string> =>
  new Set([
    `person:${person.id}`,
    ...person.roles.flatMap((role) => [`${role}@${person.department}`, `${role}@county`]),
  ]);

const postBroadcast = async (scene: Scene, tickets: readonly Ticket[], post: Post): Promise<void> => {
  const overdue = tickets.filter(
    (ticket) =>
      ticket.department !== undefined && clockCounts(ticket) && (has(ticket, 'overdue') || has(ticket, 'overdueClaim')),
  );
  if (overdue.length === 0) return;
  await scene.desk.want(
    scopeGroups(scene.county, 'county').map((to) => ({
      occasion: `broadcast:${post.at.toISOString()}:${recipientKey(to)}`,
      to,
      kind: 'broadcast' as const,
      letter: { form: 'card' as const, card: drawBroadcast(overdue, { at: post.at, county: scene.county }) },
      tickets: overdue.filter((ticket) => !isRestricted(ticket)).map((ticket) => ticket.no),
      at: post.at,
    })),
  );
};

/**
 * A scheduled post (08:33, 13:47, 16:47): one for each department's group, a list for each person with something
 * waiting, and in the morning the overdue broadcast to the whole county. On a day off nothing goes out.
 */
export const post = async (scene: Scene, order: Post): Promise<void> => {
  const { desk, county } = scene;
  if (!county.calendar.isWorkingDay(county.calendar.localDate(order.at))) return;
  const tickets = mostUrgentFirst(await desk.openTickets(), county);
  const places = await placesOf(scene, order);
  const feedback = await feedbackOf(scene, order);
  for (const department of county.departments) {
    const own = tickets.filter((ticket) => ticket.department === department.code);
    if (department.code !== CENTRE)
      await postTo(scene, department.code, own, order, {
        place: places.get(department.code),
        feedback: feedback.get(department.code),
      });
  }
  await postPersonal(scene, [...tickets, ...(await desk.endedWaiting(CENTRE_DECIDES))], order);
  if (order.name === 'morning') {
    await postBroadcast(scene, tickets, order);
    await postCentre(scene, tickets, order);
  }
};
