import { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { PlatformName } from './cards/exchange.ts';
import type { ChatPlatform, Failure, PlatformContext } from './chat/platform.ts';
import { openPlatforms } from './chat/registry.ts';
import { WEBHOOK_CHANNEL } from './chat/wecom/app.ts';
import { openReception } from './commands/receive.ts';
import type { Configuration } from './config/environment.ts';
import { checkHolidays } from './config/holidays.ts';
import { checkPolicyDocument } from './config/policy.ts';
import { type CountyCache, openCountyCache } from './countyCache.ts';
import { type Delivery, openDelivery } from './delivery/delivery.ts';
import { forecast } from './delivery/forecast.ts';
import { openPacing } from './delivery/pacing.ts';
import type { Outgoing } from './delivery/ports.ts';
import { channelsOf, jobStatements, openQueue } from './delivery/queue.ts';
import { openArchiveMaker } from './houseArchive.ts';
import { BY_CLOCK, buildTower } from './houseClock.ts';
import { openEvidenceFetcher } from './houseEvidence.ts';
import { openMobileSeeker } from './houseMobiles.ts';
import { openTopicFiller } from './houseTopics.ts';
import { keepIncoming } from './houseTrace.ts';
import type { PageParts } from './http/page/parts.ts';
import { type FrontDesk, openFrontDesk } from './http/server.ts';
import type { Tower } from './jobs/tower.ts';
import type { Clock } from './kernel/clock.ts';
import { reasonOf } from './kernel/errors.ts';
import { newId, newRef, sha256 } from './kernel/ids.ts';
import type { Logger } from './kernel/log.ts';
import { openMeters } from './meters.ts';
import { openDocuments } from './reports/documents.ts';
import { type Database, openDatabase } from './store/client.ts';
import { openArchive } from './store/desk.ts';
import { checkEvidence, LARGEST_EVIDENCE } from './store/evidenceCheck.ts';
import { type EvidenceFiles, openEvidenceFiles } from './store/evidenceRows.ts';
import { openLeadership } from './store/leadership.ts';
import { standings } from './store/liveRows.ts';
import { answersInline, openLedger } from './store/outgoingRows.ts';
import type { LedgerTools } from './store/placing.ts';
import { openPlatformRows } from './store/platformRows.ts';
import { openSeal } from './store/seal.ts';
import { sweep } from './store/sweep.ts';
import { runOn } from './store/unit.ts';
import { alarmUnreminded } from './workflow/alarmUnreminded.ts';
import type { Documents } from './workflow/documents.ts';
import { loseGroup, sendInstead } from './workflow/loseGroup.ts';
import { noteReminders } from './workflow/noteReminders.ts';
import { centreGroups } from './workflow/notices.ts';
import type { Archive } from './workflow/ports.ts';

/** What the house is built from. */
export interface HouseParts {
  configuration: Configuration;
  /** A migrated database. */
  databaseUrl: string;
  clock: Clock & { onMove?(listener: () => void): void };
  log: Logger;
  /** Makes the papers and is closed by whoever opened it; absent: the house has its own. */
  documents?: Documents;
}

/** The house at work. */
export interface House {
  port: number;
  archive: Archive;
  county: CountyCache;
  /** Everything due by now has been done and what can be delivered is delivered. */
  settled(): Promise<Date>;
  /** Sendings that could go out now and have not, inline answers included. */
  unsent(): Promise<number>;
  /** Closes the doors, finishes what is in hand, closes the archive. */
  stop(): Promise<void>;
}

const REFRESH_MS = 1_000;
const TELL_EVERY_MS = 3_600_000;
const SETTLE_MS = 20_000;
const SWEEP_MS = 600_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The platform's first choice of channel for a sending. */
const placer =
  (platforms: () => readonly ChatPlatform[]): LedgerTools['place'] =>
  async (sending) => {
    const platform = platforms().find((candidate) => candidate.name === sending.to.platform);
    const queue = await platform?.route(sending);
    return queue ? { state: 'queued', queue } : { state: 'failed', reason: '该平台未配置' };
  };

/** Builds the house in the order in which its rooms need each other, and opens its doors. */
export const openHouse = async (parts: HouseParts): Promise<House> => {
  const { configuration, databaseUrl, clock, log } = parts;
  const database = openDatabase(databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a database connection was lost'));
  const meters = openMeters();
  const seal = openSeal(configuration.secretKey);
  const real = () => clock.real();

  let boss: PgBoss | undefined;
  let platforms: ChatPlatform[] = [];
  const platformBy = (name: string) => platforms.find((platform) => platform.name === name);
  const pacing = openPacing(pool, real);
  const queue = (): PgBoss => {
    if (!boss) throw new Error('the queue is not open yet');
    return boss;
  };
  const tools: LedgerTools = {
    newId,
    real,
    place: placer(() => platforms),
    jobs: (rows) => jobStatements(queue(), rows),
    forecast: (queued) => forecast(queued, { platform: platformBy, pacing, real }),
  };
  const archive = openArchive(database, seal, tools, () => county.refresh());
  const names: PlatformName[] = [
    ...(configuration.wecom ? (['wecom'] as const) : []),
    ...(configuration.dingtalk ? (['dingtalk'] as const) : []),
  ];
  const county: CountyCache = await openCountyCache({
    database,
    now: () => clock.now(),
    publicUrl: configuration.publicUrl,
    platforms: names,
    log,
  });
  const tellCentre = centreTeller({ archive, county, clock });
  const files = openEvidenceFiles(configuration.dataDir, seal);
  const own = openDocuments();
  const documents = parts.documents ?? own;
  const side = runOn(pool);
  const answered = answersInline(side, real);
  const rows = openPlatformRows(database, side, seal, real);
  const receive = openReception({ archive, county: () => county.county(), documents, now: () => clock.now() });
  const contextFor = (name: PlatformName): PlatformContext => ({
    now: () => clock.now(),
    real,
    receive: async (incoming) => {
      if (configuration.logLevel === 'trace')
        await keepIncoming(configuration.dataDir, incoming, clock.now()).catch((thrown) =>
          log.warn({ reason: reasonOf(thrown) }, 'what came in could not be saved'),
        );
      const receival = await receive(incoming);
      await county.followDay();
      return receival;
    },
    answered,
    nonce: rows.nonce,
    token: rows.token,
    renew: rows.renew,
    memory: rows.memory(name),
    leader: (key) => openLeadership(databaseUrl, `${name}:${key}`, log),
    file: rows.file,
    log: {
      info: (fields, text) => log.info({ platform: name, ...fields }, text),
      warn: (fields, text) => log.warn({ platform: name, ...fields }, text),
      error: (fields, text) => log.error({ platform: name, ...fields }, text),
    },
    tellCentre,
    count: (counter, labels) => meters.count(counter, labels),
  });
  platforms = openPlatforms(configuration, contextFor);
  boss = await openQueue(databaseUrl, channelsOf(platforms), log);
  const ledger = openLedger(database, tools, newRef);
  const delivery = openDelivery(boss, platforms, {
    ledger,
    pacing,
    platform: platformBy,
    real,
    log,
    onAccepted: (outgoing) => countReminder({ archive, county, real }, outgoing),
    onFailed: (outgoing) => missReminder({ archive, county, clock }, outgoing),
    onGone: (outgoing, failure) => groupGone({ archive, county, clock }, outgoing, failure),
    tellCentre,
    count: (labels) => meters.count('delivery', labels),
  });

  const settleDeliveries = async (): Promise<void> => {
    const until = real() + SETTLE_MS;
    while (real() < until && (await ledger.pending(new Date(real()))) > 0) await pause(50);
  };
  const archiveMaker = openArchiveMaker({ configuration, databaseUrl, archive, county, via: BY_CLOCK, log });
  const makeArchive = archiveMaker.make;
  const tower = buildTower({ clock, log, database, archive, county, documents, settleDeliveries, makeArchive });
  let settledAt = clock.now();
  const settled = async (): Promise<Date> => {
    const done = tower.doneThrough();
    if ((await ledger.pending(new Date(real()))) === 0) settledAt = done;
    return settledAt;
  };
  const desk = await openFrontDesk({
    host: configuration.host,
    port: configuration.port,
    intake: { archive, county: () => county.county(), now: () => clock.now() },
    intakeToken: configuration.intakeToken,
    evidence: (sha256) => files.get(sha256),
    callbackSecret: configuration.callbackSecret,
    ...(configuration.publicUrl
      ? {
          pages: {
            publicUrl: configuration.publicUrl,
            cookieKey: sha256(`hotline cookies\n${configuration.secretKey}`),
            archive,
            county: () => county.county(),
            documents,
            now: () => clock.now(),
            real,
            files: {
              largest: LARGEST_EVIDENCE,
              get: (sha256) => files.get(sha256),
              take: (sent) => takeFile(files, sent, county.county().policy.evidence.keepPlace),
            },
            standings: (watched) => standings(side, watched),
            settings: {
              policy: checkPolicyDocument,
              holidays: (year) => county.holidays(year),
              readHolidays: checkHolidays,
              supposing: (change) => county.supposing(change),
            },
          },
        }
      : {}),
    platforms,
    health: {
      notReady: () => notReady(database, platforms),
      ...(configuration.clockUrl ? { settled } : {}),
      metrics: meters.registry,
      measure: async () => meters.ledger(await ledger.counts()),
    },
    log,
  });
  const evidence = openEvidenceFetcher({
    archive,
    county,
    clock,
    database,
    files,
    log,
    platform: (name) => platforms.find((platform) => platform.name === name),
  });
  const mobiles = openMobileSeeker({ archive, county, clock, database, seal, log, platforms: () => platforms });
  const topics = openTopicFiller(database, seal, log);
  await Promise.all(platforms.map((platform) => platform.start()));
  await delivery.start();
  await tower.start();
  clock.onMove?.(() => void tower.tick());
  const refreshing = setInterval(
    () =>
      void county
        .refresh()
        .catch((thrown) => log.warn({ reason: reasonOf(thrown) }, 'the directory could not be read')),
    REFRESH_MS,
  );
  const sweeping = setInterval(
    () =>
      void sweep(database, real()).catch((thrown) =>
        log.warn({ reason: reasonOf(thrown) }, 'old keys could not be removed'),
      ),
    SWEEP_MS,
  );
  log.info({ port: desk.port, platforms: names }, 'open');
  return {
    port: desk.port,
    archive,
    county,
    settled,
    unsent: async () => (await ledger.pending(new Date(real()))) + (await ledger.answering()),
    stop: async () => {
      clearInterval(refreshing);
      clearInterval(sweeping);
      await evidence.stop();
      await mobiles.stop();
      await archiveMaker.stop();
      await topics.stop();
      await closeAll({ desk, platforms, tower, delivery }, log);
      await own.close();
      await pool.end();
      await database.$disconnect();
    },
  };
};

/** Doors first, then the clock, then what is in hand. */
const closeAll = async (
  rooms: { desk: FrontDesk; platforms: readonly ChatPlatform[]; tower: Tower; delivery: Delivery },
  log: Logger,
): Promise<void> => {
  const steps: [string, () => Promise<void>][] = [
    ['tower', () => rooms.tower.stop()],
    ['front desk', () => rooms.desk.stop()],
    ['delivery', () => rooms.delivery.stop()],
    ...rooms.platforms.map((platform): [string, () => Promise<void>] => [platform.name, () => platform.stop()]),
  ];
  for (const [room, stop] of steps)
    await stop().catch((thrown) => log.warn({ room, reason: reasonOf(thrown) }, 'a room did not close cleanly'));
};

/** Evidence that came through the page: the same look as at what a platform hands out, then laid away. */
const takeFile: (files: EvidenceFiles, sent: Buffer, keepPlace: boolean) => ReturnType<PageParts['files']['take']> =
  async (files, sent, keepPlace) => {
    const checked = await checkEvidence(sent, keepPlace);
    if ('problem' in checked) return checked;
    const { bytes, sha256, type, size } = checked;
    await files.put(sha256, bytes);
    return { sha256, type, size };
  };

/** Tells the centre's groups something in plain Chinese, at most once an hour for one topic. */
const centreTeller =
  ({ archive, county, clock }: { archive: Archive; county: CountyCache; clock: Clock }) =>
  async (topic: string, text: string): Promise<void> => {
    const hour = Math.floor(clock.real() / TELL_EVERY_MS);
    const at = clock.now();
    await archive.work((desk) =>
      desk.want(
        centreGroups(county.county()).map((to) => ({
          occasion: `notice:${sha256(`${topic}:${'chat' in to ? to.chat : to.person}`).slice(0, 24)}:${hour}`,
          to,
          kind: 'text' as const,
          letter: { form: 'text' as const, text: `【系统提示】${text}` },
          tickets: [],
          at,
        })),
      ),
    );
  };

/** R3.2: an accepted reminder counts from its own business time plus the machine time it took to be accepted. */
const countReminder = async (
  parts: { archive: Archive; county: CountyCache; real(): number },
  outgoing: Outgoing,
): Promise<void> => {
  if (outgoing.reminds.length === 0) return;
  const at = new Date(outgoing.at.getTime() + Math.max(0, parts.real() - outgoing.createdAt.getTime()));
  await parts.archive.work((desk) =>
    noteReminders(
      { desk, county: parts.county.county(), via: BY_CLOCK },
      { to: outgoing.to, tickets: outgoing.reminds, at },
    ),
  );
};

/** R3.2: a reminder that the platform refused for good. */
const missReminder = async (
  parts: { archive: Archive; county: CountyCache; clock: Clock },
  { reminds: tickets, at }: Outgoing,
): Promise<void> => {
  if (tickets.length === 0) return;
  await parts.archive.work((desk) =>
    alarmUnreminded({ desk, county: parts.county.county(), via: BY_CLOCK }, { tickets, at }, parts.clock.now()),
  );
};

/** A webhook's address alone being void says nothing of the group: there may be a robot in it. */
const groupGone = async (
  { archive, county, clock }: { archive: Archive; county: CountyCache; clock: Clock },
  { to, kind, tickets, sending }: Outgoing,
  failure: Failure | undefined,
): Promise<boolean> => {
  if (!('chat' in to) || failure?.channel === WEBHOOK_CHANNEL) return false;
  const { platform, chat: id } = to;
  return archive.work(async (desk) => {
    const scene = { desk, county: county.county(), via: BY_CLOCK };
    const at = clock.now();
    const news = failure ? await loseGroup(scene, { platform, id }, failure.reason, at) : false;
    if ((news || !failure) && sending.act === 'send') await sendInstead(scene, { kind, tickets, chat: id }, at);
    return news;
  });
};

const notReady = async (database: Database, platforms: readonly ChatPlatform[]): Promise<string[]> => {
  const reasons: string[] = [];
  await database.$queryRaw`SELECT 1`.catch(() => reasons.push('数据库连接不上'));
  for (const platform of platforms) {
    const { ok, reason } = platform.ready();
    if (!ok) reasons.push(`${platform.name}：${reason ?? '未就绪'}`);
  }
  return reasons;
};
