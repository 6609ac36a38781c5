import { investigationPaper } from '../../cards/accountabilityPaper.ts';
import { localDate } from '../../domain/deadline/calendarDate.ts';
import { instant } from '../../domain/instant.ts';
import type { Accountability } from '../../domain/month/accountability.ts';
import { accountabilities } from '../../domain/month/accountabilityRules.ts';
import { type Investigation, investigations } from '../../domain/month/investigation.ts';
import type { Person } from '../../domain/person.ts';
import { isRefusal, type Refusal } from '../../domain/ticket/refusal.ts';
import { type PaperScene, sendPaper } from '../documents.ts';
import { type MatterOffice, underNextNumber } from '../matter.ts';
import { recipients } from '../notices.ts';

/**
 * 问责 (R8.4): the referral file, opened by a person and handed to that person alone: whether and to whom it goes on is
 * decided outside the program.
 */
export const openInvestigation = async (
  scene: PaperScene,
  by: Person,
  order: Pick<Investigation, 'department' | 'reason' | 'tickets'>,
  at: Date,
): Promise<Investigation | Refusal> => {
  const month = localDate(at).slice(0, 7);
  const change = await underNextNumber(scene, investigations, `YS${month.replace('-', '')}`, (id) => ({
    type: 'Open' as const,
    at: instant(at),
    by,
    file: { id, month, ...order },
  }));
  if (isRefusal(change)) return change;
  const { desk, county, documents } = scene;
  const tickets = await desk.readAll(order.tickets);
  const record = await desk.matters<Accountability>(accountabilities.kind, { department: order.department });
  const paper = await documents.document(investigationPaper(change.after, { tickets, record }, { at, county }));
  await sendPaper(scene, recipients(county, [by]), paper, { at, urgent: true });
  return change.after;
};

export const investigationOffice: MatterOffice = {
  kind: investigations.kind,
  prefix: 'YS',
  watch: async () => undefined,
  draw: async () => undefined,
};
