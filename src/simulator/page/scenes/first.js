import { approves, arrives, calls, claims, contacts, morning, replies, signs } from './pieces.js';

const signOff = {
  id: 'sign-off',
  title: '签批办理：从签收到回访',
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
      says: '主要负责人发“签批 编号”即按拟办意见签批；牵头和经办各自收到任务。',
      who: 'cgj/principal',
      text: '签批 {no}',
      look: 'cgj/handler',
      expects: ['{no}', '请办理'],
    },
    contacts('cgj'),
    {
      says: '接着发一张现场照片，自动归入这件工单作佐证；照片里的拍摄地点会去掉。',
      who: 'cgj/handler',
      text: '[图片:现场.png]',
      look: 'cgj/handler',
      expects: ['归入工单 {no}'],
    },
    replies('cgj'),
    approves('cgj'),
    calls(
      '联系:是 见面:是 过程:满意 结果:满意 解决:是',
      '回访员电话回访，登记三项答复（第六条），工单结束。',
      'centre/followUp',
      ['已登记 {no} 的回访', '已办结'],
    ),
  ],
};

const restricted = {
  id: 'restricted',
  title: '举报、保密件：从不进群',
  steps: [
    morning,
    {
      ...arrives('cgj', { type: '举报', title: '反映收费窗口多收费', content: '窗口多收二十元，不给票据' }),
      says: '来了一件举报：群里什么也没有，只有主要负责人私下收到。',
      look: 'cgj/principal',
      expects: ['{no}'],
      never: [
        ['cgj/group', '{no}'],
        ['cgj/liaison', '{no}'],
      ],
    },
    {
      says: '负责人不小心在群里发了命令：照办，但只私下答复，群里不出现编号和标题。',
      who: 'cgj/principal',
      text: '签批 {no} 牵头:{name:cgj/deputy} 经办:{name:cgj/handler}',
      at: 'cgj/group',
      look: 'cgj/principal',
      expects: ['已签批 {no}'],
      never: [['cgj/group', '{no}']],
    },
    {
      says: '联络员查这件工单，看不到：签批后只有牵头和经办知道。',
      who: 'cgj/liaison',
      text: '工单 {no}',
      look: 'cgj/liaison',
      expects: ['没有'],
      never: [
        ['cgj/group', '{no}'],
        ['centre/group', '{no}'],
        ['county/group', '{no}'],
      ],
    },
  ],
};

const archive = {
  id: 'archive',
  title: '归档：每月 5 日前',
  steps: [
    morning,
    arrives('cgj'),
    { ...signs('cgj'), says: '单位签批、联系、答复、审核，中心回访，本月办结一件。' },
    { ...contacts('cgj'), quick: true },
    { ...replies('cgj'), quick: true },
    { ...approves('cgj'), quick: true },
    { ...calls('联系:是 过程:满意 结果:满意', '', 'centre/followUp', ['已登记 {no} 的回访']), quick: true },
    {
      says: '钟拨到下月 5 日前的最后一个工作日：经办人员和联络员收到归档提醒，逐件列出缺什么材料。（助手要办完这些天的事，可能要几分钟。）',
      clock: 'before the 5th of next month 09:40',
      look: 'cgj/handler',
      expects: ['归档：签批工单', '缺联系佐证'],
    },
    {
      says: '经办人员点“归档”。缺材料的可以补齐再归；5 日还没有归档的，主要负责人和中心负责人收到通报。',
      who: 'cgj/handler',
      press: 'archive',
      about: '归档：签批工单',
      look: 'cgj/handler',
      expects: ['归档'],
    },
    {
      says: '也可以发“归档”看本单位归了几件、还缺什么；这就是年底考核的依据。',
      who: 'cgj/liaison',
      text: '归档',
      look: 'cgj/liaison',
      expects: ['已归档', '缺材料'],
    },
  ],
};

/** 第一条: sign-off, contact, reply, seal, archive; what must stay private. */
export const FIRST = [signOff, restricted, archive];
