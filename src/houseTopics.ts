import { reasonOf } from './kernel/errors.ts';
import type { Logger } from './kernel/log.ts';
import type { Database } from './store/client.ts';
import type { Seal } from './store/seal.ts';
import { fillTopics } from './store/topicRows.ts';

/** Makes, beside the bot, what the analysis counts of tickets that an earlier version of the program took in. */
export const openTopicFiller = (
  database: Database,
  seal: Seal,
  log: Logger,
): {
  /** Ends after the batch in hand; the next start goes on from there. */
  stop(): Promise<void>;
} => {
  let stopping = false;
  const filling = fillTopics(database, seal, () => stopping)
    .then((made) => (made > 0 ? log.info({ made }, 'older tickets are counted for the analysis') : undefined))
    .catch((thrown) => log.error({ reason: reasonOf(thrown) }, 'older tickets could not be counted for the analysis'));
  return {
    stop: async () => {
      stopping = true;
      await filling;
    },
  };
};
