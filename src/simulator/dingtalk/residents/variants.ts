import { isRecord, recordOf } from '../call.ts';

type Body = Record<string, unknown>;

const without = (body: Body, ...keys: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));

/** Applies a change to the object below the key, when there is one. */
const inside = (body: Body, key: string, change: (part: Body) => Body): Body => {
  const part = recordOf(body, key);
  return part === undefined ? body : { ...body, [key]: change(part) };
};

const renamed = (part: Body, from: string, to: string): Body =>
  part[from] === undefined ? part : { ...without(part, from), [to]: part[from] };

/**
 * Ways in which real robot messages were seen to differ from the full one of development/robot-message-type (vendor
 * samples that contradict the table, SDK models, traffic reported by users; protocol notes 1.2, 1.5, 9.9).
 */
const CHANGES = {
  /** The robot's version is not published, or an outsider writes. */
  noStaffId: (body: Body) => without(body, 'senderStaffId', 'senderUnionId', 'isAdmin'),
  /** The words in a top-level `content`. */
  topContent: (body: Body) => {
    const words = recordOf(body, 'text')?.content;
    return typeof words === 'string' ? { ...without(body, 'text'), content: words } : body;
  },
  /** Every number as a text; the type of the conversation as a number. */
  swappedTypes: (body: Body) => ({
    ...body,
    createAt: String(body.createAt),
    sessionWebhookExpiredTime: String(body.sessionWebhookExpiredTime),
    conversationType: Number(body.conversationType),
  }),
  misspeltCreateAt: (body: Body) => renamed(body, 'createAt', 'createA'),
  noRobotCode: (body: Body) => without(body, 'robotCode'),
  noQuote: (body: Body) =>
    inside(without(body, 'originalMsgId', 'originalProcessQueryKey'), 'text', (text) =>
      without(text, 'isReplyMsg', 'repliedMsg'),
    ),
  /** The quoted message's content as JSON text. */
  quoteAsText: (body: Body) =>
    inside(body, 'text', (text) =>
      inside(text, 'repliedMsg', (quoted) => ({ ...quoted, content: JSON.stringify(quoted.content ?? {}) })),
    ),
  /** Pictures by `pictureDownloadCode`. */
  pictureCode: (body: Body) =>
    inside(body, 'content', (content) => ({
      ...renamed(content, 'downloadCode', 'pictureDownloadCode'),
      ...(Array.isArray(content.richText)
        ? {
            richText: content.richText.map((part) =>
              isRecord(part) ? renamed(part, 'downloadCode', 'pictureDownloadCode') : part,
            ),
          }
        : {}),
    })),
  /** A type no page names, with nothing to read in it. */
  unknownType: (body: Body) => ({ ...without(body, 'text', 'content'), msgtype: 'chatRecord' }),
  noSession: (body: Body) => without(body, 'sessionWebhook', 'sessionWebhookExpiredTime'),
} satisfies Record<string, (body: Body) => Body>;

export type Variant = keyof typeof CHANGES;
export const VARIANTS = Object.keys(CHANGES) as Variant[];

/** Everything left out that is not always there. */
export const LEAST_HELPFUL: readonly Variant[] = ['noStaffId', 'noQuote', 'topContent', 'swappedTypes', 'noRobotCode'];

/** The message as these variants have it. */
export const varied = (body: Body, variants: readonly Variant[]): Body =>
  variants.reduce((changed, variant) => CHANGES[variant](changed), body);
