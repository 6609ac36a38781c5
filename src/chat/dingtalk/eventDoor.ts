import { reasonOf } from '../../kernel/errors.ts';
import { type CallbackKey, isSigned, NotOpened, open, seal } from '../envelope.ts';
import type { RawRequest, RawResponse } from '../platform.ts';
import { type EventFrame, takeEvent } from './events.ts';
import { digestOf } from './incoming.ts';
import { inTime } from './inTime.ts';
import type { Means } from './means.ts';

type Plain = Record<string, unknown>;

/** Below the vendor's 2.5 s; an event not kept by then comes again after 10 s and after 30 s (protocol notes 6). */
const EVENT_MS = 2_000;
const HOUR_MS = 3_600_000;

/** Why a push is not believed: the status alone goes out, the reason stays in the log and the meter. */
class Refused extends Error {
  readonly status: 400 | 403;
  constructor(status: 400 | 403, reason: string) {
    super(reason);
    this.status = status;
  }
}

const record = (text: string): Plain => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Plain;
  } catch {
    // Told below: what is no JSON and what is no object are refused alike.
  }
  throw new Refused(400, 'malformed');
};

/** Some pages of the vendor spell `timeStamp` and `signature`; its samples tell seconds or milliseconds. */
const signedOf = ({ query }: RawRequest): { timestamp: string; nonce: string; signature: string } => {
  const timestamp = query.timestamp ?? query.timeStamp ?? '';
  const { nonce = '', msg_signature: signature = query.signature ?? '' } = query;
  if (!/^\d{10,16}$/.test(timestamp) || nonce === '' || nonce.length > 128 || signature === '')
    throw new Refused(403, 'signature missing');
  return { timestamp, nonce, signature };
};

const momentOf = (timestamp: string): number => Number(timestamp) * (timestamp.length <= 11 ? 1_000 : 1);

/** Signature first, then the hour either way, then the cipher: it covers the content, so a repeat does no harm. */
const opened = (key: CallbackKey, request: RawRequest, now: Date): string => {
  const signed = signedOf(request);
  const { encrypt } = record(request.body.toString('utf8'));
  if (typeof encrypt !== 'string') throw new Refused(400, 'malformed');
  if (!isSigned(key, { ...signed, encrypted: encrypt })) throw new Refused(403, 'signature wrong');
  if (Math.abs(now.getTime() - momentOf(signed.timestamp)) > HOUR_MS) throw new Refused(403, 'outside the hour');
  try {
    return open(key, encrypt);
  } catch (thrown) {
    if (thrown instanceof NotOpened) throw new Refused(thrown.reason === 'receiver' ? 403 : 400, thrown.reason);
    throw new Refused(400, 'ciphertext');
  }
};

/** Over HTTP the members stand flat and begin with a capital; the stream's do not (group-session-add-persons). */
const asStream = (plain: Plain): Plain =>
  Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name.slice(0, 1).toLowerCase() + name.slice(1), value]),
  );

/**
 * The event in the stream's words. `BizId` is not relied on (that it is one event's own is UNCONFIRMED): without an event
 * id the whole content, with its time, tells a repeat.
 */
export const eventOf = (text: string): EventFrame => {
  const body = asStream(record(text));
  const eventId = typeof body.eventId === 'string' && body.eventId !== '' ? body.eventId : digestOf(text);
  return { eventType: typeof body.eventType === 'string' ? body.eventType : '', eventId, body };
};

/** The vendor takes nothing but this word, sealed and signed, for an answer. */
const success = (key: CallbackKey, now: Date): RawResponse => {
  const timestamp = String(now.getTime());
  const nonce = digestOf(timestamp, key.token).slice(0, 16);
  const { encrypted, signature } = seal(key, 'success', { timestamp, nonce });
  const body = { msg_signature: signature, encrypt: encrypted, timeStamp: timestamp, nonce };
  return { status: 200, type: 'application/json', body: JSON.stringify(body) };
};

/**
 * Group events over HTTP. The vendor's trial of the address (`check_url`) is answered like an event. What is not kept
 * within two seconds is refused, so that it comes again; by its id it is told once.
 */
export const eventDoor =
  (means: Means, key: CallbackKey) =>
  async (request: RawRequest): Promise<RawResponse> => {
    const { context, background } = means;
    try {
      const event = eventOf(opened(key, request, context.now()));
      if (event.eventType === 'check_url') return success(key, context.now());
      const taking = takeEvent(means, event);
      const { done } = await inTime(taking, EVENT_MS);
      if (done) return success(key, context.now());
      background.run('a late event', taking);
      return { status: 500, body: '' };
    } catch (thrown) {
      if (!(thrown instanceof Refused)) {
        context.log.error({ door: 'event', reason: reasonOf(thrown) }, 'an event could not be taken');
        return { status: 500, body: '' };
      }
      context.count('callback_refused', { platform: 'dingtalk', door: 'event', reason: thrown.message });
      context.log.warn({ door: 'event', reason: thrown.message }, 'a callback was refused');
      return { status: thrown.status, body: '' };
    }
  };
