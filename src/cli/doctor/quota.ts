import type { Client } from 'pg';
import type { Known } from './archive.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

/** DingTalk's free edition since 2025-11-19, a calendar month (protocol notes 3.5). */
const FREE = { calls: 5_000, pushes: 3_000 } as const;
const NEAR = 0.8;
const DAYS = 30;
const WORKING_DAYS = 22;
/** Without figures of the county's own: posts a group and working day (08:33, 08:43, 13:47, 16:47). */
const POSTS = 4;

interface Month {
  calls: number;
  pushes: number;
  basis: string;
}

/** From what went out and came in on DingTalk in the last thirty days on record, stretched to a month when there are fewer. */
const fromRecord = async (client: Client): Promise<Month | undefined> => {
  const { rows } = await client.query<{ sent: number; came: number; days: number }>(
    `WITH e AS (SELECT max(at) AS till, greatest(min(at), max(at) - interval '30 days') AS since FROM delivery WHERE platform = 'dingtalk')
     SELECT (SELECT count(*)::int FROM delivery d, e WHERE d.platform = 'dingtalk' AND d.state = 'accepted' AND d.at > e.since AND d.kind <> 'answer') AS sent,
            (SELECT count(*)::int FROM ticket_event t, e WHERE t.at > e.since AND t.via->>'door' LIKE 'dingtalk%') AS came,
            coalesce(ceil(extract(epoch FROM e.till - e.since) / 86400), 0)::int AS days FROM e`,
  );
  const found = rows[0];
  if (!found || found.days < 7) return undefined;
  const stretch = DAYS / Math.min(found.days, DAYS);
  return {
    calls: Math.round(found.sent * stretch),
    pushes: Math.round(found.came * stretch),
    basis: `按最近 ${found.days} 天的实际发送推算`,
  };
};

const byGroups = (groups: number): Month => ({
  calls: groups * POSTS * WORKING_DAYS,
  pushes: groups * WORKING_DAYS,
  basis: `还没有一周的记录，按 ${groups} 个钉钉群每个工作日 ${POSTS} 条估算`,
});

/** Expected calls and pushes a month on DingTalk against the free edition, and plainly when it will not do. */
export const quotaFindings = async (client: Client, known: Known): Promise<Finding[]> => {
  const groups = known.chats.filter(({ platform }) => platform === 'dingtalk').length;
  const month = (await fromRecord(client)) ?? byGroups(groups);
  const says = `每月约 ${month.calls} 次接口调用、${month.pushes} 次推送（免费版 ${FREE.calls}、${FREE.pushes}；${month.basis}）`;
  const share = Math.max(month.calls / FREE.calls, month.pushes / FREE.pushes);
  const cure = '请为企业购买钉钉专业版，或减少钉钉群（改在企业微信），超额后钉钉会停发消息。';
  if (share > 1) return [bad('dingtalk.quota', '钉钉额度', `${says}，免费版不够用`, cure)];
  if (share > NEAR) return [warn('dingtalk.quota', '钉钉额度', `${says}，超过八成`, cure)];
  return [ok('dingtalk.quota', '钉钉额度', says)];
};
