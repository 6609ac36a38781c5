import { approves, calls, closedBefore, contacts, morning, replies } from './pieces.js';

const dissatisfiedTwice = {
  id: 'dissatisfied-twice',
  title: '二次不满意：重办，再转会商',
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
};

const noAnswer = {
  id: 'no-answer',
  title: '回访未接通：三次为止',
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
};

const nonCompliant = {
  id: 'non-compliant',
  title: '不合规诉求：当面解释',
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
      '请分管领导当面说明解释',
    ]),
    {
      says: '分管领导会同懂法律政策的人员当面解释并登记，工单结束，不计入满意率。',
      who: 'cgj/deputy',
      text: '解释 {no} 人员:分管领导、法律顾问刘律师 依据:《城市绿化条例》第二十条',
      look: 'cgj/deputy',
      expects: ['不计入满意率'],
    },
  ],
};

/** 第六条: the follow-up, and what it may lead to. */
export const SIXTH = [dissatisfiedTwice, noAnswer, nonCompliant];
