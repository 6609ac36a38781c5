import type { Answer } from '../cards/exchange.ts';

/** What stands in the ledger in the place of secret words that have come to an end, whichever. */
const FORGOTTEN = JSON.stringify({ form: 'text', text: '（内容只给本人看，不保存）' });

/** SQL for the column `letter` of a row that ends: secret words are forgotten, everything else stays as it is. */
export const letterAtEnd = (row: string): string =>
  `"letter" = CASE WHEN ${row}."kind" = 'text' AND ${row}."letter"->>'secret' = 'true' THEN '${FORGOTTEN}'::jsonb ELSE ${row}."letter" END`;

/**
 * What the inbox keeps of an answer. Secret words stand in the ledger alone, until they have arrived: a repeat is told so
 * and has no part in whether they did.
 */
export const keptAnswer = (
  answer: Answer,
  answerId: string | undefined,
): { answer: Answer; answerId: string | null } =>
  answer.say?.form === 'text' && answer.say.secret
    ? {
        answer: { say: { form: 'text', text: '内容只发一次，不再重复；没有收到的，请重新发送命令。' } },
        answerId: null,
      }
    : { answer, answerId: answerId ?? null };
