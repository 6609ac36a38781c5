import type { Media, TownFile } from './files.ts';

/** What the model town is made of. Shapes of `GET /town` are fixed by the contract; everything here is plain JSON. */

export type Platform = 'wecom' | 'dingtalk';

/** A resident. `wecom` and `dingtalk` are the ids by which that platform knows the person. */
export interface Person {
  id: string;
  name: string;
  department: string;
  roles: string[];
  wecom?: string;
  dingtalk?: string;
  mobile?: string;
}

/** A work group on one platform. `webhookKey` is the key of the group's WeCom webhook robot. */
export interface Group {
  id: string;
  platform: Platform;
  name: string;
  department?: string;
  scope?: 'centre' | 'county';
  webhookKey?: string;
  members: string[];
}

/** A field of a form as the page draws it and a click fills it. */
export interface FormField {
  key: string;
  label: string;
  kind: 'select' | 'multiselect' | 'text' | 'textarea' | 'date';
  required?: boolean;
  options?: { id: string; text: string }[];
  value?: string;
}

/** A button a person can press on a card as it stands now. `form` is what is filled before pressing. */
export interface CardAction {
  action: string;
  label: string;
  form?: FormField[];
}

/**
 * A message as a person sees it. Exactly one of `chat` (group) and `person` (private conversation with the bot) is set.
 * `from` is the resident who wrote it; absent when the bot did. `card` is the vendor's JSON as it came in;
 * `actions` are what that card offers now; `updates` the vendor JSON of each later change, oldest first.
 */
export interface Message {
  id: string;
  platform: Platform;
  chat?: string;
  person?: string;
  from?: string;
  /** ISO 8601 with offset, in the town's time. */
  at: string;
  kind: 'text' | 'markdown' | 'card' | 'image' | 'file' | 'event';
  /** What a person reads, without markup that is not shown. */
  text: string;
  card?: unknown;
  actions?: CardAction[];
  updates?: { at: string; card: unknown; onlyFor?: string[] }[];
  /** What single viewers see instead (platform id → text and actions), where the platform keeps a view per person. */
  views?: Record<string, { text: string; actions: CardAction[]; variables?: Record<string, string> }>;
  /** What a card template is filled with now, for the page to draw: title, status, tone, body, facts, link. */
  variables?: Record<string, string>;
  /** Taken back by the bot: people see that, and no more of it. */
  recalled?: true;
  /** Residents, by their id, who have looked at it. */
  readBy?: string[];
  quote?: string;
  mentions?: string[];
  /** Pictures and files in it, as the page shows them. */
  media?: Media[];
  /** The channel it came by, for engineers: `aibot`, `app`, `webhook`, `session`, `group`, `card`, `oto`. */
  channel?: string;
}

/** One request or frame that reached the simulator from the bot, or that the simulator sent to the bot. */
export interface TrafficEntry {
  /** Counts up: an entry that comes again with the same number tells more of the same request. */
  seq: number;
  at: string;
  platform: Platform;
  direction: 'in' | 'out';
  what: string;
  status: string;
  body: unknown;
  /** The messages it came from, made or changed. */
  messages?: string[];
}

export type FaultKind =
  | 'none'
  | 'duplicate'
  | 'late'
  | 'drop-answer'
  | 'http-500'
  | 'busy'
  | 'rate-limit'
  | 'token-expired'
  | 'cut-socket'
  | 'kick'
  | 'silent-drop'
  | 'dormant'
  /** The group was dissolved, or the robot taken out of it. */
  | 'dissolved'
  | 'quota'
  /** The platform does what it is asked and answers after the bot has given up. */
  | 'slow'
  /** What a person says or presses stays behind until the next of its platform has been taken. */
  | 'reorder'
  /** Nothing connects: every request and socket is dropped unheard. */
  | 'refuse';

/** A fault switched on: for `times` occurrences, or until `until` (epoch ms of the real clock), or for good. */
export interface Fault {
  platform: Platform;
  kind: FaultKind;
  times?: number;
  until?: number;
  chat?: string;
  /** For `busy`: the vendor's code to answer with instead of its "system busy". */
  code?: string;
  /** Groups to which a `dormant` fault no longer applies: somebody spoke to the bot there. */
  awake?: string[];
}

/** What both streets know of the town: made by `town.ts`, used by `wecom/` and `dingtalk/`. */
export interface Town {
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly messages: readonly Message[];
  /** The town's present. It runs on with real time and is moved by `POST /town/clock`. */
  now(): Date;
  personBy(platform: Platform, platformId: string): Person | undefined;
  person(id: string): Person | undefined;
  group(id: string): Group | undefined;
  message(id: string): Message | undefined;
  /** Files a message under a new id, tells the page, and returns it. */
  post(message: Omit<Message, 'id' | 'at'>): Message;
  /** Changes a message in place (an update of its card, a recall) and tells the page. */
  amend(id: string, change: Partial<Omit<Message, 'id'>>): Message;
  /** Notes a request or frame for `GET /town` and the page's engineers' view. Bodies are kept, secrets are not. */
  note(entry: Omit<TrafficEntry, 'seq' | 'at' | 'messages'>): void;
  /** Runs one request, frame or act of a resident: what is posted, changed and noted in it belongs together. */
  occasion<T>(work: () => T): T;
  /** Keeps a picture or file for the page, and says how a message names it. */
  shelve(file: TownFile): Media;
  /** The person has another account on that platform from now on, or none. */
  setAccount(person: string, platform: Platform, account: string | undefined): void;
  /** Somebody spoke to the bot in a group: a `dormant` fault is over there. */
  wake(platform: Platform, chat: string): void;
  /** The fault when it applies now (to this chat); takes one of its `times`. */
  strikes(platform: Platform, kind: FaultKind, chat?: string): Fault | undefined;
  /** Pushes something to the bot in its turn: with the fault `reorder`, after the platform's next push. */
  inTurn<T>(platform: Platform, push: () => Promise<T>): Promise<T>;
}

/** Where and with which secrets the bot is reached, and what it must present. The simulator's own copy of the tenant's settings. */
export interface TenantSettings {
  /** Base address of the bot's HTTP door, `http://127.0.0.1:8080`. */
  botUrl: string;
  /** The bot's `CALLBACK_SECRET`, when its callback routes carry one. */
  callbackSecret?: string;
  /** The bot's `INTAKE_TOKEN`: with it the town also plays the city's platform, which hands tickets in. */
  intakeToken?: string;
  wecom: {
    corpId: string;
    agentId: number;
    secret: string;
    token: string;
    encodingAESKey: string;
    botId: string;
    botSecret: string;
    botToken?: string;
    botEncodingAESKey?: string;
    /** The robot's name as members see and mention it. */
    botName: string;
  };
  dingtalk: {
    clientId: string;
    clientSecret: string;
    robotCode: string;
    corpId: string;
    mode: 'stream' | 'http';
    cardTemplateId: string;
    cardCallbackSecret?: string;
    /** With both, group events are pushed to the bot's HTTP door instead of the stream. */
    eventToken?: string;
    eventAesKey?: string;
    robotName: string;
  };
}

/** What can happen to a group besides talk. */
export type GroupNews = 'disbanded' | 'removed' | 'joined' | 'renamed';

/** One platform's street: its HTTP API, its socket and the residents' doings on it. */
export interface Street {
  readonly platform: Platform;
  /** Answers an API request below this street's prefix, or returns false when the path is not its own. */
  handle(
    request: import('node:http').IncomingMessage,
    response: import('node:http').ServerResponse,
    path: string,
  ): Promise<boolean>;
  /** Takes a socket upgrade below this street's prefix, or returns false. */
  upgrade(
    request: import('node:http').IncomingMessage,
    socket: import('node:stream').Duplex,
    head: Buffer,
    path: string,
  ): boolean;
  /** A resident writes, in a group (`chat`) or alone with the bot. Resolves when the bot has the callback, with what it answered. */
  say(input: {
    person: Person;
    chat?: Group;
    text: string;
    quote?: Message;
    /** What the marks `[图片:名]` and `[文件:名]` in the text stand for; without: samples of the town. */
    uploads?: readonly TownFile[];
  }): Promise<{ message: Message; delivered: boolean; reason?: string }>;
  /** A resident presses a button or submits a form on a card. `delivered` tells whether the bot took the callback in time. */
  click(input: {
    person: Person;
    message: Message;
    action: string;
    values?: Record<string, string | string[]>;
  }): Promise<{ delivered: boolean; reason?: string }>;
  /** The administrator deletes a member from the tenant's address book, or (`became`) gives them another account. */
  changeContact?(input: { person: Person; became?: string }): Promise<{ delivered: boolean; reason?: string }>;
  /** Something happens to a group. Absent where the platform tells the bot nothing of it. */
  happens?(group: Group, what: GroupNews): Promise<{ delivered: boolean }>;
  /** What a second run needs so that the cards on people's phones still work: plain JSON, without secrets. */
  keep(): unknown;
  /** Takes up what an earlier run kept. */
  takeUp(kept: unknown): void;
  /** Forgets tokens, cards, counters; closes sockets. */
  reset(): void;
  close(): Promise<void>;
  /** For `GET /town`: tokens issued, sockets open, counters. Secrets are not in it. */
  describe(): Record<string, unknown>;
}
