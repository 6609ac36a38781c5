import type { Card, CardKind } from '../cards/card.ts';
import type { Answer, Attachment, Letter, PlatformName, Sent } from '../cards/exchange.ts';
import type { LockedMonth } from '../domain/assessment/assembleMonth.ts';
import type { Column, Exclusion, FactLine, MarkLine } from '../domain/assessment/facts.ts';
import type { Instant } from '../domain/instant.ts';
import type { MatterEvent, MatterIndex } from '../domain/matter.ts';
import type { TicketEvent } from '../domain/ticket/events.ts';
import type { Evidence, Ticket } from '../domain/ticket/state.ts';
import type { Flag, Status, TicketType } from '../domain/ticket/status.ts';
import type { AnalysisDesk } from './analysisDesk.ts';
import type { CentreDesk } from './centreDesk.ts';
import type { BoundChat } from './county.ts';

/** What the workflow needs from outside. The archive (`store`) is the only one who keeps it. */

/** From where a change came: kept with every event. */
export interface Via {
  door: 'wecom-bot' | 'wecom-app' | 'dingtalk' | 'api' | 'import' | 'clock' | 'cli' | (string & {});
  chat?: string;
  message?: string;
}

export interface TicketFile {
  ticket: Ticket;
  /** Events so far. */
  version: number;
  /** Hash of the last event. */
  chain: string;
}

/** A matter as the archive has it: see `domain/matter.ts`. */
export interface MatterFile<State> {
  state: State;
  version: number;
  chain: string;
}

/** A matter in a list: enough for one line. */
export interface MatterLine {
  kind: string;
  id: string;
  title: string;
  dueAt?: Date;
}

/** The caller's details and the full text, sealed in the archive. */
export interface TicketText {
  content: string;
  /** The title as it came, when the caller's name, address or numbers had to be taken out of it. */
  title?: string;
  address?: string;
  caller?: { name?: string; phone?: string };
}

/** One line of the history. */
export interface HistoryEntry {
  seq: number;
  event: TicketEvent;
  via?: Via;
  before?: Status;
  after: Status;
}

/** Whom a letter is for. A person is resolved to the platform they are written to on. */
export type Recipient =
  | { platform: PlatformName; chat: string; webhookKey?: string }
  | { platform: PlatformName; person: string; personId: string };

/** Something to be delivered. Written to the ledger and queued in the transaction of the change that wants it. */
export interface Wanted {
  /** Said once for one occasion to one recipient, however often it is wanted. Absent: no such claim. */
  occasion?: string;
  to: Recipient;
  kind: CardKind | 'text' | 'file';
  letter: Letter;
  tickets: string[];
  /** Business time at which it is wanted. */
  at: Date;
  urgent?: boolean;
  /** Tickets of which this is a claim reminder (R3.2); it counts once the platform has accepted it. */
  reminds?: string[];
  /** Business time; held (burst, quiet hours) until then. The release then merges held ones into list cards. */
  heldUntil?: Date;
  reply?: Record<string, unknown>;
}

/** A card that stands in a chat and can still be changed. */
export interface StandingCard {
  delivery: string;
  to: Recipient;
  card: Card;
  at: Date;
}

/** A line of the ledger, for the API and for release. */
export interface LedgerLine {
  id: string;
  to: Recipient;
  kind: string;
  /** `recalling`: it stands, and is being taken back; `recalled`: taken back, or out of the queue before it was sent. */
  state: 'wanted' | 'queued' | 'accepted' | 'failed' | 'superseded' | 'merged' | 'recalling' | 'recalled';
  at: Date;
  reason?: string;
  nextTry?: Date;
  heldUntil?: Date;
  tickets: string[];
  urgent: boolean;
  letter?: Letter;
}

/** What a person looks for; each condition narrows. */
export interface TicketQuery {
  /** Only this department's own and those it assists with. */
  within?: string;
  /** The department that has it. */
  of?: string;
  status?: Status;
  type?: TicketType;
  flag?: Flag;
  /** Received in `[from, to)`. */
  from?: Date;
  to?: Date;
  /** An ending of the number, or all of it. */
  number?: string;
  /** Each stands in the number, the city's number, the title as it came, the category or the area. */
  words?: readonly string[];
  /** After this one in the order of the list. */
  before?: { receivedAt: Date; no: string };
  limit: number;
}

/** One open unit of work: everything in it is kept together or not at all. */
export interface Desk extends AssessmentDesk {
  /** Notes the key of an incoming thing, and from whom. A repeat gets what was answered then. */
  remember(
    key: string,
    at: Date,
    from: { platform: PlatformName; person: string },
  ): Promise<{ repeated: false } | { repeated: true; answer: Answer; answerId?: string }>;
  /**
   * Keeps the answer with the key. With `to`, the answer also becomes a ledger line that delivery sends if the platform
   * does not take it inline within ten seconds; returns its id.
   */
  keepAnswer(
    key: string,
    answer: Answer,
    to?: { recipient: Recipient; reply: Record<string, unknown>; at: Date },
  ): Promise<string | undefined>;

  /** The ticket, locked until the unit of work ends. */
  lock(no: string): Promise<TicketFile | undefined>;
  /** The ticket as this unit of work first read, locked or left it. */
  read(no: string): Promise<TicketFile | undefined>;
  /** Those of these tickets that there are, by number. */
  readAll(nos: readonly string[]): Promise<Ticket[]>;
  history(no: string): Promise<HistoryEntry[]>;
  /** Saves the state after `events`, the history, and what queries need. `text` only when it is new or changed. */
  save(change: {
    before: TicketFile | undefined;
    after: Ticket;
    events: TicketEvent[];
    /** The status after each of them. */
    statuses: Status[];
    via: Via;
    wakeAt: Instant | undefined;
    /** `role@department` and `person:id`. */
    waiting: string[];
    intakeDigest?: string;
    text?: TicketText;
  }): Promise<void>;
  /** The digests of their intakes in the order of the numbers, undefined where there is no such ticket. Each is read once a unit. */
  intakeDigests(nos: readonly string[]): Promise<(string | undefined)[]>;
  text(no: string): Promise<TicketText | undefined>;
  discloses(entry: { at: Date; by: string; ticket: string; purpose: string; via: string }): Promise<void>;

  /** Open tickets waiting for any of these tokens, most urgent first (urgent, then by the nearest limit). */
  waiting(tokens: readonly string[], limit: number): Promise<{ tickets: Ticket[]; total: number }>;
  /** Open tickets whose number ends with `ending`; at most `limit`. */
  endingWith(ending: string, limit: number): Promise<Ticket[]>;
  /** Tickets the scan must look at by `at`, earliest first, locked and skipping those another instance has. */
  dueForWatch(at: Date, limit: number): Promise<TicketFile[]>;
  /** The earliest moment at which a scan or a release has something to do. */
  nextDue(): Promise<{ scan?: Date; release?: Date }>;
  /** Letters that stand in the queues, and how many machine milliseconds until the last has left by the platforms' limits. */
  unsent(): Promise<{ count: number; ms: number }>;
  /** Open tickets of a department (or of all), as the digests need them. */
  openTickets(department?: string): Promise<Ticket[]>;
  /** Puts down anew for whom an unchanged ticket waits, by token; true when it was somebody else. */
  keepWaiting(no: string, tokens: readonly string[]): Promise<boolean>;
  /** Ended tickets (done, merged, void) that still wait for somebody with one of these tokens: a proposed deduction, a proof asked. */
  endedWaiting(tokens: readonly string[]): Promise<Ticket[]>;
  /** Tickets signed off in `[from, to)` (of one department), by number; merged and void ones are left out. */
  signedOff(query: { from: Date; to: Date; department?: string }): Promise<Ticket[]>;
  list(query: {
    status?: Status;
    department?: string;
    cursor?: string;
    limit: number;
  }): Promise<{ tickets: Ticket[]; cursor?: string }>;

  /** Tickets by what a person looks for, newest first; who may read which is the caller's matter. */
  search(query: TicketQuery): Promise<Ticket[]>;

  /** Keeps a document or picture that letters name; returns its id. The same bytes are kept once. */
  keepFile(file: { name: string; bytes: Buffer; at: Date }): Promise<string>;
  want(items: readonly Wanted[]): Promise<void>;
  /** Changes cards that stand somewhere: one update each; an older update not yet sent is superseded. */
  change(items: readonly { standing: StandingCard; card: Card }[]): Promise<void>;
  /** Letters about this ticket that wait or stand where they were sent, lists among them, oldest first. */
  posted(no: string): Promise<LedgerLine[]>;
  /**
   * Takes letters back: one not yet sent is never sent, of one that stands the platform is asked in its queue, behind
   * what was wanted before. `card` takes the place of a card that can only be changed. `at` names the occasion.
   */
  recall(items: readonly { line: LedgerLine; card?: Card }[], order: { why: string; at: Date }): Promise<void>;
  /** What came of the recalls wanted for this ticket at `at`: where, whether it still waits, and why it failed. */
  recalls(no: string, at: Date): Promise<LedgerLine[]>;
  /** What is needed to ask the platform who has read a letter; undefined when there is none, or it was not sent. */
  sent(id: string): Promise<{ line: LedgerLine; sent: Sent } | undefined>;
  /** Cards about this ticket that can still be changed, newest per recipient. */
  standing(no: string): Promise<StandingCard[]>;
  card(ref: string): Promise<Card | undefined>;
  /** Letters of this kind (`urgent`: the urgent ones alone) wanted for the recipient since then, and the end of a hold that is on. */
  recent(
    to: Recipient,
    kind: string,
    since: Date,
    which?: { urgent: true },
  ): Promise<{ count: number; heldUntil?: Date }>;
  /** Held cards about single tickets due by `at` (or all of them for a recipient when `to` is given), locked. */
  held(query: { dueBy?: Date; to?: Recipient }): Promise<LedgerLine[]>;
  /** For whom cards about single tickets are held that are due by `at`. */
  heldFor(at: Date): Promise<Recipient[]>;
  /** Everything else that was held until `dueBy` goes to its queue as it is. Returns how many. */
  letGo(dueBy: Date): Promise<number>;
  /** Marks held letters as carried by another one. */
  merged(ids: readonly string[], reason: string): Promise<void>;
  /** Claim reminders for this ticket wanted since then that arrived or may still arrive. */
  liveReminders(no: string, since: Date): Promise<number>;
  deliveries(no: string): Promise<LedgerLine[]>;

  /** The matter, locked until the unit of work ends. */
  lockMatter<State>(kind: string, id: string): Promise<MatterFile<State> | undefined>;
  readMatter<State>(kind: string, id: string): Promise<MatterFile<State> | undefined>;
  matterHistory(kind: string, id: string): Promise<{ seq: number; event: MatterEvent; via?: Via }[]>;
  saveMatter(change: {
    kind: string;
    id: string;
    before: MatterFile<unknown> | undefined;
    after: unknown;
    events: readonly MatterEvent[];
    via: Via;
    index: MatterIndex;
  }): Promise<void>;
  /** Matters of a kind by id; each condition narrows. */
  matters<State>(
    kind: string,
    query: { month?: string; department?: string; ticket?: string; open?: boolean },
  ): Promise<State[]>;
  /** How many matters of a kind have a number that begins so. */
  countMatters(kind: string, stem: string): Promise<number>;
  /** Open matters waiting for any of these tokens, the nearest limit first. */
  waitingMatters(tokens: readonly string[], limit: number): Promise<MatterLine[]>;
  /** Matters the clock must look at by `at`, earliest first, locked and skipping those another instance has. */
  mattersDue(at: Date, limit: number): Promise<{ kind: string; id: string }[]>;
  /** Cards about this matter that can still be changed, newest per recipient and face. */
  standingMatter(kind: string, id: string): Promise<StandingCard[]>;

  /** What a person sent as evidence: to be fetched from the platform soon. */
  wantEvidence(
    items: readonly { ticket: string; by: string; platform: PlatformName; source: Attachment; at: Date }[],
  ): Promise<void>;
  /** What a person sent through the page, laid away already. */
  evidenceSent(ticket: string, evidence: Evidence): Promise<void>;
  evidenceKept(evidence: Pick<Evidence, 'id' | 'sha256' | 'type' | 'size'>): Promise<void>;
  /** Could not be fetched: tried again at `nextTry` (machine time), or without it never. */
  evidenceFailed(id: string, reason: string, nextTry: Date | undefined): Promise<void>;

  dialogue(platform: PlatformName, person: string, at: Date): Promise<Record<string, unknown> | undefined>;
  /** Keeps (or with `undefined` forgets) what the bot has asked this person. */
  keepDialogue(
    platform: PlatformName,
    person: string,
    pending: Record<string, unknown> | undefined,
    expiresAt: Date,
  ): Promise<void>;

  /** Ties a chat to a department or scope, or with neither unties it. */
  bindChat(
    chat: { platform: PlatformName; id: string; department?: string; scope?: 'centre' | 'county' },
    by: string,
    at: Date,
  ): Promise<void>;

  /**
   * A bound chat is no more, says the platform: nothing is posted there until it is bound again. Returns what it was
   * bound to; undefined when it was not, or when that is known already.
   */
  loseChat(chat: { platform: PlatformName; id: string }, at: Date): Promise<BoundChat | undefined>;

  /** Unties an account from whoever has it and says from whom; undefined when nobody has it. */
  loseAccount(account: {
    platform: PlatformName;
    id: string;
  }): Promise<{ id: string; name: string; department: string } | undefined>;

  /** Keeps an invitation code for a person; an earlier one that nobody has used ends. The code itself is not kept. */
  invite(invitation: { code: string; person: string; by: string; at: Date; expiresAt: Date }): Promise<void>;
  /**
   * Spends a code and ties the account to the person it was made for, taking it from whoever had it. Undefined: there is
   * no such code, it was used, its time is over, or the person has left. Of two who send one code at once one gets it.
   */
  redeem(
    code: string,
    account: { platform: PlatformName; id: string },
    at: Date,
  ): Promise<{ person: string; by: string } | undefined>;
  /** Ends a code that others have seen. */
  spoil(code: string): Promise<void>;

  /** The directory reads differently from now on (a delegation began or ended): every instance reads it again. */
  directoryChanged(): Promise<void>;

  /** Counts for the analysis (R7.1). */
  readonly analysis: AnalysisDesk;
  /** What the centre's page reads and does besides commands. */
  readonly centre: CentreDesk;

  /** Follow-ups recorded in `(from, to]` by department; departments without one are left out. */
  feedback(period: { from: Date; to: Date }): Promise<Feedback[]>;
  /** A kept table, the newest version unless one is named. Drafts of a month are a kind of their own. */
  leagueTable(kind: LeagueKind, period: string, version?: number): Promise<KeptTable | undefined>;
  /**
   * Keeps a table as the next version of its period and returns the version. A daily table that equals the newest one is
   * kept once; a month's versions are decided by its assessment.
   */
  keepLeagueTable(table: {
    kind: LeagueKind;
    period: string;
    state: string;
    table: unknown;
    factsSha256: string;
    at: Date;
  }): Promise<number>;
  /** Published months before `month`, each in its newest version, in order: what the ladder counts from. */
  lockedMonths(before: string): Promise<LockedMonth[]>;
  /** Freezes the lines behind a published month (`linesAsCsv`); a version's lines are kept once. */
  keepLeagueLines(lines: { month: string; version: number; csv: string; at: Date }): Promise<void>;
  leagueLines(month: string, version: number): Promise<{ csv: string; sha256: string } | undefined>;
  note(key: string): Promise<unknown>;
  keepNote(key: string, value: unknown): Promise<void>;
}

/** `monthlyDraft`: what departments appeal against; `monthly`: published, version 1 with the lock, 2 and on corrections. */
export type LeagueKind = 'daily' | 'monthly' | 'monthlyDraft';

/** A league table as kept. */
export interface KeptTable {
  version: number;
  state: string;
  table: unknown;
  factsSha256: string;
  at: Date;
}

/**
 * A stretch of the county's calendar to be counted: `[from, to)` by each column's date (`domain/assessment/ticketFacts.ts`),
 * as far as it had come at `asOf`: what is dated later is not counted yet, what was closed later was open then.
 */
export interface FactPeriod {
  from: Date;
  to: Date;
  asOf: Date;
  /** Decided appeals: these tickets leave these columns; absent: all but `deductions`, which an appeal strikes by number. */
  exempt?: readonly { ticket: string; columns?: readonly string[] }[];
  department?: string;
}

/** One department's figures in a period. */
export interface PeriodFigures {
  department: string;
  counts: Record<Column, number>;
  /** Open and past the limit at `asOf`, whenever it fell due. */
  overdueOpen: number;
  /** Clocks due in the period without sign-off by their limit, or whose reply the centre refused (the scheme's event `defective`). */
  defective: number;
}

/** What an assessment reads (R7.2): one read model, so that a table's figures and the lines behind them cannot differ. */
export interface AssessmentDesk {
  /** Every department with anything to count, by code. */
  figures(period: FactPeriod): Promise<PeriodFigures[]>;
  /**
   * What is behind the figures, by department and number: every column, `defective` too, is the sum of its lines. A ticket
   * that counts twice in a column (two clocks due in one month) has a second line. A confirmed mark stands by its own number.
   */
  factLines(period: FactPeriod): Promise<FactLine[]>;
  /** Tickets of the period that count in nothing, or in no evaluation, with the reason, by department and number. */
  exclusions(period: FactPeriod): Promise<Exclusion[]>;
  /** Deductions and bonuses of a month (`2026-10`), from tickets by the day they were proposed and from marks, by department and id. */
  markLines(month: string): Promise<MarkLine[]>;
}

/** R6.3: what callers answered about one department's tickets in a period. */
export interface Feedback {
  department: string;
  answered: number;
  /** Result 满意 or 基本满意, and 不满意. */
  satisfied: number;
  dissatisfied: number;
  /** Attempts without an answer. */
  noAnswer: number;
}

/** The archive as the workflow sees it. */
export interface Archive {
  /** Runs `work` in one transaction; retried when the database says that two met (serialization, deadlock). */
  work<T>(work: (desk: Desk) => Promise<T>): Promise<T>;
}
