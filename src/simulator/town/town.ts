import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { type FileShelf, openShelf } from './files.ts';
import type { Fault, FaultKind, Group, Message, Person, Platform, Town, TrafficEntry } from './types.ts';

/** The town's clock: runs on at real speed from where it was set, and is moved by hand, never back. */
export interface TownClock {
  now(): Date;
  moveTo(to: Date): void;
  reset(): void;
}

export const openTownClock = (startAt: Date, realTime: boolean): TownClock => {
  let base = startAt.getTime();
  let since = Date.now();
  return {
    now: () => (realTime ? new Date() : new Date(base + Date.now() - since)),
    moveTo: (to) => {
      base = to.getTime();
      since = Date.now();
    },
    reset: () => {
      base = startAt.getTime();
      since = Date.now();
    },
  };
};

/** The town's time as people write it: ISO 8601 with the county's offset. */
export const townTime = (date: Date): string =>
  `${new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;

/** What the page listens to. */
export type TownNews = 'message' | 'clock' | 'faults' | 'traffic' | 'reset';

export interface TownBook extends Town {
  readonly clock: TownClock;
  readonly news: EventEmitter;
  readonly traffic: readonly TrafficEntry[];
  readonly faults: readonly Fault[];
  readonly files: FileShelf;
  setOrganisation(organisation: { people: Person[]; groups: Group[] }): void;
  /** Puts back what was said before a restart. */
  restore(messages: readonly Message[]): void;
  /** A resident looks at a conversation: a group, or alone with the bot. */
  look(person: Person, platform: Platform, chat?: string): void;
  setFault(fault: Fault): void;
  reset(): void;
}

const MOST_TRAFFIC = 20_000;

/** One request, frame or act under way: the messages it has to do with, and what was last noted of it. */
interface Occasion {
  messages: string[];
  noted?: TrafficEntry;
}

const matches = (fault: Fault, platform: Platform, kind: FaultKind, chat: string | undefined): boolean =>
  fault.platform === platform &&
  fault.kind === kind &&
  !(chat !== undefined && fault.awake?.includes(chat)) &&
  (fault.chat === undefined || chat === undefined || fault.chat === chat) &&
  (fault.until === undefined || Date.now() < fault.until);

/** Opens the town: its people and groups, everything said in it, the faults switched on. */
export const openTown = (organisation: { people: Person[]; groups: Group[] }, clock: TownClock): TownBook => {
  let { people, groups } = organisation;
  let messages: Message[] = [];
  let byId = new Map<string, Message>();
  let traffic: TrafficEntry[] = [];
  let faults: Fault[] = [];
  let count = 0;
  let noted = 0;
  const files = openShelf();
  const occasions = new AsyncLocalStorage<Occasion>();
  const news = new EventEmitter().setMaxListeners(0);
  const tell = (what: TownNews, value: unknown): void => void news.emit(what, value);
  const behind = new Map<Platform, () => void>();

  const strikes: Town['strikes'] = (platform, kind, chat) => {
    const fault = faults.find((candidate) => matches(candidate, platform, kind, chat));
    if (!fault) return undefined;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) faults = faults.filter((candidate) => candidate !== fault);
      tell('faults', faults);
    }
    return fault;
  };

  /** What stayed behind goes when nothing will overtake it any more. */
  const letGo = (platform: Platform): void => {
    behind.get(platform)?.();
    behind.delete(platform);
  };

  /** What is going on has to do with this message; a request noted already is told again with it. */
  const touch = (id: string): void => {
    const occasion = occasions.getStore();
    if (!occasion || occasion.messages.includes(id)) return;
    occasion.messages.push(id);
    if (!occasion.noted) return;
    occasion.noted.messages = [...occasion.messages];
    tell('traffic', occasion.noted);
  };

  return {
    clock,
    news,
    files,
    get people() {
      return people;
    },
    get groups() {
      return groups;
    },
    get messages() {
      return messages;
    },
    get traffic() {
      return traffic;
    },
    get faults() {
      return faults;
    },
    now: () => clock.now(),
    personBy: (platform, id) => people.find((person) => person[platform] === id),
    person: (id) => people.find((person) => person.id === id),
    group: (id) => groups.find((group) => group.id === id),
    message: (id) => byId.get(id),
    post: (message) => {
      count += 1;
      const posted: Message = { id: `m${count}`, at: townTime(clock.now()), ...message };
      messages.push(posted);
      byId.set(posted.id, posted);
      tell('message', posted);
      touch(posted.id);
      return posted;
    },
    amend: (id, change) => {
      const message = byId.get(id);
      if (!message) throw new Error(`no message ${id}`);
      Object.assign(message, change);
      tell('message', message);
      touch(id);
      return message;
    },
    look: (person, platform, chat) => {
      for (const message of messages) {
        const here = message.platform === platform && (chat ? message.chat === chat : message.person === person.id);
        if (here && message.from !== person.id && !message.readBy?.includes(person.id))
          message.readBy = [...(message.readBy ?? []), person.id];
      }
    },
    note: (entry) => {
      noted += 1;
      const occasion = occasions.getStore();
      const messages = occasion?.messages.length ? { messages: [...occasion.messages] } : {};
      const line: TrafficEntry = { seq: noted, at: townTime(clock.now()), ...entry, ...messages };
      if (occasion) occasion.noted = line;
      traffic.push(line);
      if (traffic.length > MOST_TRAFFIC) traffic = traffic.slice(-MOST_TRAFFIC / 2);
      tell('traffic', line);
    },
    setAccount: (id, platform, account) => {
      people = people.map((person) => {
        if (person.id !== id) return person;
        const { [platform]: _before, ...rest } = person;
        return account === undefined ? rest : { ...rest, [platform]: account };
      });
    },
    occasion: (work) => occasions.run({ messages: [] }, work),
    shelve: (file) => files.put(file),
    wake: (platform, chat) => {
      for (const fault of faults)
        if (fault.platform === platform && fault.kind === 'dormant') fault.awake = [...(fault.awake ?? []), chat];
    },
    strikes,
    inTurn: async (platform, push) => {
      const overtaken = behind.get(platform);
      if (overtaken) {
        behind.delete(platform);
        return push().finally(overtaken);
      }
      if (strikes(platform, 'reorder')) await new Promise<void>((resolve) => void behind.set(platform, resolve));
      return push();
    },
    setOrganisation: (next) => {
      people = next.people;
      groups = next.groups;
      tell('reset', {});
    },
    restore: (before) => {
      messages = [...before];
      byId = new Map(messages.map((message) => [message.id, message]));
      count = Math.max(0, ...messages.map((message) => Number(message.id.slice(1)) || 0));
    },
    setFault: (fault) => {
      if (fault.kind === 'none') letGo(fault.platform);
      faults =
        fault.kind === 'none'
          ? faults.filter((candidate) => candidate.platform !== fault.platform)
          : [
              ...faults.filter((candidate) => candidate.platform !== fault.platform || candidate.kind !== fault.kind),
              fault,
            ];
      tell('faults', faults);
    },
    reset: () => {
      for (const platform of [...behind.keys()]) letGo(platform);
      messages = [];
      byId = new Map();
      traffic = [];
      faults = [];
      count = 0;
      files.clear();
      clock.reset();
      tell('reset', {});
    },
  };
};
