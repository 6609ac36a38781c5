import type { Client } from 'pg';
import type { Configuration } from '../../config/environment.ts';
import { isoWithOffset } from '../../domain/deadline/calendarDate.ts';
import { bad, type Finding, ok, skip } from './finding.ts';

/** What only the platforms could tell, and the archive shows: that something came from them, and how their cards fared. */

const shown = (at: Date): string => isoWithOffset(at).slice(0, 16).replace('T', ' ');

/** When the last thing came in whose key is like this; the inbox keeps thirty days. */
const lastLike = async (client: Client, like: string, unlike = ''): Promise<Date | undefined> => {
  const { rows } = await client.query<{ at: Date | null }>(
    'SELECT max("seenAt") AS at FROM inbox WHERE key LIKE $1 AND key NOT LIKE $2',
    [like, unlike],
  );
  return rows[0]?.at ?? undefined;
};

interface Way {
  id: string;
  name: string;
  like: string;
  unlike?: string;
  /** How somebody finds out by hand. */
  check: string;
}

const waysOf = ({ wecom, dingtalk }: Configuration): Way[] => {
  const app = wecom?.app?.token ? `wecom:${wecom.app.agentId}:%` : undefined;
  const robot = wecom?.bot ?? wecom?.botCallback;
  return [
    ...(app
      ? [
          {
            ...{ id: 'wecom.came', name: '企业微信应用收到消息', like: app },
            check: `在应用的“接收消息”页点“保存”（平台会从外面验一次地址），再给应用发一句“待办”`,
          },
        ]
      : []),
    ...(robot
      ? [
          {
            ...{ id: 'wecom.robotCame', name: '企业微信机器人收到消息', like: 'wecom:%', unlike: app ?? '' },
            check: `${wecom?.botCallback ? '在机器人设置页点“保存”（平台会从外面验一次地址），再' : ''}在群里 @工单助手 发一句“待办”`,
          },
        ]
      : []),
    ...(dingtalk
      ? [
          {
            ...{ id: 'dingtalk.came', name: '钉钉机器人收到消息', like: 'dingtalk:%' },
            check: '在钉钉群里 @工单助手 发一句“待办”；没有回音的，多半是机器人没有发布（版本管理与发布）',
          },
        ]
      : []),
  ];
};

/** Whether anything ever came in by each way: that the address is right from outside, the robot published, the events chosen. */
export const cameFindings = async (client: Client, configuration: Configuration): Promise<Finding[]> => {
  const found: Finding[] = [];
  for (const { id, name, like, unlike, check } of waysOf(configuration)) {
    const at = await lastLike(client, like, unlike);
    found.push(
      at ? ok(id, name, `最近一次 ${shown(at)}，平台到本机是通的`) : skip(id, name, `三十天里没有收到过；请${check}`),
    );
  }
  return found;
};

const LOOK =
  '平台没有查询模板变量的接口：请派一张测试工单，看群里的卡片有标题、状态、正文、要素和按钮，点一下“详情”有回应；缺了哪样就重新导入程序带的 ticket-card.json 并发布';

/** How the own template fares: what the platform last refused, and whether a card was pressed (then the variables are there). */
export const cardFinding = async (client: Client, template: string | undefined): Promise<Finding> => {
  const id = 'dingtalk.variables';
  const name = '卡片模板的变量';
  if (!template) return skip(id, name, '没有用卡片模板');
  const { rows } = await client.query<{ code: string; reason: string | null }>(
    `SELECT code, reason FROM delivery WHERE platform = 'dingtalk' AND state IN ('queued', 'failed') AND code ILIKE '%template%'
     ORDER BY "order" DESC LIMIT 1`,
  );
  if (rows[0])
    return bad(
      id,
      name,
      `卡片发不出：${rows[0].reason ?? ''}（${rows[0].code}）`,
      '请在开发者后台的卡片平台导入程序带的 ticket-card.json 并发布，核对 DINGTALK_CARD_TEMPLATE_ID，应用须在模板的可用范围内。',
    );
  const pressed = await lastLike(client, 'dingtalk:%:click:%');
  return pressed
    ? ok(id, name, `卡片点得动（最近一次 ${shown(pressed)}），按钮和卡片编号都带回来了`)
    : skip(id, name, LOOK);
};
