import { drawCard } from '../cards/draw.ts';
import type { Scene } from './act.ts';
import { audienceOf, recipientKey } from './announce.ts';
import { centreGroups, permitted } from './notices.ts';

/** Reminders of one post count together; the one before is another occasion. */
const TOGETHER_MS = 3_600_000;

/**
 * R3.2: the platform refused a claim reminder for good. Where no other of the same occasion arrived or is on its way,
 * the centre is alarmed: it telephones and logs that, or there will be no deduction. `at`: when it was wanted.
 */
export const alarmUnreminded = async (
  scene: Scene,
  reminder: { tickets: readonly string[]; at: Date },
  now: Date,
): Promise<void> => {
  const { desk, county } = scene;
  const since = new Date(reminder.at.getTime() - TOGETHER_MS);
  for (const no of reminder.tickets) {
    const file = await desk.read(no);
    if (file?.ticket.status !== 'toClaim' || (await desk.liveReminders(no, since)) > 0) continue;
    const notices = centreGroups(county)
      .map((to) => ({ kind: 'unreached' as const, to, urgent: true, again: reminder.at.toISOString() }))
      .flatMap((notice) => permitted(notice, file.ticket, county));
    await desk.want(
      notices.map(({ kind, to, again }) => ({
        occasion: `unreminded:${no}:${again}:${recipientKey(to)}`,
        to,
        kind,
        letter: {
          form: 'card' as const,
          card: drawCard(kind, file.ticket, { at: now, county }, audienceOf(to)),
        },
        tickets: [no],
        at: now,
        urgent: true,
      })),
    );
  }
};
