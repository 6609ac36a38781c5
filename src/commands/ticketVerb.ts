import { instant } from '../domain/instant.ts';
import { isRestricted } from '../domain/ticket/access.ts';
import type { PersonCommand } from '../domain/ticket/commands.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { act } from '../workflow/act.ts';
import { type Call, nothingDone, type Outcome } from './spec.ts';

/** A person's command without who and when. */
type Bare<C> = C extends unknown ? Omit<C, 'by' | 'at'> : never;
export type TicketOrder = Bare<PersonCommand>;

/** `（第一条）` behind a refusal that rests on an article. */
export const withArticle = (refusal: Refusal): string =>
  refusal.article ? `${refusal.says}（依据：${refusal.article}）` : refusal.says;

/** The law said no to the whole order. */
export const refusedBy = (refusal: Refusal): Outcome => nothingDone(withArticle(refusal));

/**
 * Puts one order to every ticket of the call, each on its own: some may succeed while others are refused. `done` says
 * in a line what was achieved for a ticket.
 */
export const onEachTicket = async (
  call: Call,
  order: TicketOrder | ((ticket: string) => TicketOrder),
  done: (after: Ticket) => string,
): Promise<Outcome> => {
  const lines: string[] = [];
  const changed: string[] = [];
  let hidden = false;
  for (const no of [...call.tickets].sort()) {
    const bare = typeof order === 'function' ? order(no) : order;
    const answer = await act(call.scene, no, { ...bare, by: call.actor, at: instant(call.at) });
    if (isRefusal(answer)) {
      lines.push(`${no}：${withArticle(answer)}`);
      const file = await call.scene.desk.read(no);
      if (file && isRestricted(file.ticket)) hidden = true;
    } else {
      changed.push(no);
      lines.push(done(answer.after));
      if (isRestricted(answer.after)) hidden = true;
    }
  }
  return {
    say: summary(call, lines, changed.length),
    changed,
    ...(hidden ? { private: true } : {}),
    ...(changed.length === 0 && lines.length > 0 ? { refused: true } : {}),
  };
};

const LINES = 20;

const summary = (call: Call, lines: readonly string[], succeeded: number): string => {
  if (lines.length === 1) return lines[0] ?? '';
  const failed = lines.length - succeeded;
  const head = `${call.spec.name}：成功 ${succeeded} 件${failed > 0 ? `，未成功 ${failed} 件` : ''}。`;
  const more = lines.length > LINES ? [`……及其余 ${lines.length - LINES} 件`] : [];
  return [head, ...lines.slice(0, LINES), ...more].join('\n');
};
