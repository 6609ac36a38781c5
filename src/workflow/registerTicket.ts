import { instant } from '../domain/instant.ts';
import type { Intake } from '../domain/ticket/commands.ts';
import { canonical } from '../kernel/canonical.ts';
import { sha256 } from '../kernel/ids.ts';
import { act, type Scene } from './act.ts';
import type { TicketText } from './ports.ts';

/** A ticket as the intake understood it: what the law needs, and the text that is sealed. */
export interface UnderstoodTicket {
  intake: Intake;
  text: TicketText;
}

export type IntakeOutcome =
  | { no: string; outcome: 'created' | 'unchanged' | 'updated' }
  | { no: string; outcome: 'rejected'; reason: string };

/**
 * Registers a ticket, or corrects a known one (contract: text, caller and `dueAt`; the department only before the
 * claim). The same content again changes nothing.
 */
export const registerTicket = async (
  scene: Scene,
  { intake, text }: UnderstoodTicket,
  at: Date,
): Promise<IntakeOutcome> => {
  const { no } = intake;
  const intakeDigest = sha256(canonical({ intake, text }));
  const [known] = await scene.desk.intakeDigests([no]);
  if (known === intakeDigest) return { no, outcome: 'unchanged' };
  const type = known === undefined ? ('Register' as const) : ('Correct' as const);
  const answer = await act(scene, no, { type, intake, at: instant(at) }, { text, intakeDigest });
  if ('refused' in answer) return { no, outcome: 'rejected', reason: answer.says };
  return { no, outcome: known === undefined ? 'created' : 'updated' };
};
