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
  claimDueAt: string | null;
  dueAt: string | null;
  signOff: { lead: string; handlers: string[]; by: string } | null;
  contacts: { mode: string; attachments: string[] }[];
  evidence: { id: string; type: string; by: string }[];
  replies: { process: string }[];
  followUps: { outcome: string }[];
  deductions: { clause: string; state: string; because: string }[];
  history: { at: string; type: string; by: string; via?: Record<string, unknown> }[];
  deliveries: { to: string; kind: string; state: string }[];
  caller?: { name?: string; phone?: string };
  content?: string;
}
