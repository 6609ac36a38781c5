import { approves, arrives, calls, contacts, morning, replies, signs } from './pieces.js';

const escalation = {
  id: 'escalation',
  title: '提级转办：转县委信访局',
  steps: [
    morning,
    arrives('cgj', { title: '十年前拆迁安置遗留问题' }),
    signs('cgj'),
    {
      says: '五个工作日内办不完（第五个工作日系统会提名），中心决定提级，转县委信访局；原时限停住。',
      who: 'centre/operator',
      text: '提级 {no} 原因:情况复杂，涉及历史遗留问题',
      look: 'county/petitionBureau',
      expects: ['提级转办', '{no}'],
    },
    {
      says: '信访局点“收案”，信访时限按自然日开始计算。',
      who: 'county/petitionBureau',
      text: '收案 {no}',
      look: 'county/petitionBureau',
      expects: ['已收案'],
    },
    {
      says: '中心继续向诉求人说明情况，留下记录。',
      who: 'centre/operator',
      text: '联系 {no} 方式:电话 原因:诉求人在外地 情况:已说明转信访程序和时限',
      look: 'centre/operator',
      expects: ['已记录 {no} 的联系'],
    },
    contacts('cgj'),
    replies('cgj'),
    { ...approves('cgj'), says: '单位在延长的时限内办结，转回访。' },
    calls(
      '联系:是 过程:满意 结果:满意 解决:是',
      '回访员登记，工单结束；已经超期的部分照样计入考核。',
      'centre/followUp',
      ['已登记 {no} 的回访'],
    ),
  ],
};

/** 第四条: escalated transfer. */
export const FOURTH = [escalation];
