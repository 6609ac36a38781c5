import { expect } from 'vitest';
import { closed, finished, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020003501';
const CENTRE = { chat: 'wrkCentre' };

story('R5.6 an unreasonable demand needs the proof and two different people of the centre', async ({ town }) => {
  await signedOff(town, NO);
  await town.asks('zhangwei', '不合理 3501 依据:《城市道路管理条例》第三十条', ['两人确认', '第五条']);
  const card = await town.card(CENTRE, 'accept', '第三十条');
  await town.presses('hanmei', card, 'accept');
  expect((await town.ticket(NO)).flags).toContain('unreasonableAsked');
  await town.asks('hanmei', '同意 3501', ['另一位同事', '第五条']);
  await town.asks('xulei', '同意 3501', '已同意');
  await town.reads({ person: 'zhangwei' }, '您的申请', '两人已确认');
  expect((await town.ticket(NO)).flags).toContain('unreasonable');
});

story(
  'R6.4 a non-compliant demand: after the first rework the deputy explains, which ends it outside satisfaction',
  async ({ town }) => {
    await closed(town, NO, { caller: { name: '陈女士', phone: '13800005555' } });
    await town.asks('hanmei', '不合规 3501 依据:界定范围第三项', ['不合规诉求', '第六条']);
    await town.asks('wangfang', '解释 3501 人员:王芳 依据:物业管理条例', '第一次重办之后');
    await town.asks('yangyan', '回访 3501 联系:是 过程:满意 结果:不满意', '第 2 轮重办');
    for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '第2轮');
    await town.card({ person: 'wangfang' }, 'explain', NO);
    await finished(town, NO);
    await town.asks('wangfang', '解释 3501 人员:王芳、刘律师 依据:《物业管理条例》第十二条', '不计入满意率');
    const ended = await town.ticket(NO);
    expect(ended.status).toBe('done');
    expect(ended.history.map((event) => event.type)).toContain('ExplanationRecorded');
  },
);

story('R5.6 a refused proof: the one who asked reads why, and may bring a better one', async ({ town }) => {
  await signedOff(town, NO);
  await town.asks('zhangwei', '不合理 3501 依据:无', '两人确认');
  await town.card(CENTRE, 'refuse', NO);
  await town.asks('hanmei', '驳回 3501 原因:没有写明法规条款', '已驳回');
  await town.reads({ person: 'zhangwei' }, '您的申请', '没有写明法规条款');
  expect((await town.ticket(NO)).flags).toEqual([]);
  await town.asks('zhangwei', '不合理 3501 依据:《城市道路管理条例》第三十条', '两人确认');
  await town.card(CENTRE, 'accept', '第三十条');
});

story(
  'R5.6 on DingTalk by the buttons; confirmed by two it ends outside the rates, with the reason',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'zjj', caller: { phone: '13800005555' } });
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    await town.asks('zhaogang', '签批 3501 牵头:孙丽 经办:周杰', '已签批');
    await town.reads({ person: 'sunli' }, NO);
    await town.presses('zhoujie', await town.card({ person: 'zhoujie' }, 'unreasonable', NO), 'unreasonable');
    await town.readsAll({ person: 'zhoujie' }, '依据哪部法律');
    await town.asks('zhoujie', '《物业管理条例》第五十条', '两人确认');
    await town.presses('hanmei', await town.card(CENTRE, 'accept', '第五十条'), 'accept');
    await town.asks('duyu', '同意 3501', '已同意');
    await town.reads({ person: 'zhoujie' }, '两人已确认');
    await town.asks('zhoujie', '联系 3501 方式:见面 地点:小区 情况:已说明依据', '已记录');
    await town.asks('zhoujie', '回复 3501 流程:当面说明 结果:不予支持', NO);
    await town.card({ person: 'zhaogang' }, 'review:approve', NO);
    await town.asks('zhaogang', '审核 3501 通过 用印:电子签', NO);
    await town.card({ person: 'yangyan' }, 'followup', NO);
    await town.asks('yangyan', '回访 3501 联系:是 过程:满意 结果:一般', '已办结');
    expect(await town.ticket(NO)).toMatchObject({ status: 'done', excludedBecause: '不合理诉求（第五条）' });
  },
);

story('R6.4 the deputy records the explanation from the card, question by question', async ({ town }) => {
  await closed(town, NO, { caller: { phone: '13800005555' } });
  await town.asks('yangyan', '回访 3501 联系:是 过程:满意 结果:不满意', '第 2 轮重办');
  for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '第2轮');
  await town.asks('hanmei', '不合规 3501 依据:界定范围第三项', '第六条');
  await town.presses('wangfang', await town.card({ person: 'wangfang' }, 'explain', NO), 'explain');
  await town.readsAll({ person: 'wangfang' }, '哪些人员参加');
  await town.asks('wangfang', '王芳、刘律师', '依据的法律法规');
  await town.asks('wangfang', '《物业管理条例》第十二条', '不计入满意率');
  const ended = await town.ticket(NO);
  expect([ended.status, ended.excludedBecause]).toEqual(['done', '不合规诉求（第六条）']);
  expect(ended.history.find(({ type }) => type === 'ExplanationRecorded')).toMatchObject({
    by: 'wangfang',
    people: '王芳、刘律师',
    basis: '《物业管理条例》第十二条',
  });
});

story('R6.4 a department without a bound deputy explains through its principal', async ({ town }) => {
  const JYJ = { chat: 'wrkJyj' };
  await town.tickets({ no: NO, department: 'jyj', caller: { phone: '13800005555' } });
  await town.card(JYJ, 'claim', NO);
  await town.asks('zhenghong', '签批 3501 牵头:吴强 经办:吴强', '已签批');
  await town.asks('wuqiang', '联系 3501 方式:见面 地点:学校 情况:已说明', '已记录');
  await town.asks('wuqiang', '回复 3501 流程:到校核实 结果:不属受理范围', NO);
  await town.asks('zhenghong', '审核 3501 通过 用印:电子签', NO);
  await town.card({ person: 'yangyan' }, 'followup', NO);
  await town.asks('yangyan', '回访 3501 联系:是 过程:满意 结果:不满意', '第 2 轮重办');
  await town.asks('hanmei', '不合规 3501 依据:界定范围第三项', '第六条');
  await town.card({ person: 'zhenghong' }, 'explain', NO);
  await town.asks('zhenghong', '解释 3501 人员:郑红、刘律师 依据:《义务教育法》第十二条', '不计入满意率');
  expect((await town.ticket(NO)).history.find(({ type }) => type === 'ExplanationRecorded')).toMatchObject({
    by: 'zhenghong',
  });
  town.leavesUnread('the department’s own cards', ({ chat, person }) =>
    chat !== undefined ? chat.includes('Jyj') : person === 'wuqiang' || person === 'zhenghong',
  );
});
