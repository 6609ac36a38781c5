import type { RawData } from 'ws';
import { isRecord, parseJson } from './call.ts';
import { hex } from './machine.ts';

/** The wire of the stream gateway (developerpedia, learn/stream/protocol). */

export const TOPIC_ROBOT = '/v1.0/im/bot/messages/get';
export const TOPIC_CARD = '/v1.0/card/instances/callback';

export interface Frame {
  specVersion: '1.0';
  type: 'SYSTEM' | 'EVENT' | 'CALLBACK';
  headers: Record<string, string>;
  /** JSON as a text. */
  data: string;
}

export interface Ack {
  code: number;
  messageId: string;
  message: string;
  /** JSON as a text. */
  data: string;
}

/** A frame under a new messageId. `at` is the town's present. */
export const newFrame = (input: { type: Frame['type']; topic: string; data: unknown; at: Date }): Frame => ({
  specVersion: '1.0',
  type: input.type,
  headers: {
    contentType: 'application/json',
    messageId: `${hex(4)}_${hex(2)}_${hex(6)}`,
    time: String(input.at.getTime()),
    topic: input.topic,
  },
  data: JSON.stringify(input.data),
});

/** Reads a client's answer strictly; a text says what is wrong with it. */
export function readAck(raw: RawData, binary: boolean): Ack | string {
  if (binary) return '应答须是文本帧';
  const parsed = parseJson(String(raw));
  if (!isRecord(parsed)) return '应答不是 JSON 对象';
  const { code, headers, message, data } = parsed;
  if (typeof code !== 'number') return '应答的 code 不是数字';
  if (!isRecord(headers) || typeof headers.messageId !== 'string') return '应答没有 headers.messageId';
  if (headers.contentType !== 'application/json') return '应答的 headers.contentType 不是 application/json';
  if (typeof data !== 'string') return '应答的 data 不是字符串';
  return { code, messageId: headers.messageId, message: typeof message === 'string' ? message : '', data };
}
