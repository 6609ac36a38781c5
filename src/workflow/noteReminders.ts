import { instant } from '../domain/instant.ts';
import { act, type Scene } from './act.ts';
import { recipientKey } from './announce.ts';
import type { Recipient } from './ports.ts';

/** R3.2: the platform accepted a claim reminder for these tickets at `at`; from now on it counts. */
export const noteReminders = async (
  scene: Scene,
  reminder: { to: Recipient; tickets: readonly string[]; at: Date },
): Promise<void> => {
  const channel = 'chat' in reminder.to ? ('group' as const) : ('private' as const);
  for (const no of [...reminder.tickets].sort()) {
    await act(scene, no, { type: 'NoteReminder', channel, to: recipientKey(reminder.to), at: instant(reminder.at) });
  }
};
