import type { ChatPlatform } from './chat/platform.ts';
import type { CountyCache } from './countyCache.ts';
import { instant } from './domain/instant.ts';
import type { Clock } from './kernel/clock.ts';
import { reasonOf } from './kernel/errors.ts';
import type { Logger } from './kernel/log.ts';
import type { Database } from './store/client.ts';
import { checkEvidence } from './store/evidenceCheck.ts';
import { type EvidenceFiles, takeWantedEvidence, type WantedEvidence } from './store/evidenceRows.ts';
import { keepEvidence, refuseEvidence } from './workflow/evidence.ts';
import type { Archive } from './workflow/ports.ts';

/** What fetching evidence needs. */
interface FetcherParts {
  archive: Archive;
  county: CountyCache;
  clock: Clock;
  database: Database;
  files: EvidenceFiles;
  log: Logger;
  platform(name: string): ChatPlatform | undefined;
}

/** Fetches what people sent, one after the other, until it is kept or can no longer be had. */
export interface EvidenceFetcher {
  /** Does all that is due now. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
const AT_ONCE = 5;
/** The robot's addresses hold five minutes (D100719): after as many tries a file is lost and its sender is told. */
const TRIES = 8;
const pauseAfter = (attempts: number): number => Math.min(60_000, 2_000 * 2 ** attempts);

export const openEvidenceFetcher = (parts: FetcherParts): EvidenceFetcher => {
  const { archive, county, clock, log } = parts;
  const inScene = (work: (scene: Parameters<typeof keepEvidence>[0]) => Promise<void>): Promise<void> =>
    archive.work((desk) => work({ desk, county: county.county(), via: { door: 'clock' } }));

  const later = (wanted: WantedEvidence, reason: string): Promise<void> =>
    wanted.attempts + 1 >= TRIES
      ? inScene((scene) => refuseEvidence(scene, wanted, '平台多次下载失败，请重发。', clock.now()))
      : archive.work((desk) =>
          desk.evidenceFailed(wanted.id, reason, new Date(clock.real() + pauseAfter(wanted.attempts))),
        );

  const fetchOne = async (wanted: WantedEvidence): Promise<void> => {
    const platform = parts.platform(wanted.platform);
    if (!platform) return later(wanted, 'the platform is not configured');
    const got = await platform.download(wanted.source);
    if ('ok' in got) {
      if (got.class === 'rejected')
        return inScene((scene) => refuseEvidence(scene, wanted, '平台上的文件已失效，请重发。', clock.now()));
      return later(wanted, got.reason);
    }
    const checked = await checkEvidence(got.bytes, county.county().policy.evidence.keepPlace);
    if ('problem' in checked) return inScene((scene) => refuseEvidence(scene, wanted, checked.problem, clock.now()));
    const { bytes, type, size, sha256 } = checked;
    await parts.files.put(sha256, bytes);
    const { id, by, ticket } = wanted;
    const evidence = { id, sha256, type, size, by, at: instant(wanted.at) };
    await inScene((scene) => keepEvidence(scene, ticket, evidence, clock.now()));
  };

  let running: Promise<void> = Promise.resolve();
  const round = async (): Promise<void> => {
    for (const wanted of await takeWantedEvidence(parts.database, clock.real(), AT_ONCE)) {
      await fetchOne(wanted).catch((thrown) => {
        log.warn({ evidence: wanted.id, reason: reasonOf(thrown) }, 'evidence could not be kept; it is tried again');
        return later(wanted, reasonOf(thrown));
      });
    }
  };
  const tick = (): Promise<void> => {
    running = running
      .then(round)
      .catch((thrown) => log.warn({ reason: reasonOf(thrown) }, 'evidence could not be looked for'));
    return running;
  };
  const timer = setInterval(() => void tick(), EVERY_MS);
  return {
    tick,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
