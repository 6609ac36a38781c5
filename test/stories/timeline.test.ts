import { expect } from 'vitest';
import { claimed } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';

const NO = 'GD20260930004301';

/** The working day before National Day 2026, whose holiday has make-up days. */
const beforeHoliday = storiesWith({ startAt: '2026-09-30T09:00:00+08:00' });

beforeHoliday('工单 explains the limit day by day, with the holiday and the make-up day', async ({ town }) => {
  await claimed(town, NO);
  const card = await town.asks('limin', `工单 ${NO}`, ['办理时限从 09-30 09:00 起算', '不计 = 10-01 周四，国庆节']);
  await town.reads({ person: 'limin' }, '您可以办理');
  expect(card.text).toContain('第3天 = 10-10 周六，调休上班');
  expect(card.text).toMatch(/派单.*签收时限 10-08 17:30/);
});
