import type { Card } from '../cards/card.ts';
import { listWithout, takenBackCard } from '../cards/takenBack.ts';
import { instant } from '../domain/instant.ts';
import { isRestricted, mayRead } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Change, Scene } from './act.ts';
import { audienceOf } from './announce.ts';
import type { County } from './county.ts';
import { centreGroups, permitted } from './notices.ts';
import type { LedgerLine, Recipient } from './ports.ts';

/** What must be taken back after a change: why, and whether also what was sent to persons who may read it. */
const orderOf = ({ before, after, events }: Change): { why: string; all: boolean } | undefined => {
  const recalled = events.findLast((event) => event.type === 'LettersRecalled');
  if (recalled) return { why: recalled.reason, all: recalled.all };
  const closed = before !== undefined && !isRestricted(before) && isRestricted(after);
  return closed ? { why: '工单已改为不公开', all: false } : undefined;
};

/**
 * In a group, or with somebody who may not read the ticket (any more). A complaint about the department that is neither
 * 保密 nor 举报 may stay with the centre, whose people all read it: there it is found out, with every dispatch by hand.
 */
const misplaced = ({ to }: LedgerLine, ticket: Ticket, county: County): boolean => {
  if ('chat' in to) {
    const onlyAbout = ticket.aboutDepartment && ticket.type !== '举报' && !ticket.flags.includes('confidential');
    return !(onlyAbout && county.chat(to.platform, to.chat)?.scope === 'centre');
  }
  const person = county.person(to.personId);
  return person === undefined || !mayRead(person, ticket);
};

const replacement = async (scene: Scene, line: LedgerLine, ticket: Ticket, at: Date): Promise<Card | undefined> => {
  if (line.letter?.form !== 'card') return undefined;
  const { card } = line.letter;
  if (line.tickets.length < 2) return takenBackCard(card);
  const others = await scene.desk.readAll(line.tickets.filter((no) => no !== ticket.no));
  const shown = 'chat' in line.to ? others.filter((other) => !isRestricted(other)) : others;
  return listWithout(card, shown, { at, county: scene.county }, audienceOf(line.to));
};

/**
 * Takes back what was posted about a ticket that has become restricted (保密, 举报, 投诉 about the department; an import
 * may say so late), or that the centre orders back. A restricted one is taken out of lists too. A card somebody is pressing just now stays for its answer.
 */
export const takeBack = async (scene: Scene, change: Change, at: Date): Promise<void> => {
  const order = orderOf(change);
  if (!order) return;
  const { desk, county } = scene;
  const ticket = change.after;
  const restricted = isRestricted(ticket);
  const lines = (await desk.posted(ticket.no)).filter(
    (line) =>
      (order.all || misplaced(line, ticket, county)) &&
      (restricted || line.tickets.length === 1) &&
      !(line.letter?.form === 'card' && line.letter.card.ref === scene.clicked),
  );
  const items = await Promise.all(
    lines.map(async (line) => {
      const card = await replacement(scene, line, ticket, at);
      return card ? { line, card } : { line };
    }),
  );
  await desk.recall(items, { why: order.why, at });
};

const placeOf = (to: Recipient, county: County): string => {
  if (!('chat' in to)) return county.person(to.personId)?.name ?? to.person;
  const bound = county.chat(to.platform, to.chat);
  if (bound?.scope) return bound.scope === 'centre' ? '热线中心群' : '全县群';
  const name = county.department(bound?.department ?? '')?.name;
  return name ? `${name}群` : `群 ${to.chat}`;
};

/** `县城市管理局群 2 条（企业微信不能撤回…）`, a line for each place and reason. */
const linesOf = (failed: readonly LedgerLine[], county: County): string[] => {
  const counts = new Map<string, number>();
  for (const { to, reason } of failed) {
    const key = `${placeOf(to, county)}\n${reason ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [place, reason] = key.split('\n');
    return `${place} ${count} 条${reason ? `（${reason}）` : ''}`;
  });
};

/**
 * When the last recall of one occasion (`at`) is over, the centre reads once which letters still stand; of a restricted
 * ticket its operators in person. What was taken back is told to nobody: the ledger has it.
 */
export const tellWhatStands = async (
  scene: Scene,
  { tickets, at }: { tickets: readonly string[]; at: Date },
  now: Date,
): Promise<void> => {
  const { desk, county } = scene;
  for (const no of [...tickets].sort()) {
    const file = await desk.lock(no);
    if (!file) continue;
    const recalls = await desk.recalls(no, at);
    const failed = recalls.filter(({ state }) => state === 'failed');
    if (failed.length === 0 || recalls.some(({ state }) => state === 'queued' || state === 'wanted')) continue;
    const text = [
      `【撤回】${no} 有 ${failed.length} 条消息没能撤回，请到群内人工撤回或请群主删除：`,
      ...linesOf(failed, county),
    ].join('\n');
    const notices = centreGroups(county)
      .map((to) => ({ kind: 'unreached' as const, to, urgent: true, again: instant(at) }))
      .flatMap((notice) => permitted(notice, file.ticket, county));
    await desk.want(
      notices.map(({ to }) => ({
        occasion: `unrecalled:${no}:${instant(at)}:${to.platform}:${'chat' in to ? to.chat : to.person}`,
        to,
        kind: 'text' as const,
        letter: { form: 'text' as const, text },
        tickets: [],
        at: now,
        urgent: true,
      })),
    );
  }
};
