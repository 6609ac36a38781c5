import type { Policy } from '../../../domain/policy.ts';
import { TICKET_TYPES } from '../../../domain/ticket/status.ts';
import type { PolicyField } from '../shapes.ts';

const UNITS = [
  { value: 'workingDays', text: '工作日' },
  { value: 'hours', text: '小时' },
  { value: 'calendarDays', text: '自然日' },
];

/** A limit: how much, and in what. */
const limit = (path: string, label: string, help?: string): PolicyField[] => [
  { path: `limits.${path}.amount`, group: '时限', label, kind: 'number', ...(help ? { help } : {}) },
  { path: `limits.${path}.unit`, group: '时限', label: `${label}的单位`, kind: 'choice', options: UNITS },
];

/** Fields of one group, each `path, label, kind, unit, help`. */
const fields = (
  group: string,
  rows: readonly (readonly [string, string, PolicyField['kind'], (string | undefined)?, string?])[],
): PolicyField[] =>
  rows.map(([path, label, kind, unit, help]) => ({
    ...{ path, group, label, kind },
    ...(unit ? { unit } : {}),
    ...(help ? { help } : {}),
  }));

const officeHours = ({ officeHours: seasons }: Policy): PolicyField[] =>
  seasons.flatMap(({ spans }, season) => {
    const name = seasons.length > 1 ? `第${season + 1}季` : '全年';
    return [
      ...fields('上班时间', [
        [`officeHours.${season}.from`, `${name}起（月-日）`, 'text'],
        [`officeHours.${season}.to`, `${name}止（月-日）`, 'text'],
      ]),
      ...spans.flatMap((_span, span) =>
        fields('上班时间', [
          [`officeHours.${season}.spans.${span}.0`, `${name}第${span + 1}段上班`, 'time'],
          [`officeHours.${season}.spans.${span}.1`, `${name}第${span + 1}段下班`, 'time'],
        ]),
      ),
    ];
  });

/** What may be edited of a policy, in the order in which the office thinks of it (requirements.md, section 2). */
export const policyFields = (policy: Policy): PolicyField[] => [
  ...fields('基本', [
    ['version', '版本名称', 'text', undefined, '随文件保存，例如 2027-1'],
    ['county', '县名', 'text', undefined, '用在报表和图片上'],
  ]),
  ...officeHours(policy),
  ...limit('claim', '签收时限', '自派单起（R3.2）'),
  ...limit('claimUrgent', '紧急工单签收时限', '按小时计的紧急时限昼夜连续计算'),
  ...TICKET_TYPES.flatMap((type) => limit(`handling.${type}`, `${type}件办理时限`)),
  ...limit('urgent', '紧急工单办理时限'),
  ...limit('difficult', '疑难工单办理时限'),
  ...limit('rework', '重办时限'),
  ...limit('petition', '信访办理时限'),
  ...limit('petitionExtension', '信访延长时限'),
  ...limit('supervision', '现场督办限期', '未写限期时，自督办之日起（R5.3）'),
  ...fields('时限', [
    ['limits.extensionDays', '最长延期', 'number', '个工作日'],
    ['limits.reopenDays', '办结后可重办', 'number', '个自然日'],
  ]),
  ...fields('提醒', [
    [
      'watch.nearDueMinutes',
      '临期提醒',
      'number',
      '个工作分钟',
      '距办结期不足这么多时提醒分管领导（R3.4）；一个工作日 390 分钟',
    ],
    ['watch.graceMinutes', '催签宽限', 'number', '个工作分钟', '提醒后仍未签收的拟扣分（R3.3）'],
    ['watch.internalMinutes', '内部时限提醒', 'number', '个工作分钟', '距内部时限不足这么多时提醒牵头和经办（R1.1）'],
    ['watch.nominateAfterDays', '提名提级转办', 'number', '个工作日', '自派单起（R4.1）'],
  ]),
  ...fields('疑难与呈批', [
    ['difficult.returns', '退单几次算疑难', 'number', '次'],
    ['difficult.departments', '推诿单位几个算疑难', 'number', '个'],
    ['referral.remindAfterMinutes', '领导未批示多久提醒', 'number', '个工作分钟'],
    ['referral.remindEveryMinutes', '此后每隔多久提醒', 'number', '个工作分钟'],
  ]),
  {
    path: 'petitionWindow',
    group: '疑难与呈批',
    label: '接访时段',
    kind: 'choice',
    options: [
      { value: 'mondayThroughTuesdayNoon', text: '周一至周二中午' },
      { value: 'mornings', text: '周一上午和周二上午' },
    ],
  },
  ...fields('会商', [
    ['consultation.day', '每月会商日', 'number', '日', '取离这一天最近的工作日（R2.1）'],
    ['consultation.time', '会商时间', 'time'],
  ]),
  ...fields('回访', [
    ['followUp.attempts', '无法回访前至少拨打', 'number', '次'],
    ['followUp.halfDays', '分布在', 'number', '个半天'],
    ['followUp.sameDayUntil', '此时前办结的当日回访', 'time'],
    ['review.byCentre', '答复须经县热线中心审核', 'boolean'],
    ['evidence.keepPlace', '佐证照片保留拍摄地点', 'boolean'],
  ]),
  ...fields('分析', [
    ['analysis.months', '与前几个月比较', 'number', '个月'],
    ['analysis.leastMonths', '至少已知', 'number', '个月'],
    ['analysis.probability', '突增的概率门槛', 'number', undefined, '0 到 1 之间，越小越严'],
    ['analysis.minimum', '突增至少', 'number', '件'],
    ['analysis.rises', '连续上升', 'number', '个月'],
    ['analysis.general.areas', '全局性：涉及区域至少', 'number', '个'],
    ['analysis.general.each', '全局性：每个区域至少', 'number', '件'],
    ['analysis.hotTopics', '热点列出', 'number', '项'],
    ['analysis.repeated.times', '重复诉求：至少', 'number', '次'],
    ['analysis.repeated.days', '重复诉求：在', 'number', '天内'],
  ]),
  ...fields('免打扰与合并', [
    ['manners.quietFrom', '免打扰开始', 'time'],
    ['manners.quietTo', '免打扰结束', 'time', undefined, '其间及非工作日只发紧急消息，其余留到 08:33'],
    ['manners.burst', '同类新卡片超过', 'number', '张即合并'],
    ['manners.burstMinutes', '在', 'number', '分钟内'],
    ['manners.holdMinutes', '合并等待最多', 'number', '分钟'],
    ['manners.listSize', '清单每张列出', 'number', '件'],
  ]),
];
