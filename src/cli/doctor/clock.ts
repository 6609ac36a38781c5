import { bad, type Finding, ok, skip } from './finding.ts';

/** A callback counts for an hour, a signature of DingTalk too: half a minute is noticed long before. */
const FAR_MS = 30_000;

/** This machine's clock against the platform's. */
export const clockFinding = (platform: string, name: string, date: Date | undefined, now: Date): Finding => {
  const id = `${platform}.clock`;
  const title = `${name}的时钟`;
  if (!date) return skip(id, title, '平台没有告知时间');
  const off = now.getTime() - date.getTime();
  const seconds = Math.round(Math.abs(off) / 1000);
  return Math.abs(off) > FAR_MS
    ? bad(
        id,
        title,
        `本机比平台${off > 0 ? '快' : '慢'} ${seconds} 秒`,
        '请校准本机时间（开启自动对时，例：timedatectl set-ntp true）；差得多了平台的消息会被拒收。',
      )
    : ok(id, title, `与平台相差 ${seconds} 秒`);
};
