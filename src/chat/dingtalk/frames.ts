import { z } from 'zod';
import { reasonOf } from '../../kernel/errors.ts';
import type { PlatformContext } from '../platform.ts';
import type { EventFrame } from './events.ts';

type Plain = Record<string, unknown>;

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
export const CARD_TOPIC = '/v1.0/card/instances/callback';

/** Answers a callback: the `response` that goes into the acknowledgement. Rejects when nothing was kept. */
export type OnCallback = (topic: string, body: Plain, messageId: string) => Promise<unknown>;

/** Takes an event. Rejects when it is to come again. */
export type OnEvent = (event: EventFrame) => Promise<void>;

/** A frame from the gateway (stream protocol page); one vendor sample calls the headers `header`. */
const Headers = z.looseObject({
  topic: z.string().default(''),
  messageId: z.string().default(''),
  eventType: z.string().default(''),
  eventId: z.string().default(''),
});
const Frame = z
  .looseObject({
    type: z.string(),
    headers: Headers.optional(),
    header: Headers.optional(),
    data: z.string().default('{}'),
  })
  .transform(({ type, data, headers, header }) => ({
    type,
    data,
    ...(headers ?? header ?? { topic: '', messageId: '', eventType: '', eventId: '' }),
  }));
type Frame = z.infer<typeof Frame>;

const Body = z.record(z.string(), z.unknown());

/** 200 taken; 400 not to be read; 404 no such topic here; 500 not kept, send again. */
type Code = 200 | 400 | 404 | 500;

export interface FrameEars {
  context: PlatformContext;
  onCallback: OnCallback;
  onEvent: OnEvent;
  /** The server asks to leave this connection. */
  onDisconnect(): void;
}

const ackOf = ({ messageId }: Frame, code: Code, data: string): string =>
  JSON.stringify({
    code,
    headers: { contentType: 'application/json', messageId },
    message: code === 200 ? 'OK' : 'error',
    data,
  });

/** Reads one frame and says its acknowledgement. Never throws. */
export const hearFrame = async (ears: FrameEars, text: string, say: (text: string) => void): Promise<void> => {
  const parsed = Frame.safeParse(jsonOf(text));
  if (!parsed.success) return ears.context.log.warn({}, 'the stream sent a frame that cannot be read');
  const frame = parsed.data;
  switch (frame.type) {
    case 'SYSTEM':
      if (frame.topic === 'disconnect') return ears.onDisconnect();
      return frame.topic === 'ping' ? say(ackOf(frame, 200, frame.data)) : undefined;
    case 'EVENT':
      return say(ackOf(frame, 200, JSON.stringify(await eventAnswer(ears, frame))));
    case 'CALLBACK':
      return answerCallback(ears, frame, say);
    default:
      return say(ackOf(frame, 404, '{}'));
  }
};

/** `LATER`: the vendor sends it again (protocol notes 2.2). One vendor page wraps the event once more. */
const eventAnswer = async (ears: FrameEars, frame: Frame): Promise<{ status: string; message: string }> => {
  const read = Body.safeParse(jsonOf(frame.data));
  const inner = read.success ? Body.safeParse(read.data.data) : read;
  const body = inner.success ? inner.data : read.success ? read.data : {};
  const { eventType, eventId } = frame;
  try {
    await ears.onEvent({ eventType, eventId, body });
    return { status: 'SUCCESS', message: 'ok' };
  } catch (thrown) {
    ears.context.log.error({ eventType, reason: reasonOf(thrown) }, 'an event could not be taken');
    return { status: 'LATER', message: 'again' };
  }
};

const answerCallback = async (ears: FrameEars, frame: Frame, say: (text: string) => void): Promise<void> => {
  const { topic, messageId } = frame;
  if (topic !== ROBOT_TOPIC && topic !== CARD_TOPIC) return say(ackOf(frame, 404, '{}'));
  const body = Body.safeParse(jsonOf(frame.data));
  if (!body.success) return say(ackOf(frame, 400, '{}'));
  try {
    const response = await ears.onCallback(topic, body.data, messageId);
    say(ackOf(frame, 200, JSON.stringify({ response })));
  } catch (thrown) {
    ears.context.log.error({ topic, reason: reasonOf(thrown) }, 'a stream callback could not be kept');
    say(ackOf(frame, 500, '{}'));
  }
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
