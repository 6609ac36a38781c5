import type { ChatPlatform } from '../platform.ts';
import { type DingtalkApi, isFailure } from './api.ts';

/** Nobody has the number; not a number at all (query-users-by-phone-number). */
const NOBODY = new Set(['60121', '40104']);

/** `topapi/v2/user/getbymobile`; costs nothing of the month's quota. */
export const personByMobile =
  (api: DingtalkApi): NonNullable<ChatPlatform['personByMobile']> =>
  async (mobile) => {
    const answer = await api.legacy('/topapi/v2/user/getbymobile', { mobile });
    if (isFailure(answer)) return NOBODY.has(answer.code ?? '') ? {} : answer;
    const { userid } = (answer.result ?? {}) as { userid?: unknown };
    return typeof userid === 'string' ? { id: userid } : {};
  };
