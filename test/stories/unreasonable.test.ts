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
