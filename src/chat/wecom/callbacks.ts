import { createHash } from 'node:crypto';
import type { Incoming, Writing } from '../../cards/exchange.ts';
import { cutBytes } from '../../kernel/cut.ts';
import { reasonOf } from '../../kernel/errors.ts';
import { type CallbackKey, isSigned, NotOpened, open, seal } from '../envelope.ts';
import type { PlatformContext, RawRequest, RawResponse, Receival } from '../platform.ts';
import { codeReference } from './app.ts';
import { appIncoming, botIncoming, lostAccount } from './incoming.ts';
import { LIMITS } from './limits.ts';
import { interactiveCard, markdownOf, readsAsMarkdown, sameTypeCard } from './render.ts';
import { BadXml, buildXml, cardToXml, parseXml, xmlText } from './xml.ts';

/** One callback address: how its envelope is read and its answers are written. */
interface Door {
  name: 'app' | 'bot';
  key: CallbackKey;
  context: PlatformContext;
}

/** A refusal: the status alone goes out, the reason stays in the log and the meter. */
class Refused extends Error {
  readonly status: 400 | 403 | 413;
  readonly reason: string;
  constructor(status: 400 | 403 | 413, reason: string) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }
}

const HOUR_S = 3_600;
const MOST_BYTES = 1024 * 1024;
/** Below the platform's five seconds (D90238, D101033). */
const ANSWER_MS = 4_000;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Signed {
  timestamp: string;
  nonce: string;
  signature: string;
}

const signedOf = (query: Record<string, string>): Signed => {
  const { timestamp = '', nonce = '', msg_signature: signature = '' } = query;
  if (!/^\d{1,12}$/.test(timestamp) || nonce === '' || nonce.length > 128 || signature === '')
    throw new Refused(403, 'signature missing');
  return { timestamp, nonce, signature };
};

/** Signature first, then the hour either way, then the nonce: nothing unsigned is remembered. */
const check = async (door: Door, signed: Signed, encrypted: string): Promise<void> => {
  if (!isSigned(door.key, { ...signed, encrypted })) throw new Refused(403, 'signature wrong');
  const apart = Math.abs(door.context.now().getTime() / 1000 - Number(signed.timestamp));
  if (apart > HOUR_S) throw new Refused(403, 'outside the hour');
  const nonce = await door.context.nonce(
    `wecom:${door.name}:${signed.nonce}`,
    digestOf(`${signed.timestamp}\n${encrypted}`),
  );
  if (nonce === 'forged') throw new Refused(403, 'nonce seen with other content');
};

const opened = (door: Door, encrypted: string): string => {
  try {
    return open(door.key, encrypted);
  } catch (thrown) {
    if (thrown instanceof NotOpened) throw new Refused(thrown.reason === 'receiver' ? 403 : 400, thrown.reason);
    throw new Refused(400, 'ciphertext');
  }
};

const verifyUrl = async (door: Door, request: RawRequest): Promise<RawResponse> => {
  const signed = signedOf(request.query);
  const echo = request.query.echostr ?? '';
  if (echo === '') throw new Refused(400, 'echostr missing');
  await check(door, signed, echo);
  return { status: 200, type: 'text/plain', body: opened(door, echo) };
};

const encryptOf = (door: Door, body: Buffer): string => {
  if (body.length > MOST_BYTES) throw new Refused(413, 'too large');
  const text = body.toString('utf8');
  try {
    if (door.name === 'app') return xmlText(parseXml(text), 'Encrypt');
    const envelope: unknown = JSON.parse(text);
    return typeof envelope === 'object' &&
      envelope !== null &&
      'encrypt' in envelope &&
      typeof envelope.encrypt === 'string'
      ? envelope.encrypt
      : '';
  } catch {
    throw new Refused(400, 'malformed');
  }
};

/** Waits for the answer, but no longer than the platform does. */
const inTime = async (receival: Promise<Receival>): Promise<Receival | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_MS);
  });
  return Promise.race([receival, late]).finally(() => clearTimeout(timer));
};

/** The app's passive answer: a click changes the card for the clicker, a message gets text; a card cannot be answered inline. */
const appAnswer = (members: Record<string, unknown>, { answer }: Receival, seconds: string): string | undefined => {
  const head = {
    ToUserName: xmlText(members, 'FromUserName'),
    FromUserName: xmlText(members, 'ToUserName'),
    CreateTime: Number(seconds),
  };
  if (answer.replace) {
    const card = answer.hint
      ? { ...answer.replace, body: [answer.hint, answer.replace.body].filter(Boolean).join('\n') }
      : answer.replace;
    const { task_id: _ignored, ...shown } = interactiveCard({ ...card, form: card.form ?? [] });
    return buildXml({ ...head, MsgType: 'update_template_card', TemplateCard: cardToXml(shown) });
  }
  // D90241: of events, a menu's click may be answered in words.
  const unanswerable = xmlText(members, 'MsgType') === 'event' && xmlText(members, 'Event') !== 'click';
  if (unanswerable || answer.say?.form !== 'text') return undefined;
  return buildXml({ ...head, MsgType: 'text', Content: cutBytes(answer.say.text, LIMITS.passiveBytes) });
};

/** A stream is markdown: what somebody typed comes back in it and must call nobody. */
const botStream = (content: string, id: string) => ({
  msgtype: 'stream',
  stream: { id, finish: true, content: cutBytes(content.replaceAll('<@', '＜@'), LIMITS.streamBytes) },
});

/** The robot's answer, the same over the socket and by HTTP (D101031, D101032). Undefined: nothing to say. */
export const botAnswer = (
  receival: Receival,
  reply: { taskId?: unknown; cardType?: unknown },
  id: string,
): { body: object; update: boolean } | undefined => {
  const { answer } = receival;
  if (answer.replace && typeof reply.taskId === 'string') {
    const card = answer.hint
      ? { ...answer.replace, body: [answer.hint, answer.replace.body].filter(Boolean).join('\n') }
      : answer.replace;
    return {
      update: true,
      body: {
        response_type: 'update_template_card',
        template_card: {
          ...sameTypeCard(card, typeof reply.cardType === 'string' ? reply.cardType : ''),
          task_id: reply.taskId,
        },
      },
    };
  }
  if (typeof reply.taskId === 'string' || !answer.say) return undefined;
  if (answer.say.form === 'text') return { update: false, body: botStream(answer.say.text, id) };
  const { card } = answer.say;
  if (readsAsMarkdown(card)) return { update: false, body: botStream(markdownOf(card, LIMITS.streamBytes), id) };
  return { update: false, body: { msgtype: 'template_card', template_card: interactiveCard(card) } };
};

/** Every click brings a code by which the clicked card may be changed once more within 72 hours (D90240, D94888). */
const keepCode = async (context: PlatformContext, { kind, reply }: Incoming): Promise<void> => {
  const { responseCode, taskId } = reply;
  if (kind !== 'click' || typeof taskId !== 'string' || typeof responseCode !== 'string' || responseCode === '') return;
  await context.renew(taskId, codeReference(responseCode, context.now()));
};

const appCallback = async (door: Door, plain: string, signed: Signed): Promise<RawResponse> => {
  const members = parseXml(plain);
  const lost = lostAccount(members);
  if (lost) await door.context.accountLost(lost);
  const incoming = lost ? undefined : appIncoming(members);
  if (!incoming) return { status: 200, body: '' };
  await keepCode(door.context, incoming);
  const receival = await inTime(door.context.receive(incoming));
  const inner = receival && appAnswer(members, receival, signed.timestamp);
  if (!receival || inner === undefined) return { status: 200, body: '' };
  const nonce = digestOf(`${signed.nonce}${signed.timestamp}`).slice(0, 16);
  const { encrypted, signature } = seal(door.key, inner, { timestamp: signed.timestamp, nonce });
  if (receival.answerId) await door.context.answered(receival.answerId, { ok: true, channel: 'wecom-app' });
  return {
    status: 200,
    type: 'text/xml',
    body: buildXml({ Encrypt: encrypted, MsgSignature: signature, TimeStamp: Number(signed.timestamp), Nonce: nonce }),
  };
};

/** D101031: a greeting is text or a card. */
export const greeting = (say: Writing | undefined): object => ({
  msgtype: 'text',
  text: { content: say?.form === 'text' ? cutBytes(say.text, LIMITS.textBytes) : '您好' },
});

/** The address by which the robot may answer later: once, within the hour (D101138). */
const laterReply = (door: Door, members: Record<string, unknown>): Record<string, unknown> =>
  typeof members.response_url === 'string'
    ? { responseUrl: members.response_url, responseUntil: door.context.now().getTime() + HOUR_S * 1000 }
    : {};

const botCallback = async (door: Door, plain: string, signed: Signed): Promise<RawResponse> => {
  const inner: unknown = JSON.parse(plain);
  const members = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  const incoming = botIncoming(members, laterReply(door, members));
  if (!incoming) return { status: 200, body: '' };
  const receival = await inTime(door.context.receive(incoming));
  const said = receival && botAnswer(receival, incoming.reply, digestOf(incoming.dedupeKey).slice(0, 24));
  if (!receival || !said) return { status: 200, body: '' };
  const body = incoming.kind === 'entered' ? greeting(receival.answer.say) : said.body;
  const { encrypted, signature } = seal(door.key, JSON.stringify(body), signed);
  if (receival.answerId) await door.context.answered(receival.answerId, { ok: true, channel: 'wecom-bot' });
  return {
    status: 200,
    type: 'application/json',
    body: JSON.stringify({
      encrypt: encrypted,
      msgsignature: signature,
      timestamp: Number(signed.timestamp),
      nonce: signed.nonce,
    }),
  };
};

const accept = async (door: Door, request: RawRequest): Promise<RawResponse> => {
  if (request.method === 'GET') return verifyUrl(door, request);
  const signed = signedOf(request.query);
  const encrypted = encryptOf(door, request.body);
  if (encrypted === '') throw new Refused(400, 'no Encrypt');
  await check(door, signed, encrypted);
  const plain = opened(door, encrypted);
  try {
    return await (door.name === 'app' ? appCallback(door, plain, signed) : botCallback(door, plain, signed));
  } catch (thrown) {
    if (thrown instanceof BadXml || thrown instanceof SyntaxError) throw new Refused(400, 'malformed inside');
    throw thrown;
  }
};

/** One callback door (contract, HTTP): refuses without detail, answers inside the window, else leaves it to delivery. */
export const callbackDoor =
  (name: Door['name'], key: CallbackKey, context: PlatformContext) =>
  async (request: RawRequest): Promise<RawResponse> => {
    try {
      return await accept({ name, key, context }, request);
    } catch (thrown) {
      if (thrown instanceof Refused) {
        context.count('callback_refused', { platform: 'wecom', door: name, reason: thrown.reason });
        context.log.warn({ door: name, reason: thrown.reason }, 'a callback was refused');
        return { status: thrown.status, body: '' };
      }
      context.log.error(
        { door: name, reason: reasonOf(thrown) },
        'a callback could not be taken; the platform will try again',
      );
      return { status: 500, body: '' };
    }
  };
