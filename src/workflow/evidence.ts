import { instant, toDate } from '../domain/instant.ts';
import type { Person } from '../domain/person.ts';
import { mayRead, waitingFor } from '../domain/ticket/access.ts';
import type { Evidence } from '../domain/ticket/state.ts';
import { act, type Scene } from './act.ts';
import { recipients } from './notices.ts';
import { tokensOf } from './posts.ts';

/** Evidence follows the command it belongs to within this time (contract: "pictures sent to the bot next"). */
const FOLLOWS_MS = 10 * 60_000;
const keyOf = (person: Person): string => `evidence:${person.id}`;

/** From now on what this person sends belongs to this ticket, for ten minutes. */
export const expectEvidence = (scene: Scene, person: Person, ticket: string, at: Date): Promise<void> =>
  scene.desk.keepNote(keyOf(person), { ticket, until: instant(new Date(at.getTime() + FOLLOWS_MS)) });

const WORK = ['RecordContact', 'Reply', 'ApproveReply'];

/** Which ticket this person's picture belongs to: the one just spoken of, or the only one they work on. */
export const evidenceTicket = async (scene: Scene, person: Person, at: Date): Promise<string | undefined> => {
  const { desk, county } = scene;
  const note = (await desk.note(keyOf(person))) as { ticket: string; until: string } | undefined;
  if (note && toDate(note.until) >= at) return note.ticket;
  const { tickets } = await desk.waiting([...tokensOf(person)], 50);
  const worked = tickets.filter(
    (ticket) => mayRead(person, ticket) && waitingFor(ticket, county).some(({ command }) => WORK.includes(command)),
  );
  return worked.length === 1 ? worked[0]?.no : undefined;
};

/** It was fetched, checked and laid away: the ticket has it from now on. */
export const keepEvidence = async (scene: Scene, ticket: string, evidence: Evidence, at: Date): Promise<void> => {
  await scene.desk.evidenceKept(evidence);
  await act(scene, ticket, { type: 'AttachEvidence', evidence, at: instant(at) });
};

/** Sent through the page, and laid away already: the ticket has it at once; the same file from the same person once. */
export const attachEvidence = async (
  scene: Scene,
  ticket: string,
  sent: Omit<Evidence, 'at'>,
  at: Date,
): Promise<Evidence> => {
  const file = await scene.desk.lock(ticket);
  const known = file?.ticket.evidence?.find(({ sha256, by }) => sha256 === sent.sha256 && by === sent.by);
  if (known) return known;
  const evidence = { ...sent, at: instant(at) };
  await scene.desk.evidenceSent(ticket, evidence);
  await act(scene, ticket, { type: 'AttachEvidence', evidence, at: evidence.at });
  return evidence;
};

/** It cannot be kept: the sender reads why, once, and sends it again. */
export const refuseEvidence = async (
  scene: Scene,
  wanted: { id: string; ticket: string; by: string },
  reason: string,
  at: Date,
): Promise<void> => {
  const { desk, county } = scene;
  await desk.evidenceFailed(wanted.id, reason, undefined);
  await desk.want(
    recipients(county, [county.person(wanted.by)]).map((to) => ({
      occasion: `evidence:${wanted.id}`,
      to,
      kind: 'text' as const,
      letter: { form: 'text' as const, text: `${wanted.ticket} 的佐证没有保存：${reason}` },
      tickets: [wanted.ticket],
      at,
    })),
  );
};
