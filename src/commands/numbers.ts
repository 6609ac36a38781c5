import { followUpDue } from '../domain/followUp/due.ts';
import { editDistance } from '../domain/nearest.ts';
import type { Person } from '../domain/person.ts';
import { commandsFor, mayRead } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Scene } from '../workflow/act.ts';
import { OFFICES } from '../workflow/matters.ts';
import { tokensOf } from '../workflow/posts.ts';
import type { Parsed } from './grammar.ts';
import type { CommandSpec, MatterRef } from './spec.ts';

/** Exact numbers, or one sentence that says what to write. */
export type Found = { tickets: string[]; matters: MatterRef[] } | { problem: string };

const WAITING = 200;

const waitingTickets = async (scene: Scene, person: Person): Promise<Ticket[]> =>
  (await scene.desk.waiting([...tokensOf(person)], WAITING)).tickets;

/** Whether this ticket waits for this person's very command. */
const waitsFor = (ticket: Ticket, person: Person, spec: CommandSpec, scene: Scene): boolean =>
  commandsFor(ticket, person, scene.county).some((command) => (spec.acts ?? []).includes(command));

const suggestion = async (scene: Scene, person: Person, typed: string): Promise<string> => {
  const near = (await waitingTickets(scene, person))
    .map((ticket) => ({
      no: ticket.no,
      distance: editDistance(typed.toUpperCase(), ticket.no.slice(-typed.length).toUpperCase()),
    }))
    .filter(({ distance }) => distance <= 3)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3);
  return near.length > 0 ? `您是不是要：${near.map(({ no }) => no).join('、')}？` : '发送“待办”可查看等您处理的工单。';
};

/** One number as typed: exact, or an ending of four or more characters that is unique among the open ones this person may see. */
export const ticketNamed = async (
  scene: Scene,
  person: Person,
  typed: string,
  means: 'read' | 'lock' = 'read',
): Promise<Found> => {
  const look = (no: string) => scene.desk[means](no);
  const exact = (await look(typed)) ?? (typed === typed.toUpperCase() ? undefined : await look(typed.toUpperCase()));
  if (exact && mayRead(person, exact.ticket)) return { tickets: [exact.ticket.no], matters: [] };
  const candidates = (await scene.desk.endingWith(typed.toUpperCase(), 50)).filter((ticket) => mayRead(person, ticket));
  const [only] = candidates;
  if (candidates.length === 1 && only) return { tickets: [only.no], matters: [] };
  if (candidates.length > 1) {
    const shown = candidates.slice(0, 5).map((ticket) => ticket.no);
    return { problem: `以“${typed}”结尾的工单有 ${candidates.length} 件：${shown.join('、')}，请写全编号。` };
  }
  return { problem: `没有找到工单“${typed}”。${await suggestion(scene, person, typed)}` };
};

const NUMBER_IN_TEXT = /[A-Za-z]{1,12}[-A-Za-z0-9]*\d{4,}/g;

/** R6.1: the ticket whose call is due first; of those due together the one closed first. */
export const firstToCall = (tickets: readonly Ticket[], { county }: Pick<Scene, 'county'>): Ticket | undefined => {
  const due = (ticket: Ticket): number => followUpDue(ticket, county)?.getTime() ?? Number.POSITIVE_INFINITY;
  return [...tickets].sort(
    (a, b) => due(a) - due(b) || ((a.closedAt ?? '') < (b.closedAt ?? '') ? -1 : 1) || (a.no < b.no ? -1 : 1),
  )[0];
};

const implied = async (scene: Scene, person: Person, parsed: Parsed, quoted: string | undefined): Promise<Found> => {
  const named = [...new Set(quoted?.match(NUMBER_IN_TEXT) ?? [])];
  const [only] = named;
  if (named.length === 1 && only) return ticketNamed(scene, person, only);
  const waiting = (await waitingTickets(scene, person)).filter((ticket) =>
    waitsFor(ticket, person, parsed.spec, scene),
  );
  const [single] = waiting;
  if (parsed.all && parsed.spec.matters)
    return { tickets: waiting.map((ticket) => ticket.no), matters: await openMatters(scene, person, parsed.spec) };
  if (waiting.length === 1 && single) return { tickets: [single.no], matters: [] };
  if (parsed.all && parsed.spec.tickets === 'many') {
    return waiting.length > 0
      ? { tickets: waiting.map((ticket) => ticket.no), matters: [] }
      : { problem: `没有等您${parsed.spec.name}的工单。` };
  }
  const first = parsed.spec.queue ? firstToCall(waiting, scene) : undefined;
  if (first) return { tickets: [first.no], matters: [] };
  if (waiting.length === 0) return { problem: `请写明工单编号，例如：${parsed.spec.example}` };
  return {
    problem: `等您${parsed.spec.name}的工单有 ${waiting.length} 件，请写明编号：${waiting
      .slice(0, 5)
      .map((ticket) => ticket.no)
      .join('、')}`,
  };
};

/** 全部: every matter of the command's kinds that waits for this person. */
const openMatters = async (scene: Scene, person: Person, spec: CommandSpec): Promise<MatterRef[]> =>
  (await scene.desk.waitingMatters([...tokensOf(person)], WAITING))
    .filter(({ kind }) => spec.matters?.includes(kind))
    .map(({ kind, id }) => ({ kind, id }));

/** A matter by its whole number, where the command takes such; a department's code in it keeps its own letters. */
const matterNamed = async (scene: Scene, spec: CommandSpec, typed: string): Promise<MatterRef | undefined> => {
  const office = OFFICES.find(
    ({ kind, prefix }) => spec.matters?.includes(kind) && prefix && typed.toUpperCase().startsWith(prefix),
  );
  if (!office?.prefix) return undefined;
  const { kind, prefix } = office;
  for (const id of [typed.toUpperCase(), `${prefix}${typed.slice(prefix.length)}`])
    if (await scene.desk.readMatter(kind, id)) return { kind, id };
  return undefined;
};

/** Which tickets a command means. `quoted` is the text of the message it quotes. */
export const findTickets = async (scene: Scene, person: Person, parsed: Parsed, quoted?: string): Promise<Found> => {
  if (parsed.spec.tickets === 'none') return { tickets: [], matters: [] };
  if (parsed.numbers.length === 0) return implied(scene, person, parsed, quoted);
  if (parsed.spec.tickets === 'one' && parsed.numbers.length > 1)
    return { problem: `“${parsed.spec.name}”一次只办一件，请分开发送。` };
  // A single ticket that is acted on is locked at once and not read twice; several are locked in their order later.
  const means = parsed.spec.acts && parsed.numbers.length === 1 ? 'lock' : 'read';
  const tickets: string[] = [];
  const matters: MatterRef[] = [];
  for (const typed of parsed.numbers) {
    const matter = await matterNamed(scene, parsed.spec, typed);
    if (matter) {
      matters.push(matter);
      continue;
    }
    const found = await ticketNamed(scene, person, typed, means);
    if ('problem' in found) return found;
    tickets.push(...found.tickets);
  }
  return { tickets: [...new Set(tickets)], matters };
};
