import { approves, arrives, calls, claims, closedBefore, contacts, morning, replies } from './pieces.js';

/** 第一条 and 第六条: from the intake to the follow-up, and what may come after it. */
export const FIRST = [
  {
    id: 'sign-off',
    article: '第一条',
    title: '签批办理',
    steps: [
      morning,
      arrives('cgj', { caller: { name: '周女士', phone: '13800001111' } }),
      claims('cgj'),
      {
        says: '联络员先拟好牵头、经办和内部时限，负责人只要点一下。',
        who: 'cgj/liaison',
        text: '拟办 {no} 牵头:{name:cgj/deputy} 经办:{name:cgj/handler} 时限:2个工作日',
        look: 'cgj/principal',
        expects: ['{no}'],
      },
      {
        says: '主要负责人发“签批 编号”即按拟办意见签批（第一条）；牵头和经办各自收到任务。',
        who: 'cgj/principal',
        text: '签批 {no}',
        look: 'cgj/handler',
        expects: ['{no}', '请办理'],
      },
      contacts('cgj'),
      replies('cgj'),
      approves('cgj'),
      calls(
        '联系:是 见面:是 过程:满意 结果:满意 解决:是',
        '回访员电话回访，登记三项答复（第六条），工单结束。',
        'centre/followUp',
        ['已登记 {no} 的回访', '已办结'],
      ),
    ],
  },
  {
    id: 'dissatisfied-twice',
    article: '第六条',
    title: '二次不满意',
    steps: [
      morning,
      ...closedBefore('cgj'),
      calls('联系:是 过程:满意 结果:不满意', '诉求人对结果不满意：自动重办，三个工作日。', 'cgj/handler', [
        '{no}',
        '第2轮',
      ]),
      { ...contacts('cgj'), says: '经办人员再次见面。' },
      replies('cgj'),
      approves('cgj'),
      calls('联系:是 过程:一般 结果:不满意', '还是不满意：不再来回转，等会商研究（第二条）。', 'centre/followUp', [
        '等待会商',
      ]),
      {
        says: '会商决定重办，写明责任和时限；决议有编号，到期提醒，逾期回到中心负责人手里。',
        who: 'centre/director',
        text: '决议 {no} 处理:重办 责任:城管局 时限:5个工作日 内容:由城管局会同供电公司彻底整改',
        look: 'cgj/principal',
        expects: ['会商决议'],
      },
    ],
  },
  {
    id: 'no-answer',
    article: '第六条',
    title: '回访未接通',
    steps: [
      morning,
      ...closedBefore('cgj'),
      {
        says: '回访员打了三次，跨两个半天都没人接。第一次：',
        who: 'centre/followUp',
        text: '未接通 {no}',
        look: 'centre/followUp',
        expects: ['{no} 第 1 次未接通'],
      },
      {
        says: '第二次：',
        who: 'centre/followUp',
        text: '未接通 {no}',
        look: 'centre/followUp',
        expects: ['{no} 第 2 次未接通'],
      },
      { says: '到了下午。', clock: 'next 15:05', look: 'centre/followUp' },
      {
        says: '第三次：回访自动结束，这件工单不进任何满意率的分母。',
        who: 'centre/followUp',
        text: '未接通 {no}',
        look: 'centre/followUp',
        expects: ['{no} 第 3 次未接通', '不计入满意率'],
      },
    ],
  },
  {
    id: 'non-compliant',
    article: '第六条',
    title: '不合规诉求当面解释',
    steps: [
      morning,
      ...closedBefore('cgj', { title: '要求将绿地改为私人停车位' }),
      {
        says: '县热线中心按界定范围认定为不合规诉求。',
        who: 'centre/operator',
        text: '不合规 {no} 依据:市热线中心界定范围第三项',
        look: 'centre/operator',
        expects: ['不合规'],
      },
      calls('联系:是 过程:满意 结果:不满意', '诉求人不满意，第一次重办；分管领导收到当面解释的卡片。', 'cgj/deputy', [
        '请当面解释',
      ]),
      {
        says: '分管领导会同懂法律政策的人员当面解释并登记，工单结束，不计入满意率。',
        who: 'cgj/deputy',
        text: '解释 {no} 人员:分管领导、法律顾问刘律师 依据:《城市绿化条例》第二十条',
        look: 'cgj/deputy',
        expects: ['不计入满意率'],
      },
    ],
  },
];
