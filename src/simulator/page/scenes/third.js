import { arrives, claims, morning, signs } from './pieces.js';

const claimOverdue = {
  id: 'claim-overdue',
  title: '超期未签收：提醒在先，扣分在后',
  steps: [
    morning,
    arrives('zjj', { title: '幸福小区三单元漏水' }),
    { says: '过了一个工作日，没有人签收。', clock: '1 working days, next 17:36', look: 'zjj/group' },
    {
      says: '下一个 08:33：单位群收到一条早间提示，联络员另有私聊提醒；平台收下提醒才算数。',
      clock: 'next 08:40',
      look: 'zjj/group',
      expects: ['超期未签收', '{no}'],
    },
    {
      says: '提醒后四个工作小时仍不签收：系统拟扣分，写明依据的那次提醒；只是拟，等中心负责人决定。',
      clock: 'next 15:10',
      look: 'centre/director',
    },
    {
      says: '中心负责人确认，才扣分；没有平台收下的提醒，就没有扣分。',
      who: 'centre/director',
      text: '确认扣分 {no}',
      look: 'centre/director',
      expects: ['已确认 {no} 扣', 'R3.3'],
    },
  ],
};

const nearDue = {
  id: 'near-due',
  title: '临期交办：不足两天到分管领导',
  steps: [
    morning,
    arrives('cgj', { type: '咨询', title: '临时摊位怎样申请' }),
    claims('cgj'),
    signs('cgj'),
    { says: '到了第二天。', clock: 'next 08:40', look: 'cgj/deputy' },
    {
      says: '离办结期不足两个工作日：分管领导在 08:33 或 13:47 的名单里看到它和剩余时间，没有新的不发。',
      clock: 'next 13:50',
      look: 'cgj/deputy',
      // A list shows the title's beginning and the number's end.
      expects: ['临时摊位'],
    },
    {
      says: '分管领导发“工单 编号”，逐日说明办结时限是怎么数出来的。',
      who: 'cgj/deputy',
      text: '工单 {no}',
      look: 'cgj/deputy',
      expects: ['{no}', '第1天', '到期'],
    },
  ],
};

const returned = {
  id: 'return',
  title: '退单：中心决定，改派',
  steps: [
    morning,
    arrives('cgj', { title: '小区物业费争议' }),
    {
      says: '联络员认为不属本单位职责，申请退单，要写原因；中心的群里出现待决定的卡片。',
      who: 'cgj/liaison',
      at: 'cgj/group',
      text: '退单 {no} 原因:物业管理属住建部门职责',
      look: 'centre/group',
      expects: ['申请退单'],
    },
    {
      says: '值班员点“同意”：工单回到待派单，原单位不计时。',
      who: 'centre/operator',
      press: 'accept',
      at: 'centre/group',
      about: '{no}',
      look: 'centre/group',
      expects: ['待派单', '{no}'],
    },
    {
      says: '改派住建局，重新给足时限。',
      who: 'centre/operator',
      text: '派单 {no} 住建局',
      look: 'zjj/group',
      expects: ['{no}'],
    },
  ],
};

const referral = {
  id: 'referral',
  title: '疑难呈批：县领导批示',
  steps: [
    morning,
    arrives('cgj', { title: '河道边多家共用的破损护栏', category: '城乡建设/市政' }),
    {
      says: '几家都说不归自己管。中心标为疑难，呈送分管县领导（周一和周二上午产生的，系统会建议走信访局）。',
      who: 'centre/operator',
      text: '疑难 {no} 原因:职责交叉，多次协调未果 呈送:分管县领导',
      look: 'county/countyLeader',
      expects: ['呈批', '{no}'],
    },
    {
      says: '领导过了四个工作小时没有批，系统提醒一次，以后每个工作日一次。',
      clock: 'next 16:10',
      look: 'county/countyLeader',
    },
    {
      says: '领导批示承办单位和意见；批示有约束力，不能再退。',
      who: 'county/countyLeader',
      text: '批示 {no} 承办:住建局 意见:由住建局牵头，城管局配合',
      look: 'zjj/group',
      expects: ['{no}'],
    },
  ],
};

const extension = {
  id: 'extension',
  title: '延期：只能一次',
  steps: [
    morning,
    arrives('cgj'),
    signs('cgj'),
    {
      says: '经办人员在到期前申请延期，只能一次，最多十个工作日。',
      who: 'cgj/handler',
      text: '延期 {no} 天数:5 原因:灯具需订货',
      look: 'centre/group',
      expects: ['申请延期'],
    },
    {
      says: '值班员点“同意”；申请人收到新时限，上游再导入旧时限也改不回去。',
      who: 'centre/operator',
      press: 'accept',
      at: 'centre/group',
      about: '{no}',
      look: 'cgj/handler',
      expects: ['{no}'],
    },
    {
      says: '“工单 编号”写明新时限是谁定的，经过逐条在后。',
      who: 'cgj/handler',
      text: '工单 {no}',
      look: 'cgj/handler',
      expects: ['由县热线中心同意延期确定'],
    },
  ],
};

const urgent = {
  id: 'urgent',
  title: '紧急工单：夜里也马上到',
  steps: [
    { says: '先把钟拨到晚上，免打扰时间。', clock: 'next 21:05', look: 'cgj/group' },
    {
      ...arrives('cgj', { no: '{other}', title: '建议小区门口增设长椅', type: '建议' }),
      says: '来了一件一般工单：夜里不打扰，等明早 08:33 一并提示。',
      expects: undefined,
    },
    {
      ...arrives('cgj', { title: '南门桥头电线垂落冒火花', content: '请马上来人', urgent: true }),
      says: '来了一件紧急工单：不受免打扰限制，马上到群，签收两小时，办结二十四小时，夜里也计时。',
      never: [['cgj/group', '{other}']],
    },
    {
      says: '只剩不到两天，马上私下送到分管领导，不等早上。',
      clock: '10 minutes',
      look: 'cgj/deputy',
      expects: ['{no}'],
    },
    { ...claims('cgj'), says: '联络员夜里点“签收”。' },
    signs('cgj'),
    {
      says: '第二天 08:33：夜里那件一般工单在早间提示里。',
      clock: 'next 08:40',
      look: 'cgj/group',
      expects: ['早间工单提示', '建议小区门'],
    },
  ],
};

const merged = {
  id: 'merge',
  title: '并单、作废、恢复',
  steps: [
    morning,
    arrives('cgj', { title: '文昌路口井盖松动' }),
    {
      ...arrives('cgj', { no: '{other}', title: '文昌路口井盖响，车过就翘' }),
      says: '又来一件，说的是同一个井盖。',
      expects: ['{other}'],
    },
    {
      says: '中心把后一件并入前一件：一起回访，只统计一次。',
      who: 'centre/operator',
      text: '并单 {other} 到:{no}',
      look: 'centre/operator',
      expects: ['已将 {other} 并入 {no}'],
    },
    {
      says: '诉求人来电说记错了，中心作废，写明原因；作废的不进任何统计。',
      who: 'centre/operator',
      text: '作废 {no} 原因:诉求人来电撤回',
      look: 'centre/operator',
      expects: ['已作废 {no}'],
    },
    {
      says: '又说井盖确实坏了：恢复，回到原来的状态；每一步都在经过里。',
      who: 'centre/operator',
      text: '恢复 {no}',
      look: 'centre/operator',
      expects: ['已恢复 {no}'],
    },
  ],
};

/** 第三条: the centre hands out, reminds, refers. */
export const THIRD = [claimOverdue, nearDue, urgent, returned, referral, extension, merged];
