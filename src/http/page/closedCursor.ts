import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Ticket } from '../../domain/ticket/state.ts';
import type { TicketQuery } from '../../workflow/ports.ts';

/** Where a search goes on, closed: the last ticket looked at may be one that is kept from the viewer. */
export interface ClosedCursor {
  after(ticket: Pick<Ticket, 'receivedAt' | 'no'>): string;
  /** The place behind it; undefined for one that nobody here has given out. */
  read(cursor: string): TicketQuery['before'] | undefined;
}

const Place = z.tuple([z.iso.datetime(), z.string().max(64)]);
const NONCE = 12;
const TAG = 16;

export const openCursor = (cookieKey: string): ClosedCursor => {
  const key = createHash('sha256').update(`hotline cursor\n${cookieKey}`).digest();
  return {
    after: ({ receivedAt, no }) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(JSON.stringify([receivedAt, no])), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    read: (cursor) => {
      const bytes = Buffer.from(cursor, 'base64url');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG });
        decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
        const [receivedAt, no] = Place.parse(JSON.parse(text));
        return { receivedAt: new Date(receivedAt), no };
      } catch {
        return undefined;
      }
    },
  };
};
