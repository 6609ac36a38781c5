import { isTicketCardKind, LISTED_AS, type TicketCardKind } from '../cards/card.ts';
import { drawTicketList } from '../cards/lists.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Scene } from './act.ts';
import { audienceOf, drawTicketFor, recipientKey } from './announce.ts';
import type { Archive, Desk, LedgerLine, Wanted } from './ports.ts';

/** Held letters of one kind for one recipient. */
interface Bundle {
  kind: TicketCardKind;
  lines: LedgerLine[];
}

const bundlesOf = (lines: readonly LedgerLine[]): Bundle[] => {
  const bundles = new Map<string, Bundle>();
  for (const line of lines) {
    if (!isTicketCardKind(line.kind)) continue;
    const key = `${recipientKey(line.to)}:${line.kind}`;
    const bundle = bundles.get(key) ?? { kind: line.kind, lines: [] };
    bundle.lines.push(line);
    bundles.set(key, bundle);
  }
  return [...bundles.values()];
};

/** The tickets of these letters as they stand now: urgent first, then in the order they were wanted. */
export const ticketsOf = async (desk: Desk, lines: readonly LedgerLine[]): Promise<Ticket[]> => {
  const numbers = [...new Set(lines.flatMap((line) => line.tickets))];
  const known = new Map((await desk.readAll(numbers)).map((ticket) => [ticket.no, ticket]));
  const found = numbers.flatMap((no) => known.get(no) ?? []);
  const urgent = (ticket: Ticket): boolean => ticket.flags.includes('urgent');
  return [...found.filter(urgent), ...found.filter((ticket) => !urgent(ticket))];
};

/**
 * What is held and due goes out: one letter as itself, several as list cards of at most `listSize`. Each recipient's in a
 * unit of work of its own, so that the cost of one follows what waits for one, however much an import has left. Returns
 * how many letters.
 */
export const release = async (archive: Archive, scene: Omit<Scene, 'desk'>, at: Date): Promise<number> => {
  let released = 0;
  for (const to of await archive.work((desk) => desk.heldFor(at)))
    released += await archive.work(async (desk) => {
      const lines = await desk.held({ dueBy: at, to });
      for (const bundle of bundlesOf(lines)) await sendBundle({ ...scene, desk }, bundle, at);
      return lines.length;
    });
  return released + (await archive.work((desk) => desk.letGo(at)));
};

const sendBundle = async (scene: Scene, bundle: Bundle, at: Date): Promise<void> => {
  const { desk, county } = scene;
  const first = bundle.lines[0];
  if (!first) return;
  const tickets = await ticketsOf(desk, bundle.lines);
  const size = county.policy.manners.listSize;
  const wanted: Wanted[] = [];
  for (let start = 0; start < tickets.length; start += size) {
    wanted.push(await letterFor(scene, bundle, tickets.slice(start, start + size), at));
  }
  await desk.merged(
    bundle.lines.map((line) => line.id),
    'sent in a list',
  );
  await desk.want(wanted);
};

const letterFor = async (scene: Scene, bundle: Bundle, tickets: readonly Ticket[], at: Date): Promise<Wanted> => {
  const to = bundle.lines[0]?.to;
  const [only] = tickets;
  if (!to || !only) throw new Error('a bundle has a recipient and tickets');
  const card =
    tickets.length === 1
      ? await drawTicketFor(scene, { kind: bundle.kind, ticket: only, to, at })
      : drawTicketList(bundle.kind, tickets, { at, county: scene.county }, audienceOf(to));
  return {
    to,
    kind: tickets.length === 1 ? bundle.kind : LISTED_AS[bundle.kind],
    letter: { form: 'card', card },
    tickets: tickets.map((ticket) => ticket.no),
    at,
    urgent: tickets.some((ticket) => ticket.flags.includes('urgent')),
  };
};
