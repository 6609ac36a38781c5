import { reasonOf } from '../../kernel/errors.ts';
import type { RawRequest, RawResponse } from '../platform.ts';
import { clickId, digestOf } from './incoming.ts';
import type { Means } from './means.ts';
import { cardSign, distrust, robotSign } from './signature.ts';
import { takeClick, takeMessage } from './take.ts';

type Plain = Record<string, unknown>;

const refused = ({ context }: Means, door: string, status: 400 | 403, reason: string): RawResponse => {
  context.count('callback_refused', { platform: 'dingtalk', door, reason });
  context.log.warn({ door, reason }, 'a callback was refused');
  return { status, body: '' };
};

const bodyOf = (request: RawRequest): Plain | undefined => {
  try {
    const body: unknown = JSON.parse(textOf(request));
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Plain) : undefined;
  } catch {
    return undefined;
  }
};

const kept = async (means: Means, door: string, work: () => Promise<RawResponse>): Promise<RawResponse> => {
  try {
    return await work();
  } catch (thrown) {
    means.context.log.error({ door, reason: reasonOf(thrown) }, 'a callback could not be taken');
    return { status: 500, body: '' };
  }
};

const textOf = (request: RawRequest): string => request.body.toString('utf8');

const json = (body: object): RawResponse => ({ status: 200, type: 'application/json', body: JSON.stringify(body) });

/** Below the vendor's 2.5 s for a robot push (appendix-b-proposals-for-rational-use-of-resources). */
const ROBOT_MS = 2_000;

/**
 * Robot messages in HTTP mode. The signature covers no body: a message id seen with other content is refused. The
 * answer is empty at once; what is said goes by the session webhook.
 */
export const robotDoor =
  (means: Means) =>
  async (request: RawRequest): Promise<RawResponse> => {
    const { settings, context } = means;
    const given = { timestamp: request.headers.timestamp ?? '', sign: request.headers.sign ?? '' };
    const why = distrust(given, (timestamp) => robotSign(timestamp, settings.clientSecret), context.now());
    if (why) return refused(means, 'robot', 403, why);
    const body = bodyOf(request);
    if (!body) return refused(means, 'robot', 400, 'malformed');
    return kept(means, 'robot', async () => {
      const id = typeof body.msgId === 'string' ? body.msgId : '';
      const seen = id === '' ? 'fresh' : await context.nonce(`dingtalk:robot:${id}`, digestOf(textOf(request)));
      if (seen === 'forged') return refused(means, 'robot', 403, 'message id seen with other content');
      await takeMessage(means, body, ROBOT_MS);
      return json({ msgtype: 'empty' });
    });
  };

/**
 * Card clicks in HTTP mode: only signed ones; without a registered secret the door is shut. The signature covers the
 * bare millisecond, so one signature is good for one content: an exact repeat is answered as before, other content is
 * refused. (Two people pressing in the same millisecond: the second presses again.)
 */
export const cardDoor =
  (means: Means) =>
  async (request: RawRequest): Promise<RawResponse> => {
    const { settings, context } = means;
    const secret = settings.cardCallbackSecret;
    if (secret === undefined) return refused(means, 'card', 403, 'no DINGTALK_CARD_CALLBACK_SECRET');
    const given = {
      timestamp: request.headers['x-ddpaas-signature-timestamp'] ?? '',
      sign: request.headers['x-ddpaas-signature'] ?? '',
    };
    const why = distrust(given, (timestamp) => cardSign(timestamp, secret), context.now());
    if (why) return refused(means, 'card', 403, why);
    const body = bodyOf(request);
    if (!body) return refused(means, 'card', 400, 'malformed');
    return kept(means, 'card', async () => {
      const seen = await context.nonce(`dingtalk:card:${given.sign}`, digestOf(textOf(request)));
      if (seen === 'forged') return refused(means, 'card', 403, 'signature seen with other content');
      return json(await takeClick(means, body, clickId(body, given.timestamp)));
    });
  };
