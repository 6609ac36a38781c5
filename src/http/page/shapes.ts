import type { PlatformName } from '../../cards/exchange.ts';
import type { Role } from '../../domain/person.ts';
import type { Flag, Status, TicketType } from '../../domain/ticket/status.ts';

/**
 * What the pages (`src/web`) and the front desk say to each other under `/page/`: JSON, times ISO 8601 with offset or
 * `Z`, days `2026-11-25` of the county's calendar, people by id and departments by code with their names beside. Every
 * request but those of login carries the session's cookie; every one that changes something also `X-CSRF-Token`. A
 * refusal is an RFC 9457 document (`Problem`).
 */

/**
 * 401 `login`: nobody is logged in, or no longer. 403 `denied`, or `csrf`: the token is another session's, ask
 * `/page/session` again. 404 `page-off`. 422 `refused` (the law) or `missing`/`wrong` (a field). 429, 503 `busy`: later.
 */
export interface Problem {
  code: string;
  status: number;
  /** A whole Chinese sentence that says what to do. */
  detail: string;
  /** The form field it is about, by `FormField.key`. */
  field?: string;
}

/** `GET /page/ways`: how one may log in here, and what the county is called. No login needed; `/login/:platform?to=` begins one. */
export interface Ways {
  county: string;
  ways: { platform: PlatformName; name: string }[];
  /** The page is open in this platform's own app: go straight on to `/login/<here>?to=`, unless something `failed`. */
  here?: PlatformName;
  /** Why the login that was just tried came to nothing; told once. `detail` is a whole Chinese sentence. */
  failed?: { code: 'stale' | 'cancelled' | 'code' | 'platform' | 'outsider' | 'unknown' | 'https'; detail: string };
}

/** `GET /page/session`. */
export interface Session {
  person: {
    id: string;
    name: string;
    department: string;
    departmentName: string;
    roles: { role: Role; name: string }[];
  };
  county: string;
  /** Sent back as `X-CSRF-Token`. */
  csrf: string;
  /** The county's present, for clocks and the watermark. */
  now: string;
  /** When the session ends unless it is used: by the machine's clock, as the browser has it, not by `now`. */
  endsAt: string;
  /** Which parts of the page this person has. */
  sees: { desk: boolean; league: boolean; settings: boolean; audit: boolean };
}

export interface Named {
  id: string;
  name: string;
}

/** One line of a list. */
export interface TicketLine {
  no: string;
  /** Masked. */
  title: string;
  type: TicketType;
  status: Status;
  statusName: string;
  flags: Flag[];
  department?: Named;
  receivedAt: string;
  /** The limit that runs now and how it stands; absent: no clock runs. */
  limit?: { name: string; dueAt: string; state: 'running' | 'near' | 'passed' };
  /** What is expected of this very person: 签收, 签批 … */
  asks?: string[];
}

/** A matter (会商, 决议, 扣分 …) that waits for this person. */
export interface MatterEntry {
  kind: string;
  id: string;
  title: string;
  dueAt?: string;
  /** What this person may say to it: sent to `POST /page/commands/:action` with `matter: {kind, id}`. */
  forms: Form[];
}

/** `GET /page/todo`: most urgent first. */
export interface Todo {
  tickets: TicketLine[];
  /** All that wait, also those not listed. */
  total: number;
  matters: MatterEntry[];
}

/** `GET /page/tickets?q=&status=&department=&flag=&type=&from=&to=&cursor=`: those this person may read, newest first. */
export interface Found {
  tickets: TicketLine[];
  cursor?: string;
  /** Days the words were looked for in, when that is less than everything. */
  searchedDays?: number;
}

export interface FormField {
  /** `ArgumentSpec.key`; what is sent back. */
  key: string;
  label: string;
  kind:
    | 'text'
    | 'textarea'
    | 'person'
    | 'people'
    | 'past'
    | 'limit'
    | 'choice'
    | 'yesNo'
    | 'department'
    | 'departments'
    | 'number';
  /** Required whatever else is given; others may still be asked for (422 `missing`). */
  required: boolean;
  /** The question, as the bot would ask it. */
  ask: string;
  options?: { value: string; text: string; hint?: string }[];
  /** What stands there at first: a proposal, a draft. */
  value?: string | string[];
}

/** A command as a form: sent to `POST /page/tickets/:no/commands/:alias` (or `/page/commands/:alias` for matters). */
export interface Form {
  /** `review:approve`: the command's alias and, where both are offered, the verdict. */
  action: string;
  name: string;
  help: string;
  /** It waits for this person; others are possible besides. */
  expected: boolean;
  danger: boolean;
  fields: FormField[];
  /** Photos and scans belong to it (R1.4, R1.6). */
  files: boolean;
}

/** A submitted form. `key` is made by the page once for one filling: an exact repeat acts once. */
export interface Submitted {
  key: string;
  values: Record<string, string | string[]>;
  /** For a command about a matter. */
  matter?: { kind: string; id: string };
}

/** What came of it. */
export interface Done {
  says: string;
  /** The ticket as it is now, for a command about one. */
  ticket?: TicketPage;
  /** A card the command answered with (月榜, 日榜 …), as lines. */
  card?: {
    title: string;
    body?: string;
    facts: { label: string; value: string }[];
    rows: { title: string; detail: string }[];
  };
}

/** A clock of the ticket, with the days it counted (`第3天 = 10-10 周六，调休上班`). */
export interface ClockView {
  name: string;
  startedAt?: string;
  dueAt: string;
  state: 'running' | 'near' | 'passed' | 'stopped' | 'met';
  explained: string[];
}

export interface TimelineEntry {
  seq: number;
  at: string;
  type: string;
  /** 签批. */
  words: string;
  by: string;
  /** From where: 企业微信群, 网页 … */
  via?: string;
  status: string;
  /** What was said or fixed, line by line, masked. */
  details: string[];
}

export interface EvidenceView {
  id: string;
  type: string;
  size: number;
  by: string;
  at: string;
  /** `/page/tickets/:no/evidence/:id` shows it, logged; what is no image is downloaded. */
  image: boolean;
  /** Whether this person may open it: else 403 `denied`. */
  mayOpen: boolean;
}

/**
 * `POST /page/tickets/:no/evidence`, multipart with one `file` ≤ 20 MB and `X-CSRF-Token`. 415 `wrong-type`, 413
 * `too-large`, each with the sentence. The same file from the same person is kept once.
 */
export interface Attached {
  evidence: EvidenceView;
  ticket: TicketPage;
}

/**
 * `GET /page/tickets/:no`. Whoever may not read every ticket gets 403 `denied` both for one that is kept from them and for
 * one that is not there; the centre and the leaders get 404 `no-such-ticket`.
 */
export interface TicketPage extends TicketLine {
  /** Of this version: the live channel tells of a later one. */
  version: number;
  cityNo?: string;
  round: number;
  category?: string;
  area?: string;
  source?: string;
  coDepartments: Named[];
  flagNames: string[];
  people: { label: string; names: string }[];
  clocks: ClockView[];
  contacts: { words: string; by: string; at: string; details: string[] }[];
  replies: { by: string; at: string; round: number; process: string; result: string }[];
  reviews: { words: string; by: string; at: string; opinion?: string }[];
  followUps: { words: string; by: string; at: string; note?: string }[];
  notes: { by: string; at: string; content: string }[];
  deductions: { clause: string; points: string; state: string; because: string; department: string }[];
  evidence: EvidenceView[];
  timeline: TimelineEntry[];
  forms: Form[];
  /** Whether this person needs the full text and the caller's details for their work, and so may open them (logged). */
  mayReveal: boolean;
  mayAttach: boolean;
}

/** `POST /page/tickets/:no/reveal {purpose}`: logged as a disclosure. */
export interface Revealed {
  content: string;
  title?: string;
  address?: string;
  caller?: { name?: string; phone?: string };
}

/** `GET /page/calendar?month=2026-11`: for the date picker. */
export interface CalendarMonth {
  month: string;
  days: { date: string; working: boolean; name?: string }[];
  /** False: the year's holidays are not published yet, weekends alone are known. */
  published: boolean;
}

/**
 * `GET /page/live?ticket=NO` or `?todo=1`: server-sent events; `changed` carries this. One for a ticket begins with its
 * present version, so that what changed while nobody listened is seen. A comment every 20 s keeps it open; it ends with
 * the session (then 401) or when the ticket is no longer this person's to read (then 403).
 */
export interface Changed {
  no?: string;
  version?: number;
  at: string;
}

/* ---- the centre's desk: `/page/desk/…`, for the centre's people ---- */

export const QUEUES = ['toDispatch', 'difficult', 'returns', 'extensions', 'toFollowUp', 'failed'] as const;
export type Queue = (typeof QUEUES)[number];

/** `GET /page/desk/queues`: a list, each with its first lines; `GET /page/desk/queues/:queue?cursor=` has one whole. */
export interface QueueView {
  queue: Queue;
  name: string;
  count: number;
  /** Of all queues but `failed`, most urgent first. */
  tickets: TicketLine[];
  /** Of `failed`: letters of the last thirty days that reached nobody, newest first. */
  deliveries?: DeliveryLine[];
  cursor?: string;
}

/** `GET /page/desk/deliveries?state=&platform=&q=&cursor=`, newest first; `q`: a ticket's number or its ending, a person or a group. */
export interface Deliveries {
  deliveries: DeliveryLine[];
  cursor?: string;
  /** Of the states in which somebody may have to look: wanted, queued, failed. */
  counts: { state: string; stateName: string; count: number }[];
  /** Letters that stand in the queues and when the last will have left, by the county's clock. */
  unsent: { count: number; doneAt?: string };
}
export interface DeliveryLine {
  id: string;
  platform: PlatformName;
  to: string;
  toName: string;
  kind: string;
  kindName: string;
  act: string;
  state: string;
  stateName: string;
  channel?: string;
  at: string;
  attempts: number;
  reason?: string;
  code?: string;
  nextTry?: string;
  tickets: string[];
  /** `POST /page/desk/deliveries/:id/resend` → the line as it is then; 409 `not-resent` with the reason. */
  mayResend: boolean;
  /** Why not, of one that failed: a whole Chinese sentence. */
  whyNot?: string;
}

/** `GET /page/desk/departments`. */
export interface DepartmentBoard {
  departments: {
    code: string;
    name: string;
    group?: string;
    open: number;
    toClaim: number;
    toSignOff: number;
    toReview: number;
    nearDue: number;
    overdue: number;
    closedThisMonth: number;
    /** `96.00%`, or absent: nobody was asked this month. */
    satisfied?: string;
    groups: { platform: PlatformName; id: string; gone: boolean }[];
    people: number;
    /** Active people without an account on any platform in use. */
    unreachable: number;
  }[];
}

/** `GET /page/desk/people?q=`: people and groups as bound. */
export interface Directory {
  people: {
    id: string;
    name: string;
    department: Named;
    roles: string[];
    wecom?: string;
    dingtalk?: string;
    active: boolean;
    delegatedBy?: string;
  }[];
  groups: {
    platform: PlatformName;
    id: string;
    department?: Named;
    scope?: 'centre' | 'county';
    boundBy?: string;
    boundAt?: string;
    goneAt?: string;
    webhook: boolean;
  }[];
}

/**
 * `GET /page/desk/audit?q=&person=&from=&to=&kind=&cursor=`: events of tickets and matters, disclosures and desk acts,
 * newest first. `q`: the number of a ticket or its ending, or of a matter; `person`: a name or an id; days of the county's calendar.
 * Also for the supervision office.
 */
export interface Audit {
  entries: {
    at: string;
    kind: 'ticket' | 'matter' | 'disclosure' | 'desk';
    about: string;
    words: string;
    by: string;
    via?: string;
    detail?: string;
    /** The ticket it is about, where it is one. */
    ticket?: string;
  }[];
  cursor?: string;
  /** So many days were looked through for the person: name a day to begin from to look further back. */
  searchedDays?: number;
}

/* ---- league tables, the month, policy and calendar: `/page/league/…`, `/page/settings/…` ---- */

/**
 * `GET /page/league/daily/:date`, `/page/league/monthly/:month`. The centre and the county's leaders see every row, a
 * principal those of a published table, anybody else their own department's. A day off is counted with the working day
 * before it.
 */
export interface LeagueView {
  period: string;
  kind: 'daily' | 'monthly';
  /** draft · published … */
  state: string;
  stateName: string;
  version: number;
  asOf?: string;
  /** By which cells are found and drilled into (`column=`). */
  columns: { key: string; name: string }[];
  rows: {
    department: Named;
    group?: string;
    place: number | null;
    movement?: number | null;
    total?: string;
    note?: string;
    cells: Record<string, string>;
  }[];
}

/**
 * `GET /page/league/monthly/:month/lines?department=&column=`: the tickets behind a figure of one department; without
 * `column` behind all of them. Only the centre and the leaders may name another department than their own.
 */
export interface LeagueLinesView {
  /** `columns` in the office's words, `detail`: what the ticket costs. */
  lines: { ticket: string; title?: string; at?: string; columns: string[]; detail?: string }[];
  exclusions: { ticket: string; because: string }[];
  /** Lines about tickets that are not this person's to see. */
  hidden: number;
}

/**
 * `GET /page/league/month/:month`: where the month stands and what is to be done next. A department's people see what is
 * about their own.
 */
export interface MonthState {
  month: string;
  state: string;
  stateName: string;
  steps: { name: string; done: boolean; at?: string; detail?: string }[];
  appeals: { id: string; department: Named; reason: string; state: string; at: string }[];
  proposedDeductions: { ticket: string; department: Named; clause: string; points: string; because: string }[];
  tie?: { departments: Named[]; detail: string };
  notices: { id: string; department: Named; rung: string; state: string; reason: string }[];
  /** Sent to `/page/commands/:action` with the `matter`; one with a `ticket` to `/page/tickets/:no/commands/:action`. */
  forms: (Form & { matter?: { kind: string; id: string }; ticket?: string; about?: string })[];
}

/** `GET /page/settings/policy`. */
export interface PolicyView {
  /** The document in force today. */
  document: unknown;
  version: number;
  versions: { version: number; from: string; at: string; by: string; inForce: boolean }[];
  /** What may be edited, with its words; the path leads into the document: `limits.claim.amount`. */
  fields: PolicyField[];
  mayChange: boolean;
}
export interface PolicyField {
  path: string;
  group: string;
  label: string;
  kind: 'number' | 'text' | 'boolean' | 'time' | 'choice';
  unit?: string;
  options?: { value: string; text: string }[];
  help?: string;
}

/**
 * `GET /page/settings/scheme`: the 考核方案 of the present month, to be read; `howToChange` says with which tool it is
 * changed.
 */
export interface SchemeView {
  month: string;
  name: string;
  version: string;
  /** `full`: the most an item gives. */
  items: { id: string; name: string; full: string }[];
  deductions: { name: string; points: string }[];
  bonuses: { name: string; points: string }[];
  document: unknown;
  versions: { version: number; name: string; fromMonth: string; by: string }[];
  howToChange: string;
}

/**
 * `POST /page/settings/policy/preview {document, from}` → this; `…/use` with the same body puts it in force and answers
 * the `PolicyView`; 422 `wrong` with what is wrong.
 */
export interface Preview {
  /** Why it cannot be used, sentence by sentence; empty: it can. */
  problems: string[];
  differences: { path: string; label: string; before: string; after: string }[];
  /** What it would do, in plain words: 今天派单的咨询件，办理时限由 11-27 17:30 变为 … */
  effects: string[];
  /** Open tickets whose limits or stages would move; the first twenty in `tickets`. */
  affected: { count: number; tickets: { no: string; before: string; after: string }[] };
}

/**
 * `GET /page/settings/calendar/:year`; `POST …/preview {days}` answers `Preview`, `…/use` with the same body puts the year
 * in force, has open limits counted anew and answers the `CalendarYear`.
 */
export interface CalendarYear {
  year: number;
  published: boolean;
  /** Holidays and make-up days, in order. */
  days: { date: string; name: string; working: boolean }[];
  mayChange: boolean;
}
