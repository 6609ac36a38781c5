import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import type { Scheme } from '../../src/domain/assessment/scheme.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { type House, openHouse } from '../../src/house.ts';
import { Organisation } from '../../src/intake/organisation.ts';
import { openLog, silentLog } from '../../src/kernel/log.ts';
import { openTownClock, type TownClock } from '../../src/kernel/townClock.ts';
import { openDocuments } from '../../src/reports/documents.ts';
import { type KeptTown, type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { botEnvironment, demoSettings } from '../../src/simulator/settings.ts';
import type { FaultKind, GroupNews, Message, Platform } from '../../src/simulator/town/types.ts';
import { openDatabase } from '../../src/store/client.ts';
import { importOrganisation } from '../../src/store/organisation.ts';
import { keepPolicy } from '../../src/store/policyRows.ts';
import { keepScheme } from '../../src/store/schemeRows.ts';
import { freshDatabase } from '../freshDatabase.ts';
import { GROUPS, organisationFile, PEOPLE } from './organisation.ts';
import type { Place, StoryTicket, StoryTicketView } from './view.ts';

export const TOKEN = 'story-intake-token';
/** A story of many days fills a group's minute, which is the machine's: what is over its limit comes in the next. */
/** One press for every house of this worker: its thread and its font are warm after the first picture. */
const documents = openDocuments();

const PATIENCE_MS = 15_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The model town with the real bot in it, for one story. */
export interface StoryTown {
  /** Puts tickets in by the intake API and waits until the bot has said what it has to say. */
  tickets(...tickets: StoryTicket[]): Promise<{ no: string; outcome: string; reason?: string }[]>;
  /** A person writes, in a group by its id or alone. */
  says(person: string, text: string, chat?: string): Promise<void>;
  /** A person writes alone or in a group and reads these words in the answer there. */
  asks(person: string, text: string, answer: string | readonly string[], chat?: string): Promise<Message>;
  /** A person presses a button of a card. */
  presses(person: string, message: Message, action: string, values?: Record<string, string | string[]>): Promise<void>;
  /** Reads the newest card with this action that the person sees (in private) or the group has. */
  card(where: Place, action: string, about?: string): Promise<Message>;
  /** Reads the newest message there whose text contains all the words; waits for it. */
  reads(where: Place, ...words: string[]): Promise<Message>;
  /** Reads every message there that contains all the words; at least one. */
  readsAll(where: Place, ...words: string[]): Promise<Message[]>;
  /** Looks at everything the bot has said there, which does not count as reading. */
  said(where: Place): Message[];
  /** Messages that the story does not care about, and why: the posts of a day between, another group's copy. */
  leavesUnread(because: string, fits: (message: Message) => boolean): void;
  /** What nobody in the story has read, one line each: who, when, first words. */
  unread(): string[];
  clock(order: { to: string } | { advance: string }): Promise<void>;
  /** Something happens to a DingTalk group, and the bot is told by an event. */
  happens(chat: string, what: GroupNews): Promise<void>;
  fault(
    platform: Platform,
    kind: FaultKind,
    more?: { times?: number; seconds?: number; chat?: string; code?: string },
  ): Promise<void>;
  /** The ticket as the API reads it back. */
  ticket(no: string): Promise<StoryTicketView>;
  api(path: string, init?: RequestInit): Promise<Response>;
  settled(): Promise<void>;
  /** Ends the bot and starts it again on the same database. */
  restart(): Promise<void>;
  /** Ends the bot and the model town and opens both again where they ended, as a second run of the demo does. */
  secondRun(): Promise<void>;
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly botUrl: string;
  close(): Promise<void>;
}

/** Opens the town at Tuesday 2026-10-20 08:45 (after the morning's runs) unless told otherwise. */
export const openTown = async (
  options: {
    startAt?: string;
    environment?: Record<string, string>;
    prepare?: (settings: ReturnType<typeof demoSettings>) => void;
    /** What the county's policy says otherwise than the shipped one. */
    policy?: Partial<Policy>;
    /** A 考核方案 in use from 2026-01 on: what it says otherwise than the shipped one. */
    scheme?: Partial<Scheme>;
    /** People besides those of the small county. */
    people?: typeof PEOPLE;
    /** The bot's machine clock, milliseconds ahead of this one's: a story moves it past what a platform asked to wait. */
    machine?: { ahead: number };
    /** The pages are on: `PUBLIC_URL` is the bot's own address, as in the demo. */
    pages?: true;
    /** Takes every line the bot logs, from `trace` up. */
    lines?: string[];
  } = {},
): Promise<StoryTown> => {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hotline-story-'));
  const settings = { ...demoSettings('http://127.0.0.1:9'), intakeToken: TOKEN };
  const residents = [...PEOPLE, ...(options.people ?? [])];
  const platformOf = (person: string): Platform =>
    residents.find(({ id }) => id === person)?.wecom ? 'wecom' : 'dingtalk';
  options.prepare?.(settings);
  const open = (startAt: string, more: { port: number; kept?: KeptTown }): Promise<Simulator> =>
    startSimulator({
      settings,
      organisation: { people: residents, groups: GROUPS },
      startAt: new Date(startAt),
      ...more,
    });
  let simulator = await open(options.startAt ?? '2026-10-20T08:45:00+08:00', { port: 0 });
  const prisma = openDatabase(database.url, 2);
  await importOrganisation(prisma, Organisation.parse(organisationFile(residents)));
  if (options.policy) {
    const document = { ...DEFAULT_POLICY, ...options.policy };
    await keepPolicy(prisma, { from: '2026-01-01', document, at: new Date(0), by: 'story' });
  }
  if (options.scheme) {
    const document = { ...DEFAULT_SCHEME, ...options.scheme };
    await keepScheme(prisma, { name: document.name, fromMonth: '2026-01', document, at: new Date(0), by: 'story' });
  }
  await prisma.$disconnect();
  const port = options.pages ? await freePort() : 0;
  const configuration = readEnvironment({
    ...botEnvironment(settings, simulator.url),
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    ...(options.pages ? { PUBLIC_URL: `http://127.0.0.1:${port}` } : {}),
    INTAKE_TOKEN: TOKEN,
    LOG_LEVEL: 'silent',
    SECRET_KEY: 'a-key-for-stories-only',
    ...options.environment,
  });
  const { lines } = options;
  const log = lines ? openLog('trace', { write: (line) => void lines.push(line) }) : silentLog();
  const openClock = async (): Promise<TownClock> => ({
    ...(await openTownClock(`${simulator.url}/clock`)),
    real: () => Date.now() + (options.machine?.ahead ?? 0),
  });
  let clock = await openClock();
  let house: House = await openHouse({ configuration, databaseUrl: database.url, clock, log, documents });
  const connected = async (): Promise<void> => {
    simulator.setBotUrl(`http://127.0.0.1:${house.port}`);
    await until(async () => (await fetch(`http://127.0.0.1:${house.port}/readyz`)).status === 200, 'the bot is ready');
  };
  await connected();

  /** Opens the bot on what is there, after it was closed. */
  const begin = async (): Promise<void> => {
    clock = await openClock();
    house = await openHouse({ configuration, databaseUrl: database.url, clock, log, documents });
    await connected();
  };

  const town = (): readonly Message[] => simulator.town.messages;
  const read = new Set<string>();
  const left: ((message: Message) => boolean)[] = [];
  const reading = (message: Message): Message => {
    read.add(message.id);
    return message;
  };
  const here = (where: Place): Message[] =>
    town().filter(
      (message) =>
        message.from === undefined && ('chat' in where ? message.chat === where.chat : message.person === where.person),
    );
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${simulator.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const answer = (await response.json()) as Record<string, unknown>;
    expect(response.status, JSON.stringify(answer)).toBe(200);
    return answer;
  };
  const settled = (): Promise<void> =>
    until(
      async () => (await house.settled()) >= new Date(clock.now().getTime() - 60_000) && (await quiet(house)),
      'the bot has nothing left to send',
    );

  const story: StoryTown = {
    get url() {
      return simulator.url;
    },
    databaseUrl: database.url,
    dataDir,
    get botUrl() {
      return `http://127.0.0.1:${house.port}`;
    },
    tickets: async (...tickets) => {
      const at = `${new Date(simulator.town.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
      const body = tickets.map((ticket) => ({
        type: '求助',
        title: '路灯不亮',
        content: '晚上很黑',
        receivedAt: at,
        dispatchedAt: at,
        ...ticket,
      }));
      const response = await story.api('/api/v1/tickets', { method: 'POST', body: JSON.stringify(body) });
      const { results } = (await response.json()) as { results: { no: string; outcome: string; reason?: string }[] };
      await settled();
      return results;
    },
    says: async (person, text, chat) => {
      await post('/town/messages', {
        platform: chat ? GROUPS.find(({ id }) => id === chat)?.platform : platformOf(person),
        person,
        text,
        ...(chat ? { chat } : {}),
      });
      await settled();
    },
    presses: async (person, message, action, values) => {
      const answer = await post('/town/clicks', {
        platform: message.platform,
        person,
        message: message.id,
        action,
        ...(values ? { values } : {}),
      });
      expect(answer.delivered, JSON.stringify(answer)).toBe(true);
      await settled();
    },
    asks: async (person, text, answer, chat) => {
      const place = chat ? { chat } : { person };
      const words = typeof answer === 'string' ? [answer] : answer;
      const before = new Set(here(place).map(({ id }) => id));
      await story.says(person, text, chat);
      const since = (message: Message): boolean => !before.has(message.id) && containing(words)(message);
      return reading(await find(here, place, since, words.join(' + ')));
    },
    card: async (where, action, about) =>
      reading(
        await find(
          here,
          where,
          (message) =>
            (message.actions ?? []).some((entry) => entry.action === action) &&
            (about === undefined || message.text.includes(about)),
          `a card with ${action}`,
        ),
      ),
    reads: async (where, ...words) => reading(await find(here, where, containing(words), words.join(' + '))),
    readsAll: async (where, ...words) => {
      await find(here, where, containing(words), words.join(' + '));
      return here(where).filter(containing(words)).map(reading);
    },
    said: here,
    leavesUnread: (_because, fits) => void left.push(fits),
    unread: () =>
      town()
        .filter(
          (message) =>
            message.from === undefined &&
            message.kind !== 'event' &&
            !read.has(message.id) &&
            !left.some((fits) => fits(message)),
        )
        .map(
          (message) =>
            `${message.chat ?? message.person} ${message.at.slice(5, 16)} ${textsOf(message).replace(/\s+/g, ' ').slice(0, 90)}`,
        ),
    clock: async (order) => void (await post('/town/clock', order)),
    happens: async (chat, what) => {
      expect(await post('/town/groups', { platform: 'dingtalk', chat, what })).toEqual({ delivered: true });
      await settled();
    },
    fault: async (platform, kind, more = {}) => void (await post('/town/faults', { platform, kind, ...more })),
    ticket: async (no) => (await (await story.api(`/api/v1/tickets/${no}`)).json()) as StoryTicketView,
    api: (path, init = {}) =>
      fetch(`http://127.0.0.1:${house.port}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...init.headers },
      }),
    settled,
    secondRun: async () => {
      await house.stop();
      clock.stop();
      const kept = JSON.parse(JSON.stringify(simulator.keep())) as KeptTown;
      await simulator.stop();
      simulator = await open(kept.now, { port: simulator.port, kept });
      await begin();
    },
    restart: async () => {
      await house.stop();
      clock.stop();
      await begin();
    },
    close: async () => {
      await house.stop();
      clock.stop();
      await simulator.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return story;
};

/** A port that nobody has: the bot must know its own address before it opens its door. */
const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

const containing =
  (words: readonly string[]) =>
  (message: Message): boolean =>
    words.every((word) => textsOf(message).includes(word));

/** What anybody can read of a message, with what single viewers see. */
export const textsOf = (message: Message): string =>
  [message.text, ...Object.values(message.views ?? {}).map((view) => view.text)].join('\n');

/** Nothing is queued and due, and no inline answer is still on its way. */
const quiet = async (house: House): Promise<boolean> => (await house.unsent()) === 0;

const find = async (
  here: (where: Place) => Message[],
  where: Place,
  fits: (message: Message) => boolean,
  what: string,
): Promise<Message> => {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = here(where).findLast(fits);
    if (found) return found;
    if (Date.now() > end)
      throw new Error(
        `${JSON.stringify(where)} never got ${what}; there is: ${JSON.stringify(
          here(where).map(({ text, actions }) => [text, actions?.map(({ action }) => action)]),
          null,
          1,
        )}`,
      );
    await pause(25);
  }
};

export const until = async (holds: () => Promise<boolean>, what: string, patience = PATIENCE_MS): Promise<void> => {
  const end = Date.now() + patience;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(25);
  }
};
