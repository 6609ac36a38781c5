import type { Card } from './card.ts';

/** What goes out to a chat or a person, and what comes back: the neutral forms every platform speaks. */

/**
 * Something to say. `text` alone: a plain line (may carry several lines, no markup). `secret`: with these words a stranger
 * could act as somebody else, so nobody keeps them once they have arrived.
 */
export type Writing =
  | {
      form: 'text';
      text: string /** Platform ids really @-ed where the platform can. */;
      mention?: string[];
      secret?: true;
    }
  | { form: 'card'; card: Card; mention?: string[] };

/**
 * A document or a picture the bot sends: `file` names its bytes in the archive (`Desk.keepFile`), `name` is what people
 * see, with its ending. A picture is shown, a file is opened.
 * `page`: the address of a page that shows what the picture shows, with no more than it in public. A platform may show
 * the picture as the head of that page's notice; the others leave it out.
 */
export interface FileLetter {
  form: 'file';
  as: 'file' | 'image';
  file: string;
  name: string;
  page?: string;
  mention?: never;
}

export type Letter = Writing | FileLetter;

/** What a sending left behind, as the ledger kept it: by it the message is taken back, or asked who has read it. */
export interface Sent {
  /** The channel that carried it. */
  channel: string;
  /** The vendor's id of the message where there is one. */
  messageRef?: string;
  /** What a later change needs. */
  reference?: Record<string, unknown>;
}

/** Media that came with a message; `fetchKey` is what the platform needs to download it. */
export interface Attachment {
  kind: 'image' | 'file' | 'voice' | 'video';
  fetchKey: string;
  name?: string;
}

interface IncomingBase {
  /** Platform + bot + event kind + native id (a hash of fields where there is none). The inbox remembers it. */
  dedupeKey: string;
  platform: PlatformName;
  /** The group's id, absent in a private conversation. */
  chat?: string;
  chatTitle?: string;
  /** The person's id on that platform. */
  person: string;
  /** Where and how it came, for the history: `wecom-bot`, `wecom-app`, `dingtalk`. */
  door: string;
}

export type PlatformName = 'wecom' | 'dingtalk';

export type Incoming =
  | (IncomingBase & {
      kind: 'message';
      /** Without the leading mention where the platform removes it; the grammar ignores what stands before a command. */
      text: string;
      attachments: Attachment[];
      /** Text of the quoted message and, where the platform tells, the reference of our own message. */
      quote?: { text?: string; messageRef?: string };
      /** How to answer where it was written (session webhook, req_id); the platform's own words, kept for later. */
      reply: Record<string, unknown>;
    })
  | (IncomingBase & {
      kind: 'click';
      /** `Card.ref` of the card clicked. */
      ref: string;
      action: string;
      values: Record<string, string | string[]>;
      reply: Record<string, unknown>;
    })
  | (IncomingBase & { kind: 'entered'; reply: Record<string, unknown> });

/**
 * What to answer at once, inside the platform's window. `replace`: the clicked card becomes this one (for everyone where
 * the platform can). `say`: shown to the person who acted, or in the group where a command was typed.
 */
export interface Answer {
  say?: Writing;
  replace?: Card;
  /** Shown only to the clicker, besides `replace` (a refusal); a line of text. */
  hint?: string;
}
