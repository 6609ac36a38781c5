import { yearEndLine, yearEndPaper } from '../../cards/yearEndPaper.ts';
import type { Filing } from '../../domain/archive/filing.ts';
import { type YearEnd, yearEnd } from '../../domain/month/yearEnd.ts';
import { CENTRE } from '../../domain/person.ts';
import type { Scene } from '../act.ts';
import { type PaperScene, sendPaper } from '../documents.ts';
import { filingsOf } from '../filing.ts';
import { heldOverNight, tellPeople } from '../matter.ts';
import { recipients } from '../notices.ts';
import { assessedDepartments } from './assess.ts';

/** The year as the published months and the filings have it. */
export const yearEndOf = async (scene: Scene, year: string, at: Date): Promise<YearEnd> => {
  const filings: Filing[] = [];
  for (let month = 1; month <= 12; month += 1)
    filings.push(...(await filingsOf(scene, `${year}-${String(month).padStart(2, '0')}`)));
  return yearEnd({
    year,
    departments: assessedDepartments(scene.county).map(({ code }) => code),
    months: await scene.desk.lockedMonths(`${Number(year) + 1}-01`),
    filings,
    at,
  });
};

/** The director and the hotline leader have the summary on paper; with every month published each principal reads their own. */
export const sendYearEndOf = async (scene: PaperScene, year: string, at: Date): Promise<void> => {
  const { county, documents } = scene;
  const summary = await yearEndOf(scene, year, at);
  const leaders = [...new Set([...county.holders(CENTRE, 'director'), ...county.everyone('hotlineLeader')])];
  const open =
    summary.missing.length > 0 ? `，${summary.missing.join('、')} 尚未定榜，全部定榜后再报` : '，各月均已定榜';
  await tellPeople(scene, leaders, `${year} 年度考核汇总已生成${open}（第一条、第七条）。`, at);
  const paper = await documents.document(yearEndPaper(summary, { at, county }));
  await sendPaper(scene, recipients(county, leaders), paper, { at, ...heldOverNight(scene, at) });
  if (summary.missing.length > 0) return;
  for (const row of summary.rows)
    await tellPeople(
      scene,
      county.holders(row.department, 'principal'),
      `贵单位 ${year} 年度考核汇总：${yearEndLine(row)}。`,
      at,
    );
};

/** The run `year-end`, on the first working day of January: December is drafted that morning, so it is told as open. */
export const closeYear = (scene: PaperScene, at: Date): Promise<void> =>
  sendYearEndOf(scene, String(Number(scene.county.calendar.localDate(at).slice(0, 4)) - 1), at);
