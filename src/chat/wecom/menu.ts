import type { PlatformContext } from '../platform.ts';
import { type ApiAnswer, isFailure, type WecomApi } from './api.ts';
import { APP_CHANNEL } from './app.ts';
import type { AppSettings, WecomSettings } from './settings.ts';

/** The menu under the app's conversation (D90231): entries whose key is the command, and with an address its page. */

type Entry = { type: 'click'; name: string; key: string } | { type: 'view'; name: string; url: string };
type Button = Entry | { name: string; sub_button: Entry[] };

const click = (words: string): Entry => ({ type: 'click', name: words, key: words });

/** Three entries fit beside each other: with a page the last two go under one. */
export const menuOf = ({ publicUrl }: Pick<WecomSettings, 'publicUrl'>): Button[] => [
  click('待办'),
  click('工单'),
  publicUrl
    ? { name: '更多', sub_button: [click('帮助'), { type: 'view', name: '网页', url: publicUrl }] }
    : click('帮助'),
];

/** No menu has been made. */
const NONE = '46003';
const KEPT = 'menu';

/** What an entry is, whatever else the platform adds to it (an empty `sub_button`). */
const entryOf = (given: unknown): unknown => {
  const { type, name, key, url, sub_button } = (given ?? {}) as Record<string, unknown>;
  const under = Array.isArray(sub_button) && sub_button.length > 0 ? sub_button.map(entryOf) : undefined;
  return { name, ...(under ? { under } : { type, key: key || undefined, url: url || undefined }) };
};
const signOf = (buttons: unknown): string => JSON.stringify(Array.isArray(buttons) ? buttons.map(entryOf) : []);

/**
 * Makes the app's menu where there is none, and again where it is the one made here and should now be another. A menu
 * that an administrator made is left alone. Without a callback address entries would do nothing: then there is none.
 */
export const ensureMenu = async (
  { settings, api, context }: { settings: WecomSettings; api: WecomApi; context: PlatformContext },
  app: AppSettings,
): Promise<void> => {
  if (app.token === undefined || app.encodingAESKey === undefined) return;
  const agentid = String(app.agentId);
  const present = await api.askAsApp('/cgi-bin/menu/get', { agentid }, APP_CHANNEL);
  const refused = isFailure(present) ? present : undefined;
  if (refused && refused.code !== NONE)
    return context.log.warn({ code: refused.code, reason: refused.reason }, 'the app’s menu could not be read');
  const there = refused ? undefined : signOf((present as ApiAnswer).button);
  const wanted = menuOf(settings);
  const sign = signOf(wanted);
  if (there === sign) return;
  const made = (await context.memory.get(KEPT))?.sign;
  if (there !== undefined && there !== made)
    return context.log.info({}, 'the app has a menu of the administrator’s own, which stays');
  const answer = await api.asApp('/cgi-bin/menu/create', { button: wanted }, APP_CHANNEL, { agentid });
  if (isFailure(answer))
    return context.log.warn({ code: answer.code, reason: answer.reason }, 'the app’s menu could not be made');
  await context.memory.set(KEPT, { sign });
};
