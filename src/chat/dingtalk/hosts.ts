import type { DingtalkSettings } from './settings.ts';

/** Where DingTalk's webhooks and temporary files live (download-the-file-content page; protocol notes 7.4). */
const VENDOR = /(^|\.)(dingtalk\.com|aliyuncs\.com|alicdn\.com)$/i;

/**
 * Whether an address that came in a message may be called: only the vendor's own hosts and the configured ones. The
 * robot's signature covers no body, so an address in it proves nothing.
 */
export const mayCall = (url: string, settings: Pick<DingtalkSettings, 'apiUrl' | 'oapiUrl'>): boolean => {
  if (!URL.canParse(url)) return false;
  const target = new URL(url);
  if (target.username !== '' || target.password !== '') return false;
  if ([settings.apiUrl, settings.oapiUrl].some((own) => new URL(own).origin === target.origin)) return true;
  return /^https?:$/.test(target.protocol) && target.port === '' && VENDOR.test(target.hostname);
};
