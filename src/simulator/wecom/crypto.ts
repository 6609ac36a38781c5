import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** WeCom's callback encryption as the vendor does it (D90968), written apart from the bot's. */
export interface Seal {
  token: string;
  encodingAESKey: string;
  receiveId: string;
}

const BLOCK = 32;
const keyOf = (seal: Seal): Buffer => Buffer.from(`${seal.encodingAESKey}=`, 'base64');

/** Lower-case hex SHA-1 of the sorted parts. */
export const signature = (seal: Pick<Seal, 'token'>, timestamp: string, nonce: string, encrypted: string): string =>
  createHash('sha1').update([seal.token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

export const encrypt = (seal: Seal, message: string): string => {
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([randomBytes(16), length, body, Buffer.from(seal.receiveId)]);
  const pad = BLOCK - (plain.length % BLOCK);
  const key = keyOf(seal);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]).toString(
    'base64',
  );
};

/** Throws when the padding, the length or the receiver is wrong. */
export const decrypt = (seal: Seal, encrypted: string): string => {
  const key = keyOf(seal);
  const machine = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([machine.update(Buffer.from(encrypted, 'base64')), machine.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > BLOCK || !padded.subarray(-pad).every((byte) => byte === pad)) throw new Error('padding');
  const plain = padded.subarray(0, padded.length - pad);
  const length = plain.readUInt32BE(16);
  if (20 + length > plain.length) throw new Error('length');
  if (plain.subarray(20 + length).toString() !== seal.receiveId) throw new Error('receiveid');
  return plain.subarray(20, 20 + length).toString();
};

/** A file as a robot's download address hands it out: AES-256-CBC, padded to 32, under a 32-byte key (D100719). */
export const sealMedia = (bytes: Buffer, key: Buffer): Buffer => {
  const pad = BLOCK - (bytes.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([bytes, Buffer.alloc(pad, pad)])), cipher.final()]);
};
