import { z } from 'zod';
import type { Sent } from '../../cards/exchange.ts';
import type { Address, Failure } from '../platform.ts';
import { type ApiAnswer, isFailure } from './api.ts';
import type { Means } from './means.ts';
import { CHANNEL } from './settings.ts';

/** What the platform knows of a message it carried. */
interface Standing {
  recalled: boolean;
  /** Staff ids. */
  persons: string[];
  complete: boolean;
}

const PAGE = 200;
/** At most a thousand readers: five calls of the month. */
const MOST_PAGES = 5;

/** One page of a group's readers (chatbot-queries-the-read-status-of-a-message). */
const Page = z.looseObject({
  sendStatus: z.string().default(''),
  readUserIds: z.array(z.coerce.string()).default([]),
  hasMore: z.boolean().default(false),
  nextToken: z.coerce.string().default(''),
});

/** Whether each one written to has read it (chatbot-batch-query-the-read-status-of-messages; fields UNCONFIRMED). */
const Reading = z.looseObject({
  sendStatus: z.string().default(''),
  messageReadInfoList: z
    .array(z.looseObject({ userId: z.coerce.string(), readStatus: z.string().default('') }))
    .default([]),
});

const unreadable: Failure = { ok: false, class: 'rejected', channel: CHANNEL, reason: '钉钉没有给出已读情况' };

const parsed = <T>(schema: z.ZodType<T>, answer: ApiAnswer): T | Failure => {
  const read = schema.safeParse(answer);
  return read.success ? read.data : unreadable;
};

const inGroup = async (
  { settings, api }: Means,
  asked: { chat: string; key: string; pages: number },
): Promise<Standing | Failure> => {
  const persons = new Set<string>();
  let nextToken = '';
  let recalled = false;
  for (let page = 0; page < asked.pages; page += 1) {
    const answer = await api.call('POST', '/v1.0/robot/groupMessages/query', {
      robotCode: settings.robotCode,
      openConversationId: asked.chat,
      processQueryKey: asked.key,
      maxResults: PAGE,
      ...(nextToken ? { nextToken } : {}),
    });
    if (isFailure(answer)) return answer;
    const read = parsed(Page, answer);
    if (isFailure(read)) return read;
    for (const id of read.readUserIds) persons.add(id);
    recalled = read.sendStatus === 'RECALLED';
    nextToken = read.nextToken;
    if (!read.hasMore || nextToken === '') return { recalled, persons: [...persons], complete: true };
  }
  return { recalled, persons: [...persons], complete: false };
};

const alone = async ({ settings, api }: Means, key: string): Promise<Standing | Failure> => {
  const query = new URLSearchParams({ robotCode: settings.robotCode, processQueryKey: key });
  const answer = await api.call('GET', `/v1.0/robot/oToMessages/readStatus?${query}`);
  if (isFailure(answer)) return answer;
  const read = parsed(Reading, answer);
  if (isFailure(read)) return read;
  const readers = read.messageReadInfoList.filter(({ readStatus }) => readStatus === 'READ');
  return {
    recalled: read.sendStatus === 'RECALLED',
    persons: readers.map(({ userId }) => userId),
    complete: true,
  };
};

const asked = (means: Means, to: Address, sent: Sent, pages: number): Promise<Standing | Failure> => {
  const key = sent.messageRef;
  if (key === undefined) return Promise.resolve({ ...unreadable, reason: '在会话里当场答复的消息查不到已读情况' });
  return 'chat' in to ? inGroup(means, { chat: to.chat, key, pages }) : alone(means, key);
};

/** Whether a message has been taken back: one call. */
export const stateOf = (means: Means, to: Address, sent: Sent): Promise<Standing | Failure> =>
  asked(means, to, sent, 1);

/** Who has read a message, by staff id: a call for every 200 readers of a group, at most five; `spare`: none while saving. */
export const readBy = async (
  means: Means,
  to: Address,
  sent: Sent,
  { spare = false }: { spare?: boolean } = {},
): Promise<{ persons: string[]; complete: boolean } | Failure> => {
  if (spare && (await means.quota.saving())) return { ...unreadable, reason: '本月接口调用要节省，没有查询已读情况' };
  const standing = await asked(means, to, sent, MOST_PAGES);
  return isFailure(standing) ? standing : { persons: standing.persons, complete: standing.complete };
};
