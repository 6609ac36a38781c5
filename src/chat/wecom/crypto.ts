import { createDecipheriv } from 'node:crypto';
import { NotOpened, unpad } from '../envelope.ts';

/** Media of the robot: AES-256-CBC with the address's own key, IV its beginning, PKCS#7 to 32 (D100719). */
export const openMedia = (bytes: Buffer, aesKey: string): Buffer => {
  const key = Buffer.from(aesKey.length === 43 ? `${aesKey}=` : aesKey, 'base64').subarray(0, 32);
  if (key.length !== 32 || bytes.length === 0 || bytes.length % 16 !== 0) throw new NotOpened('ciphertext');
  const machine = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return unpad(Buffer.concat([machine.update(bytes), machine.final()]));
};
