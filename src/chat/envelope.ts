import { createDecipheriv, timingSafeEqual } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';

/**
 * Callback encryption, the same at both vendors (WeCom D90968; DingTalk
 * callback-event-message-body-encryption-and-decryption): AES-256-CBC, PKCS#7 to 32 bytes, `random(16) ‖ length ‖ message ‖ receiveid`.
 * `@wecom/crypto` checks neither signature nor padding, bounds or receiver, so opening is done here and strictly;
 * sealing and signing are the package's.
 */

/** The key of one callback address. */
export interface CallbackKey {
  token: string;
  encodingAESKey: string;
  /** Who it is for: WeCom's CorpID for the app, empty for the internal robot (D101033); DingTalk's client id. */
  receiveId: string;
}

/** Why something was not opened. The caller tells the log, never the sender. */
export class NotOpened extends Error {
  readonly reason: 'signature' | 'ciphertext' | 'padding' | 'length' | 'receiver' | 'key';
  constructor(reason: NotOpened['reason']) {
    super(reason);
    this.reason = reason;
  }
}

const BLOCK = 32;
const HEAD = 20;

/** Compares two texts without telling by time where they differ. */
export const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Whether `signature` is the one of these parts (sha1 of the sorted texts, lower-case hex). */
export const isSigned = (
  key: Pick<CallbackKey, 'token'>,
  parts: { signature: string; timestamp: string; nonce: string; encrypted: string },
): boolean => sameText(parts.signature, getSignature(key.token, parts.timestamp, parts.nonce, parts.encrypted));

const keyBytes = (encodingAESKey: string): Buffer => {
  if (!/^[A-Za-z0-9]{43}$/.test(encodingAESKey)) throw new NotOpened('key');
  return Buffer.from(`${encodingAESKey}=`, 'base64');
};

const decipher = (bytes: Buffer, encodingAESKey: string): Buffer => {
  const key = keyBytes(encodingAESKey);
  const machine = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([machine.update(bytes), machine.final()]);
};

/** Removes PKCS#7 padding to 32 bytes; every pad byte is checked. */
export const unpad = (bytes: Buffer): Buffer => {
  const pad = bytes.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || pad > bytes.length) throw new NotOpened('padding');
  if (!bytes.subarray(bytes.length - pad).every((byte) => byte === pad)) throw new NotOpened('padding');
  return bytes.subarray(0, bytes.length - pad);
};

/** Opens an encrypted message. Throws `NotOpened`; the signature is checked before (`isSigned`). */
export const open = (key: CallbackKey, encrypted: string): string => {
  if (encrypted === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(encrypted)) throw new NotOpened('ciphertext');
  const bytes = Buffer.from(encrypted, 'base64');
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) throw new NotOpened('ciphertext');
  const plain = unpad(decipher(bytes, key.encodingAESKey));
  if (plain.length < HEAD) throw new NotOpened('length');
  const length = plain.readUInt32BE(16);
  if (HEAD + length > plain.length) throw new NotOpened('length');
  if (!sameText(plain.subarray(HEAD + length).toString('utf8'), key.receiveId)) throw new NotOpened('receiver');
  return plain.subarray(HEAD, HEAD + length).toString('utf8');
};

/** Seals an answer and signs it. */
export const seal = (
  key: CallbackKey,
  message: string,
  at: { timestamp: string; nonce: string },
): { encrypted: string; signature: string } => {
  const encrypted = encrypt(key.encodingAESKey, message, key.receiveId);
  return { encrypted, signature: getSignature(key.token, at.timestamp, at.nonce, encrypted) };
};
