import { createHash } from 'node:crypto';
import type { Attachment, Incoming } from '../../cards/exchange.ts';

type Plain = Record<string, unknown>;
const record = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const str = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const array = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const jsonOf = (value: unknown): Plain => {
  if (typeof value !== 'string') return record(value);
  try {
    return record(JSON.parse(value));
  } catch {
    return {};
  }
};

export const digestOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);

const media = (kind: Attachment['kind'], content: Plain): Attachment[] => {
  const fetchKey = str(content.downloadCode) || str(content.pictureDownloadCode);
  const name = str(content.fileName);
  return fetchKey === '' ? [] : [{ kind, fetchKey, ...(name ? { name } : {}) }];
};

const KINDS: Record<string, Attachment['kind']> = { picture: 'image', file: 'file', video: 'video', audio: 'voice' };

/** The types the vendor's page names (robot-message-type). */
const READ = new Set(['text', 'richText', ...Object.keys(KINDS)]);

/** Text and media by message type; one vendor sample has a bare `content` text (robot-message-type). */
const contentOf = (body: Plain): { text: string; attachments: Attachment[] } => {
  const type = str(body.msgtype);
  const content = record(body.content);
  if (type === 'richText') {
    const parts = array(content.richText).map(record);
    return {
      text: parts
        .map((part) => str(part.text))
        .join(' ')
        .trim(),
      attachments: parts.flatMap((part) => media('image', part)),
    };
  }
  const kind = KINDS[type];
  if (kind) return { text: kind === 'voice' ? str(content.recognition) : '', attachments: media(kind, content) };
  return { text: (str(record(body.text).content) || str(body.content)).trim(), attachments: [] };
};

const quoteOf = (body: Plain): { quote?: { text?: string; messageRef?: string } } => {
  const replied = record(record(body.text).repliedMsg);
  const text = str(jsonOf(replied.content).text);
  const messageRef = str(body.originalProcessQueryKey);
  return text || messageRef ? { quote: { ...(text ? { text } : {}), ...(messageRef ? { messageRef } : {}) } } : {};
};

/** What a robot callback is: a message, the month's quota gone, a sender without staff id, a type with nothing to read, or nothing for us. */
export type RobotCallback =
  | Extract<Incoming, { kind: 'message' }>
  | 'quotaExhausted'
  | 'noStaffId'
  | 'unreadable'
  | undefined;

/** A robot callback in either mode: the body is the same. */
export const robotIncoming = (body: Plain, robotCode: string): RobotCallback => {
  if (str(body.errorCode) === '20001') return 'quotaExhausted';
  const msgId = str(body.msgId);
  if (msgId === '') return undefined;
  const person = str(body.senderStaffId);
  if (person === '') return 'noStaffId';
  const said = contentOf(body);
  if (said.text === '' && said.attachments.length === 0 && !READ.has(str(body.msgtype))) return 'unreadable';
  const group = str(body.conversationType) === '2';
  const title = str(body.conversationTitle);
  return {
    kind: 'message',
    dedupeKey: `dingtalk:${robotCode}:message:${msgId}`,
    platform: 'dingtalk',
    person,
    door: 'dingtalk',
    ...(group ? { chat: str(body.conversationId) } : {}),
    ...(group && title ? { chatTitle: title } : {}),
    ...said,
    ...quoteOf(body),
    reply: replyOf(body),
  };
};

/** Where an answer to this message goes; `expiresAt` in epoch ms of business time, 0 when not told. */
export const replyOf = (body: Plain): { sessionWebhook: string; expiresAt: number; conversationId: string } => ({
  sessionWebhook: str(body.sessionWebhook),
  expiresAt: Number(body.sessionWebhookExpiredTime ?? 0) || 0,
  conversationId: str(body.conversationId),
});

const values = (params: Plain): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(params)
      .filter(([key]) => key !== 'ref' && key !== 'action')
      .map(([key, value]) => [
        key,
        Array.isArray(value)
          ? value.map(str)
          : typeof value === 'object' && value !== null
            ? str(record(value).value)
            : str(value),
      ]),
  );

/** Over HTTP a click has no id: what was pressed by whom, and when the vendor signed it. */
export const clickId = (body: Plain, timestamp: string): string =>
  digestOf(str(body.outTrackId), str(body.userId), contentText(body), timestamp);

const contentText = ({ content }: Plain): string => (typeof content === 'string' ? content : JSON.stringify(content));

/** A click on a card; `id` is the frame's id or, over HTTP, `clickId`. The button's values come back as the form's keys. */
export const cardIncoming = (
  body: Plain,
  robotCode: string,
  id: string,
): Extract<Incoming, { kind: 'click' }> | undefined => {
  const person = str(body.userId);
  const outTrackId = str(body.outTrackId);
  const pressed = record(jsonOf(body.content).cardPrivateData ?? jsonOf(body.value).cardPrivateData);
  const params = record(pressed.params);
  const action = str(array(pressed.actionIds)[0]) || str(params.action);
  if (person === '' || outTrackId === '' || action === '') return undefined;
  const space = str(body.spaceId);
  const group = str(body.spaceType).toUpperCase() === 'IM_GROUP';
  return {
    kind: 'click',
    dedupeKey: `dingtalk:${robotCode}:click:${id}`,
    platform: 'dingtalk',
    person,
    door: 'dingtalk',
    ...(group && space ? { chat: space } : {}),
    ref: str(params.ref) || outTrackId,
    action,
    values: values(params),
    reply: { outTrackId },
  };
};
