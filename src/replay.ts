import type { Answer, Incoming, PlatformName } from './cards/exchange.ts';
import type { ChatPlatform, PlatformContext, RawRequest, Receive } from './chat/platform.ts';
import { openPlatforms } from './chat/registry.ts';
import { openReception } from './commands/receive.ts';
import type { Configuration } from './config/environment.ts';
import { PlainError } from './kernel/errors.ts';
import { sealedAgain } from './replaySeal.ts';
import { openDocuments } from './reports/documents.ts';
import type { County } from './workflow/county.ts';
import type { Archive, Desk } from './workflow/ports.ts';

/**
 * A callback as it was saved: at a door (sealed and signed, or bare), a frame of a socket, or as a platform had already
 * understood it.
 */
export type SavedCallback =
  | { platform: PlatformName; door: string; at: Date; request: RawRequest }
  | { platform: PlatformName; door: string; at: Date; frame: string }
  | { platform: PlatformName; at: Date; incoming: Incoming };

type AtPlatform = Exclude<SavedCallback, { incoming: Incoming }>;

/** What a callback would do, as far as people and the archive would notice it. */
export interface Replayed {
  /** The door's own answer; absent for a frame and for one that was saved behind the door. */
  response?: { status: number };
  /** A frame was none that the platform could read, or there was nothing in it to do. */
  unread?: true;
  /** Absent: it never came past the door (signature, format), or there was nothing in it to do. */
  from?: { person: string; chat?: string };
  /** It has been done before; here it is done as if it had not. */
  doneBefore: boolean;
  answer?: Answer;
  /** Events of tickets and matters, in order. */
  events: { of: string; type: string; by: string }[];
  /** Letters that would go out, and cards that would change. */
  letters: { to: string; kind: string; tickets: readonly string[] }[];
  changes: { to: string; card: string }[];
  /** Warnings that the centre would have been told. */
  told: string[];
}

/** Carries the result out of a unit of work that must not be kept. */
class NotKept extends Error {
  readonly value: unknown;
  constructor(value: unknown) {
    super('a replay keeps nothing');
    this.value = value;
  }
}

const toOf = (to: { platform: string } & ({ chat: string } | { person: string })): string =>
  `${to.platform}:${'chat' in to ? to.chat : to.person}`;

/** The desk, with what is written on it noted, and the key taken as new. */
const noting = (desk: Desk, found: Replayed): Desk => ({
  ...desk,
  remember: async (key, at, from) => {
    const known = await desk.remember(key, at, from);
    found.doneBefore = known.repeated;
    return known.repeated ? desk.remember(`${key}:replay`, at, from) : known;
  },
  save: async (change) => {
    for (const { type, by } of change.events) found.events.push({ of: change.after.no, type, by });
    await desk.save(change);
  },
  saveMatter: async (change) => {
    for (const { type, by } of change.events) found.events.push({ of: `${change.kind}:${change.id}`, type, by });
    await desk.saveMatter(change);
  },
  want: async (items) => {
    for (const { to, kind, tickets } of items) found.letters.push({ to: toOf(to), kind, tickets });
    await desk.want(items);
  },
  change: async (items) => {
    for (const { standing, card } of items) found.changes.push({ to: toOf(standing.to), card: card.kind });
    await desk.change(items);
  },
});

/** The archive, of which every unit of work is rolled back at its end. */
const forgetful = (archive: Archive, found: Replayed): Archive => ({
  work: async <T>(work: (desk: Desk) => Promise<T>): Promise<T> => {
    try {
      return await archive.work(async (desk) => {
        throw new NotKept(await work(noting(desk, found)));
      });
    } catch (thrown) {
      if (thrown instanceof NotKept) return thrown.value as T;
      throw thrown;
    }
  },
});

const refuseNetwork = (): void => {
  globalThis.fetch = () => Promise.reject(new Error('a replay sends nothing'));
};

const contextOf = (at: Date, receive: Receive, found: Replayed): PlatformContext => {
  const kept = new Map<string, Record<string, unknown>>();
  const silent = (): void => undefined;
  return {
    now: () => at,
    real: () => at.getTime(),
    receive,
    answered: async () => undefined,
    nonce: async () => 'fresh',
    token: async () => {
      throw new Error('a replay sends nothing');
    },
    memory: {
      get: async (key) => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
      add: async (key, count) => {
        const total = Number(kept.get(key)?.count ?? 0) + count;
        kept.set(key, { count: total });
        return total;
      },
    },
    renew: async () => undefined,
    accountLost: async ({ id }) => void found.told.push(`账号 ${id} 已不在通讯录，会解除绑定`),
    // Somebody else holds every place: a replay opens no socket.
    leader: () => ({ held: () => false, onChange: silent, release: async () => ({ others: true }) }),
    file: async () => undefined,
    log: { info: silent, warn: silent, error: silent },
    tellCentre: async (_topic, text) => void found.told.push(text),
    lost: async (chat, reason) => void found.told.push(`群 ${chat} ${reason}`),
    count: silent,
  };
};

/** A door may answer before the work is done: the work is given this long to begin. */
const BEGIN_MS = 1_000;

/** The platforms as they are opened for one callback, and what waits for the work that it begins. */
interface Stage {
  platforms: readonly ChatPlatform[];
  /** Waits for the work if it begins within the time. */
  worked(): Promise<void>;
}

const openStage = (saved: AtPlatform, configuration: Configuration, receive: Receive, found: Replayed): Stage => {
  const begun = Promise.withResolvers<void>();
  let working: Promise<unknown> = Promise.resolve();
  const { wecom, dingtalk } = configuration;
  const settings = {
    ...(wecom ? { wecom } : {}),
    // The doors of DingTalk are there in http mode alone; a saved call is one of them.
    ...(dingtalk ? { dingtalk: { ...dingtalk, mode: 'http' as const } } : {}),
  };
  const platforms = openPlatforms(settings, () =>
    contextOf(
      saved.at,
      (incoming) => {
        const received = receive(incoming);
        working = received;
        begun.resolve();
        return received;
      },
      found,
    ),
  );
  const worked = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, BEGIN_MS);
    });
    await Promise.race([begun.promise, late]);
    clearTimeout(timer);
    await working;
  };
  return { platforms, worked };
};

const noDoor = (door: string, known: readonly string[]): PlainError =>
  new PlainError(
    'no-door',
    `没有 ${door} 这个入口（可用：${known.join('、') || '无'}），请检查文件里的 door 和环境变量。`,
  );

const atDoor = async (
  saved: Extract<SavedCallback, { request: RawRequest }>,
  { platforms, worked }: Stage,
): Promise<{ status: number }> => {
  const doors: ChatPlatform['callbacks'] = Object.assign({}, ...platforms.map(({ callbacks }) => callbacks));
  const door = doors[saved.door];
  if (!door) throw noDoor(saved.door, Object.keys(doors));
  const { status } = await door(saved.request);
  if (status === 200 && saved.request.method === 'POST') await worked();
  return { status };
};

/** A frame, through the ears of the socket that would have brought it. */
const onSocket = async (
  saved: Extract<SavedCallback, { frame: string }>,
  { platforms, worked }: Stage,
): Promise<boolean> => {
  const frames: NonNullable<ChatPlatform['frames']> = Object.assign({}, ...platforms.map((one) => one.frames ?? {}));
  const take = frames[saved.door];
  if (!take) throw noDoor(saved.door, Object.keys(frames));
  const read = await take(saved.frame);
  if (read) await worked();
  return read;
};

/**
 * Runs one saved callback against the archive as it is, in transactions that are rolled back, at the business time `at`
 * of the callback. Nothing is kept and nothing is sent: the process's `fetch` is shut.
 */
export const replayCallback = async (
  saved: SavedCallback,
  parts: { configuration: Configuration; archive: Archive; county: () => County },
): Promise<Replayed> => {
  refuseNetwork();
  const found: Replayed = { doneBefore: false, events: [], letters: [], changes: [], told: [] };
  const documents = openDocuments();
  const reception = openReception({
    archive: forgetful(parts.archive, found),
    county: parts.county,
    documents,
    now: () => saved.at,
  });
  const receive: Receive = async (incoming) => {
    found.from = { person: incoming.person, ...(incoming.chat === undefined ? {} : { chat: incoming.chat }) };
    const received = await reception(incoming);
    found.answer = received.answer;
    return received;
  };
  try {
    if ('incoming' in saved) await receive(saved.incoming);
    else {
      const stage = openStage(saved, parts.configuration, receive, found);
      if ('request' in saved) found.response = await atDoor(sealedAgain(saved, parts.configuration), stage);
      else if (!(await onSocket(saved, stage))) found.unread = true;
    }
    return found;
  } finally {
    await documents.close();
  }
};
