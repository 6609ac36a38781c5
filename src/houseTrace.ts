import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Incoming } from './cards/exchange.ts';
import { isoWithOffset } from './domain/deadline/calendarDate.ts';
import { sha256 } from './kernel/ids.ts';

/**
 * Saves what came in, one file each under `DATA_DIR/callbacks`, readable by its owner alone, for `hotline replay`. Without
 * the ways to answer and to fetch media: these open doors. Only on request (`LOG_LEVEL=trace`), since people's words are in it.
 */
export const keepIncoming = async (dataDir: string, incoming: Incoming, at: Date): Promise<void> => {
  const folder = join(dataDir, 'callbacks');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const bare = { ...incoming, reply: {}, ...('attachments' in incoming ? { attachments: [] } : {}) };
  const saved = { platform: incoming.platform, at: isoWithOffset(at), incoming: bare };
  const name = `${isoWithOffset(at).slice(0, 19).replaceAll(':', '')}-${sha256(incoming.dedupeKey).slice(0, 12)}.json`;
  await writeFile(join(folder, name), `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600 });
};
