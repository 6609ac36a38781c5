import { expect } from 'vitest';
import { draftedWith, draftRead, inOctober, month, publicationRead, windowEnds } from '../town/months.ts';

inOctober('R8.1 equal across the cut the bottom two stay open until the director has decided', async ({ town }) => {
  await draftedWith(town, 'cgj', 'zjj', 'jyj');
  await draftRead(town);
  expect(await month(town)).toMatchObject({
    bottom: [],
    rows: [{ status: 'tied' }, { status: 'tied' }, { status: 'tied' }],
  });
  const card = await windowEnds(town);
  await town.asks('xulei', '定榜 10月', '3 个单位并列待定，请从中确定 2 个末位单位');
  await town.asks('xulei', '定榜 10月 末位:城管局', '请从中确定 2 个末位单位');
  await town.presses('xulei', card, 'lock', { bottom: ['cgj', 'jyj'] });
  await town.reads({ person: 'xulei' }, '县城市管理局、县教育体育局');
  await publicationRead(town);
  for (const name of ['县城市管理局', '县教育体育局']) await town.card({ person: 'xulei' }, 'accept', `${name}：约谈`);
  const table = await month(town);
  expect(table).toMatchObject({ state: 'published', version: 1, bottom: ['cgj', 'jyj'] });
  expect(table.rows.map(({ status }) => status)).toEqual(['ranked', 'ranked', 'ranked']);
});
