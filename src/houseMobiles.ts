import type { PlatformName } from './cards/exchange.ts';
import type { ChatPlatform, PlatformMemory } from './chat/platform.ts';
import type { CountyCache } from './countyCache.ts';
import type { Clock } from './kernel/clock.ts';
import { reasonOf } from './kernel/errors.ts';
import type { Logger } from './kernel/log.ts';
import type { Database } from './store/client.ts';
import { type Finding, type Sought, seekOne } from './store/mobileRows.ts';
import type { Seal } from './store/seal.ts';
import type { County } from './workflow/county.ts';
import { recipients } from './workflow/notices.ts';
import type { Archive } from './workflow/ports.ts';

/** What looking people up by their mobile number needs. */
interface SeekerParts {
  archive: Archive;
  county: CountyCache;
  clock: Clock;
  database: Database;
  seal: Seal;
  log: Logger;
  platforms(): readonly ChatPlatform[];
  memory(platform: PlatformName): PlatformMemory;
}

/** Looks up, once, whoever the organisation file gives a mobile number and no account. */
export interface MobileSeeker {
  stop(): Promise<void>;
}

const EVERY_MS = 1_000;
/** People asked about in one round. */
const AT_ONCE = 5;
/** After a platform could not be asked. */
const PAUSE_MS = 60_000;
/** Unknown numbers a day and platform, over all instances; WeCom shuts the interface for a day when many are asked for (D95402). */
const UNKNOWN_A_DAY = 50;
const DAY_MS = 86_400_000;
/** The vendors' day begins at midnight in Beijing. */
const BEIJING_MS = 8 * 3_600_000;

/** What was found and what not since the administrators were last told. */
interface Gathered {
  bound: string[];
  nobody: string[];
}

/** The counter of this day's unknown numbers (machine time). */
export const unknownKey = (real: number): string => `mobile:unknown:${Math.floor((real + BEIJING_MS) / DAY_MS)}`;

/**
 * Asks the platforms on which the person has no account yet. Nobody is asked anywhere while one of them has said 「nobody」
 * too often today: half an answer would have to be asked for again.
 */
const openAsking =
  ({ platforms, memory, clock, log }: SeekerParts): ((sought: Sought) => Promise<Finding>) =>
  async (sought) => {
    const finding: Finding = { found: {}, later: false };
    const key = unknownKey(clock.real());
    const asked = platforms().filter(({ name, personByMobile }) => personByMobile && !sought[name]);
    const unknown = await Promise.all(asked.map(({ name }) => memory(name).add(key, 0)));
    if (unknown.some((count) => count >= UNKNOWN_A_DAY)) return { ...finding, later: true };
    for (const platform of asked) {
      const answer = await platform.personByMobile?.(sought.mobile);
      if (!answer) continue;
      if ('ok' in answer) {
        log.warn(
          { platform: platform.name, class: answer.class, code: answer.code },
          'a person could not be looked up',
        );
        finding.later = true;
      } else if (answer.id) finding.found[platform.name] = answer.id;
      else await memory(platform.name).add(key, 1);
    }
    return finding;
  };

const NAMES: Record<PlatformName, string> = { wecom: '企业微信', dingtalk: '钉钉' };

const tell = async ({ archive, county, clock }: SeekerParts, { bound, nobody }: Gathered): Promise<void> => {
  const lines = [
    ...(bound.length > 0 ? [`已按手机号绑定：${bound.join('、')}。`] : []),
    ...(nobody.length > 0
      ? [`按手机号没有找到账号：${nobody.join('、')}。请补登账号，或发送“绑定码 姓名”让本人绑定。`]
      : []),
  ];
  const present = county.county();
  await archive.work((desk) =>
    desk.want(
      recipients(present, present.everyone('administrator')).map((to) => ({
        to,
        kind: 'text' as const,
        letter: { form: 'text' as const, text: lines.join('\n') },
        tickets: [],
        at: clock.now(),
      })),
    ),
  );
};

export const openMobileSeeker = (parts: SeekerParts): MobileSeeker => {
  const { database, seal, county, clock, log } = parts;
  const ask = openAsking(parts);
  let gathered: Gathered = { bound: [], nobody: [] };
  let notBefore = 0;

  const note = ({ sought, finding }: { sought: Sought; finding: Finding }): void => {
    const where = (Object.keys(finding.found) as PlatformName[]).map((platform) => NAMES[platform]);
    if (where.length > 0) gathered.bound.push(`${sought.name}（${where.join('、')}）`);
    else if (!finding.later && !sought.wecom && !sought.dingtalk) gathered.nobody.push(sought.name);
  };

  // Whoever is to be looked up came with a change of the directory: without one nothing is asked of the archive.
  let seen: County | undefined;
  const round = async (): Promise<void> => {
    const present = county.county();
    if (clock.real() < notBefore || present === seen) return;
    const passed: string[] = [];
    for (let asked = 0; asked < AT_ONCE; asked += 1) {
      const one = await seekOne(database, seal, passed, ask);
      if (!one) {
        if (passed.length === 0) seen = present;
        if (gathered.bound.length + gathered.nobody.length === 0) return;
        await county.refresh();
        const told = gathered;
        gathered = { bound: [], nobody: [] };
        return tell(parts, told);
      }
      note(one);
      if (!one.finding.later) continue;
      passed.push(one.sought.id);
      notBefore = clock.real() + PAUSE_MS;
    }
  };

  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(round)
      .catch((thrown) => log.warn({ reason: reasonOf(thrown) }, 'people could not be looked up by their numbers'));
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
