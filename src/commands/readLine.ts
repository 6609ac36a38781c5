import type { Ticket } from '../domain/ticket/state.ts';
import type { LedgerLine } from '../workflow/ports.ts';
import type { Call } from './spec.ts';

/** What tells the department of its new ticket. */
const TELLS: readonly string[] = ['newTicket', 'newTickets', 'claimReminder'];

/** The letter in one of the department's groups that came last. */
const lastToldOf = async ({ scene }: Call, ticket: Ticket): Promise<LedgerLine | undefined> => {
  const groups = scene.county.chatsOf(ticket.department ?? '').map(({ id }) => id);
  const posted = await scene.desk.posted(ticket.no);
  return posted.findLast(
    ({ to, kind, state }) => 'chat' in to && groups.includes(to.chat) && TELLS.includes(kind) && state === 'accepted',
  );
};

/**
 * For the centre, of a ticket that waits to be claimed: `已读：陈静、赵刚（2/5）` — who of the department has read what
 * its group was told, of as many as are on that platform. Undefined where the platform does not tell, or not in time,
 * and while the month's calls are to be saved.
 */
export const readLine = async (call: Call, ticket: Ticket): Promise<string | undefined> => {
  const { desk, county, readers } = call.scene;
  if (!readers || ticket.status !== 'toClaim' || ticket.department === undefined) return undefined;
  const told = await lastToldOf(call, ticket);
  const found = told && (await desk.sent(told.id));
  const accounts = found && (await readers(found.line.to, found.sent));
  if (!told || !accounts) return undefined;
  const { platform } = told.to;
  const there = county.people.filter(
    (person) =>
      person.active && person.department === ticket.department && county.addressOf(person)?.platform === platform,
  );
  const read = there.filter((person) => accounts.includes(county.addressOf(person)?.person ?? ''));
  const names = read.map(({ name }) => name).join('、');
  return `已读：${names || '还没有人'}（${read.length}/${there.length}）`;
};
