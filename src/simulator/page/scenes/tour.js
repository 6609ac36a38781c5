import { approves, arrives, calls, claims, contacts, morning, replies } from './pieces.js';

/** The whole in two minutes: one ticket from the call to the follow-up on WeCom, one that nobody claims on DingTalk. */
export const TOUR = {
  id: 'tour',
  title: '两分钟导览',
  steps: [
    { ...morning, quick: false, says: '早上，城里开始上班。中间是一部手机，会跟着当事人换。' },
    {
      ...arrives('cgj', { caller: { name: '周女士', phone: '13800001111' } }),
      says: '市民打来 12345：路灯不亮。几秒钟，城管局的企业微信群里就是一张卡片，写着时限，不带诉求人的姓名和电话。',
    },
    { ...claims('cgj'), says: '联络员点“签收”。卡片变成“已签收”，谁、什么时候签收的，大家都看得到。' },
    {
      says: '主要负责人签批：谁牵头、谁经办。经办人员马上私下收到任务。',
      who: 'cgj/principal',
      text: '签批 {no} 牵头:{name:cgj/deputy} 经办:{name:cgj/handler}',
      look: 'cgj/handler',
      expects: ['{no}', '请办理'],
    },
    { ...contacts('cgj'), says: '经办人员见到市民，登记一句话。' },
    {
      says: '再发一张现场照片：自动归入这件工单作佐证，拍摄地点去掉。',
      who: 'cgj/handler',
      text: '[图片:现场.png]',
      look: 'cgj/handler',
      expects: ['归入工单 {no}'],
    },
    { ...replies('cgj'), says: '答复写清流程和结果，送到负责人手里审核；缺一项都会被追问。' },
    { ...approves('cgj'), says: '负责人点“审核通过”，办结。热线中心的回访员收到回访任务。' },
    calls(
      '联系:是 见面:是 过程:满意 结果:满意 解决:是',
      '回访员打电话给市民：满意。这件工单从头到尾，谁在什么时候做了什么，都留着。',
      'centre/followUp',
      ['已登记 {no} 的回访', '已办结'],
    ),
    {
      ...arrives('zjj', { no: '{other}', title: '幸福小区三单元漏水' }),
      says: '又来一件，派给住建局——他们用钉钉，一样的卡片。这一件没有人签收……',
      expects: ['{other}'],
    },
    {
      says: '过了签收时限，第二天早上 08:33：群里一条早间提示，联络员另有私聊提醒。一天最多三条，不刷屏。',
      clock: '1 working days, next 08:40',
      look: 'zjj/group',
      expects: ['超期未签收', '{other}'],
    },
    {
      says: '08:43，全县的日榜：只比结果，不比谁点得快。看完了——场景里还有退单、督办、会商、约谈……',
      clock: '5 minutes',
      look: 'county/group',
      // The picture of the table, as either platform names it.
      expects: ['图片'],
    },
  ],
};
