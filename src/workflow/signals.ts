import { localDate } from '../domain/deadline/calendarDate.ts';
import { toDate } from '../domain/instant.ts';
import type { Submission } from '../domain/submission/submission.ts';
import type { Scene } from './act.ts';

/**
 * R7.4: the 社情 that the centre's director adopted in a month, `2026-10`, by number. By the month of the adoption: what
 * is adopted after its own month's report was written stands in the next one, and none stands in two or in none.
 */
export const signalsOf = async ({ desk }: Pick<Scene, 'desk'>, month: string): Promise<Submission[]> => {
  const decided = await desk.matters<Submission>('signal', { open: false });
  return decided.filter(
    ({ decision }) => decision?.adopted === true && localDate(toDate(decision.at)).slice(0, 7) === month,
  );
};
