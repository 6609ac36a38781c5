import { reasonOf } from '../../kernel/errors.ts';
import type { RawRequest, RawResponse } from '../platform.ts';
import { digestOf } from './incoming.ts';
import type { Means } from './send.ts';
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
    const body: unknown = JSON.parse(request.body.toString('utf8'));
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

const json = (body: object): RawResponse => ({ status: 200, type: 'application/json', body: JSON.stringify(body) });

/** Robot messages in HTTP mode. The signature covers no body: a message id seen with other content is refused. */
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
      const id = String(body.msgId ?? '');
      const nonce =
        id === '' ? 'fresh' : await context.nonce(`dingtalk:message:${id}`, digestOf(request.body.toString('utf8')));
      if (nonce === 'forged') return refused(means, 'robot', 403, 'message id seen with other content');
      await takeMessage(means, body);
      return json({ msgtype: 'empty' });
    });
  };

/** Card clicks in HTTP mode: only signed ones; without a registered secret the door is shut. */
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
    return kept(means, 'card', async () =>
      json(await takeClick(means, body, digestOf(given.timestamp, request.body.toString('utf8')))),
    );
  };
