import type { ChatPlatform } from '../platform.ts';
import { isFailure, type WecomApi } from './api.ts';
import { APP_CHANNEL } from './app.ts';

/** Nobody has the number; not a member the app may see (D95402). */
const NOBODY = new Set(['46004', '60111', '40003', '50002']);

/** `user/getuserid` (D95402). Too many unknown numbers block the interface for a day: whoever asks counts them. */
export const personByMobile =
  (api: WecomApi): NonNullable<ChatPlatform['personByMobile']> =>
  async (mobile) => {
    const answer = await api.asApp('/cgi-bin/user/getuserid', { mobile }, APP_CHANNEL);
    if (!isFailure(answer)) return typeof answer.userid === 'string' ? { id: answer.userid } : {};
    return NOBODY.has(answer.code ?? '') ? {} : answer;
  };
