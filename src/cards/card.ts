/**
 * A card as a paper form: plain data, no platform word. Stored as sent; each platform renders it with one `switch` and
 * degrades it by rule. Text here is already masked (requirements.md, section 4): a renderer adds nothing.
 */
export type Tone = 'plain' | 'good' | 'warning' | 'urgent';

export interface Fact {
  label: string;
  value: string;
}

export interface Field {
  /** The argument it fills, by its English name (`lead`, `handlers`, `dueAt`, `process` …). */
  key: string;
  label: string;
  kind: 'select' | 'multiselect' | 'text' | 'textarea' | 'date';
  required: boolean;
  options?: { id: string; text: string }[];
  value?: string;
}

export interface Action {
  /** The command's alias, with `:approve` or `:refuse` where both are offered (`claim`, `review:approve`). */
  action: string;
  /** Begins with the command's Chinese name (contract): 签收, 签批, 审核通过 … or 全部签收, 知道了, 详情. */
  label: string;
  tone?: 'primary' | 'plain' | 'danger';
  /** Words that do the same when typed after the bot's mention: `签收 GD20261122000017`. */
  words: string;
  /** What the press brings along besides the form, by argument: not shown. */
  preset?: Record<string, string>;
}

/** One line of a list card. */
export interface Row {
  ticket: string;
  title: string;
  detail: string;
  urgent?: boolean;
}

/** Cards about one ticket, redrawn from its present state whenever they are sent or changed. */
export const TICKET_CARD_KINDS = [
  'newTicket',
  'toDispatch',
  'ticket',
  'assisting',
  'note',
  'signOff',
  'assigned',
  'review',
  'internalDue',
  'sentBack',
  'toAccept',
  'toDecide',
  'followUp',
  'claimReminder',
  'nearDue',
  'noDeputy',
  'unreached',
  'referral',
  'petition',
  'explain',
  'decided',
  'steps',
] as const;
export type TicketCardKind = (typeof TICKET_CARD_KINDS)[number];

/** Whether a card of this kind is about one ticket. */
export const isTicketCardKind = (kind: string): kind is TicketCardKind =>
  TICKET_CARD_KINDS.some((known) => known === kind);

/** Cards that list several tickets, and posts that are about no single one. */
export const LIST_CARD_KINDS = [
  'newTickets',
  'toDispatches',
  'tickets',
  'signOffs',
  'assignments',
  'reviews',
  'followUps',
  'digest',
  'broadcast',
  'personalList',
  'leagueDaily',
  'leagueMonthly',
  'notice',
  'question',
  'matter',
] as const;
export type ListCardKind = (typeof LIST_CARD_KINDS)[number];

/** What several cards of one kind become when they wait together (message budget, requirements.md section 4). */
export const LISTED_AS: Record<TicketCardKind, ListCardKind> = {
  newTicket: 'newTickets',
  toDispatch: 'toDispatches',
  signOff: 'signOffs',
  assigned: 'assignments',
  review: 'reviews',
  followUp: 'followUps',
  ticket: 'tickets',
  assisting: 'tickets',
  note: 'tickets',
  internalDue: 'tickets',
  sentBack: 'tickets',
  toAccept: 'tickets',
  toDecide: 'tickets',
  claimReminder: 'tickets',
  nearDue: 'tickets',
  noDeputy: 'tickets',
  unreached: 'tickets',
  referral: 'tickets',
  petition: 'tickets',
  explain: 'tickets',
  decided: 'tickets',
  steps: 'tickets',
};

export const CARD_KINDS = [...TICKET_CARD_KINDS, ...LIST_CARD_KINDS] as const;
export type CardKind = (typeof CARD_KINDS)[number];

export interface Card {
  kind: CardKind;
  /** Our unguessable reference; a click brings it back. Unique for each sending. */
  ref: string;
  title: string;
  /** A short state word in the corner: 待签收. */
  status?: string;
  tone: Tone;
  /** Paragraphs of plain text, no markup. */
  body?: string;
  facts: Fact[];
  rows?: Row[];
  /** 及其余 n 件 */
  more?: string;
  actions: Action[];
  /** Filled before an action; sent with it. */
  form?: Field[];
  /** The ticket page, when `PUBLIC_URL` is set. */
  link?: string;
  /** Ticket numbers the card is about, in the order shown. Not shown by renderers. */
  tickets: string[];
  /** The matter the card is about (`domain/matter.ts`), and which of its cards it is. Not shown by renderers. */
  matter?: { kind: string; id: string; face: string };
}
