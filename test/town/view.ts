/** A ticket as the intake API takes it, with a story's defaults. */
export interface StoryTicket {
  no: string;
  type?: string;
  title?: string;
  content?: string;
  department?: string;
  [key: string]: unknown;
}

/** Where something is read: a person's own conversation with the bot, or a group. */
export type Place = { person: string } | { chat: string };

export interface StoryTicketView {
  status: string;
  flags: string[];
  round: number;
  department: string | null;
  coDepartments: string[];
  claimDueAt: string | null;
  dueAt: string | null;
  proposal: { lead: string; handlers: string[]; by: string } | null;
  signOff: { lead: string; handlers: string[]; by: string; dueAt?: string; opinion?: string } | null;
  contacts: { mode: string; attachments: string[]; by: string; reason?: string }[];
  notes: { content: string; by: string }[];
  evidence: { id: string; type: string; by: string }[];
  reviews: { approved: boolean; seal?: string }[];
  replies: { process: string }[];
  followUps: { outcome: string }[];
  deductions: { clause: string; state: string; because: string }[];
  excludedBecause?: string;
  history: { at: string; type: string; by: string; via?: Record<string, unknown> }[];
  deliveries: { to: string; kind: string; state: string }[];
  caller?: { name?: string; phone?: string };
  content?: string;
}
