import { arrives, morning, signs } from './pieces.js';

const supervision = {
  id: 'supervision',
  title: '现场督办：中心带队',
  steps: [
    morning,
    arrives('cgj', { title: '菜市场后门长期积水' }),
    signs('cgj'),
    {
      says: '中心带队现场督办：分管领导必须亲自到场，收到邀请和日历文件。',
      who: 'centre/operator',
      text: '督办 {no} 时间:{today} 16:00 地点:菜市场后门 带队:中心 限期:5个工作日',
      look: 'cgj/deputy',
      expects: ['请您亲自到场', '.ics'],
    },
    {
      says: '分管领导点“到场参加”，安排督办的值班员知道他能来。',
      who: 'cgj/deputy',
      press: 'attend:approve',
      about: '菜市场后门',
      look: 'centre/operator',
      expects: ['能到场'],
    },
    { says: '到了督办时间。', clock: 'next 16:30', look: 'cgj/deputy' },
    {
      says: '值班员登记三件事：到场、表态、处理。这一次没有处理。',
      who: 'centre/operator',
      press: 'attend',
      at: 'centre/group',
      about: '请登记县城市管理局到场情况',
      values: { attended: '是', answered: '是', handled: '否' },
      look: 'centre/group',
      expects: ['拟扣分 1'],
    },
    {
      says: '没有处理的拟扣分，写明依据；系统从不自己扣，要中心负责人确认（可一次全部确认）。',
      who: 'centre/director',
      text: '确认扣分 全部',
      look: 'centre/director',
      expects: ['扣分 2 分', 'R5.5'],
    },
  ],
};

const countyLed = {
  id: 'supervision-county',
  title: '现场督办：县领导带队',
  steps: [
    morning,
    arrives('zjj', { title: '安置房外墙大面积脱落' }),
    signs('zjj'),
    {
      says: '县领导带队：主要负责人必须亲自到场，限时办结；可邀请人大代表、政协委员。',
      who: 'centre/operator',
      text: '督办 {no} 时间:{today} 16:00 地点:安置小区门口 带队:县领导 限期:3个工作日 邀请:人大代表刘代表',
      look: 'zjj/principal',
      expects: ['请您亲自到场', '〔文件〕现场督办'],
    },
    {
      says: '主要负责人到不了场，必须说明原因。',
      who: 'zjj/principal',
      press: 'attend:refuse',
      about: '安置小区门口',
      look: 'zjj/principal',
      expects: ['为什么不能到场'],
    },
    {
      says: '原因说明以后，值班员收到；到场情况照样登记。',
      who: 'zjj/principal',
      text: '在省里开会',
      look: 'centre/operator',
      expects: ['不能到场（在省里开会）'],
    },
    {
      says: '督办确定的限期就是这件工单的新时限，“工单 编号”写明是谁定的。',
      who: 'zjj/principal',
      text: '工单 {no}',
      look: 'zjj/principal',
      expects: ['由现场督办限期确定'],
    },
  ],
};

const unreasonable = {
  id: 'unreasonable',
  title: '不合理诉求：两人确认',
  steps: [
    morning,
    arrives('cgj', { title: '要求在主干道中央设私人车位' }),
    signs('cgj'),
    {
      says: '单位报送书面证明和法律依据。',
      who: 'cgj/handler',
      text: '不合理 {no} 依据:《中华人民共和国道路交通安全法》第三十三条',
      look: 'centre/group',
      expects: ['须两人确认'],
    },
    {
      says: '中心值班员确认一次，还不算数。',
      who: 'centre/operator',
      text: '同意 {no}',
      look: 'centre/operator',
      expects: ['{no}'],
    },
    {
      says: '中心负责人再确认一次，才算数：不计入考核，原因公开可查。',
      who: 'centre/director',
      text: '同意 {no}',
      look: 'cgj/handler',
      expects: ['两人已确认'],
    },
  ],
};

/** 第五条: on-site supervision, and demands that are unreasonable. */
export const FIFTH = [supervision, countyLed, unreasonable];
