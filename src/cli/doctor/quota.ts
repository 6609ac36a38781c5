import type { Client } from 'pg';
import type { MonthMeter } from '../../houseMeter.ts';
import type { Known } from './archive.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

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

/** What the bot has counted this month against what there is. */
const meterFinding = ({ calls, pushes, saving }: MonthMeter): Finding => {
  const id = 'dingtalk.meter';
  const title = '钉钉本月用量';
  const says = `接口调用 ${calls.used}/${calls.most} 次，推送 ${pushes.used}/${pushes.most} 次`;
  const cure = '请为企业购买钉钉增购包或专业版，并把买到的额度填入 DINGTALK_MONTHLY_CALLS、DINGTALK_MONTHLY_PUSHES。';
  const share = Math.max(calls.used / calls.most, pushes.used / pushes.most);
  if (share >= 1) return bad(id, title, `${says}，已用完`, cure);
  // Below four fifths the bot saves only because the platform itself has said so.
  if (saving && share < NEAR) return bad(id, title, `${says}，而钉钉说本月接口调用已用完`, cure);
  if (share >= NEAR) return warn(id, title, `${says}，已到八成，机器人在节省`, cure);
  return ok(id, title, says);
};

/** The month's meter; expected calls and pushes a month on DingTalk against what there is, and plainly when that will not do. */
export const quotaFindings = async (client: Client, known: Known, meter: MonthMeter): Promise<Finding[]> => {
  const { calls, pushes } = meter;
  const groups = known.chats.filter(({ platform }) => platform === 'dingtalk').length;
  const month = (await fromRecord(client)) ?? byGroups(groups);
  const says = `每月约 ${month.calls} 次接口调用、${month.pushes} 次推送（额度 ${calls.most}、${pushes.most}；${month.basis}）`;
  const share = Math.max(month.calls / calls.most, month.pushes / pushes.most);
  const cure = '请为企业购买钉钉专业版，或减少钉钉群（改在企业微信），超额后钉钉会停发消息。';
  const expected =
    share > 1
      ? bad('dingtalk.quota', '钉钉额度', `${says}，不够用`, cure)
      : share > NEAR
        ? warn('dingtalk.quota', '钉钉额度', `${says}，超过八成`, cure)
        : ok('dingtalk.quota', '钉钉额度', says);
  return [meterFinding(meter), expected];
};
