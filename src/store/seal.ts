import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';

/** Seals callers' details and platform tokens with AES-256-GCM under a key derived from `SECRET_KEY`. */
export interface Seal {
  /** 12 bytes nonce ‖ 16 bytes tag ‖ ciphertext of the JSON. `context` (the ticket's number) is authenticated. */
  close(value: unknown, context: string): Uint8Array<ArrayBuffer>;
  /** Throws when the bytes were changed, the context is another's or the key is not the one they were sealed with. */
  open(sealed: Uint8Array, context: string): unknown;
  /** The same for bytes as they are (evidence). */
  closeBytes(bytes: Uint8Array, context: string): Uint8Array<ArrayBuffer>;
  openBytes(sealed: Uint8Array, context: string): Buffer;
  /** 16 bytes by which equal values of a kind are recognised, and which nobody makes or tries out without the key. */
  fingerprint(kind: string, value: string): Uint8Array<ArrayBuffer>;
}

const FINGERPRINT_BYTES = 16;

export const openSeal = (secretKey: string): Seal => {
  const keyFor = (what: string) =>
    createSecretKey(createHash('sha256').update(`hotline ${what}\n${secretKey}`).digest());
  const key = keyFor('seal');
  const marking = keyFor('fingerprint');
  const closeBytes = (bytes: Uint8Array, context: string): Uint8Array<ArrayBuffer> => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
  };
  const openBytes = (sealed: Uint8Array, context: string): Buffer => {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
  };
  return {
    closeBytes,
    openBytes,
    fingerprint: (kind, value) =>
      new Uint8Array(createHmac('sha256', marking).update(`${kind}\n${value}`).digest().subarray(0, FINGERPRINT_BYTES)),
    close: (value, context) => closeBytes(Buffer.from(JSON.stringify(value), 'utf8'), context),
    open: (sealed, context) => JSON.parse(openBytes(sealed, context).toString('utf8')),
  };
};
