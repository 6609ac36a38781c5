import type { Ticket } from '../domain/ticket/state.ts';
import { type ArgumentSpec, type Call, type CommandSpec, text } from './spec.ts';
import { onEachTicket, type TicketOrder } from './ticketVerb.ts';

/** What a command says of itself, and the words it needs: a reason, a basis, a result. */
interface WordsVerb extends Pick<CommandSpec, 'name' | 'alias' | 'help' | 'onPage' | 'example' | 'who' | 'acts'> {
  /** Several tickets at once with the same words. */
  several?: boolean;
  words: Pick<ArgumentSpec, 'key' | 'name' | 'ask'>;
  order(words: string): TicketOrder;
  /** In a line, what was achieved for a ticket. */
  done(after: Ticket, call: Call): string;
}

/** A command to a ticket that needs words and nothing else: `作废 号 原因:…`, or with the words bare after the number. */
export const wordsVerb = ({ several, words, order, done, ...parts }: WordsVerb): CommandSpec => ({
  ...parts,
  tickets: several ? 'many' : 'one',
  bare: words.key,
  arguments: [{ ...words, kind: 'text', required: true }],
  run: (call) => onEachTicket(call, order(text(call.values, words.key) ?? ''), (after) => done(after, call)),
});
