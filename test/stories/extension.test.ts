import { expect } from 'vitest';
import { signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020003201';
const CENTRE = { chat: 'wrkCentre' };

story(
  'an extension is asked by form, granted by one press, and holds against the old date imported again',
  async ({ town }) => {
    await signedOff(town, NO);
    await town.asks('zhangwei', '延期 3201 天数:5 原因:需协调电力公司', '延期申请：5 个工作日');
    await town.presses('hanmei', await town.card(CENTRE, 'accept', NO), 'accept');
    await town.reads({ person: 'zhangwei' }, '您的申请', '11-03 17:30');
    expect((await town.ticket(NO)).dueAt).toBe('2026-11-03T09:30:00.000Z');
    await town.asks('zhangwei', '延期 3201 天数:3 原因:还差材料', '只能申请一次');
  },
);

story('a refused extension leaves the limit, and too late an extension cannot be asked', async ({ town }) => {
  await signedOff(town, NO);
  const before = (await town.ticket(NO)).dueAt;
  await town.asks('zhangwei', '延期 3201 天数:11 原因:太忙', '1 到 10 个工作日');
  await town.asks('zhangwei', '延期 3201 天数:5 原因:太忙', '延期申请');
  await town.card(CENTRE, 'refuse', NO);
  await town.asks('hanmei', '驳回 3201 原因:理由不充分', '已驳回');
  await town.reads({ person: 'zhangwei' }, '延期', '已驳回');
  expect((await town.ticket(NO)).dueAt).toBe(before);
});
