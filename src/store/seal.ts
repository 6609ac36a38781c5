import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Seals callers' details and platform tokens with AES-256-GCM under a key derived from `SECRET_KEY`. */
export interface Seal {
  /** 12 bytes nonce ‖ 16 bytes tag ‖ ciphertext of the JSON. `context` (the ticket's number) is authenticated. */
  close(value: unknown, context: string): Uint8Array<ArrayBuffer>;
  /** Throws when the bytes were changed, the context is another's or the key is not the one they were sealed with. */
  open(sealed: Uint8Array, context: string): unknown;
}

export const openSeal = (secretKey: string): Seal => {
  const key = createHash('sha256').update(`hotline seal\n${secretKey}`).digest();
  return {
    close: (value, context) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
    },
    open: (sealed, context) => {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
    },
  };
};
