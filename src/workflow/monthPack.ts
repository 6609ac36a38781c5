import { concealed } from '../cards/concealed.ts';
import type { ShownMonth } from '../cards/leagueMonthly.ts';
import { monthPicture } from '../cards/leaguePicture.ts';
import { monthBook } from '../cards/monthBook.ts';
import { monthReport } from '../cards/monthReport.ts';
import type { MonthWork } from '../cards/monthReportWork.ts';
import type { MonthTable } from '../domain/assessment/monthTable.ts';
import type { Resolution } from '../domain/consultation/resolution.ts';
import { localDate, monthBefore } from '../domain/deadline/calendarDate.ts';
import { toDate } from '../domain/instant.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import type { Submission } from '../domain/submission/submission.ts';
import type { Supervision } from '../domain/supervision/supervision.ts';
import { isRestricted } from '../domain/ticket/access.ts';
import { isRefusal, type Refusal, refuse } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { analyseMonth } from './analysis.ts';
import { type Paper, type PaperScene, sendPaper } from './documents.ts';
import { heldOverNight } from './matter.ts';
import { type MonthView, monthLines, monthTableOf } from './month/view.ts';
import { recipients } from './notices.ts';
import type { Recipient } from './ports.ts';

const yearBefore = (month: string): string => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;

/** The published table of another month, where there is one to compare with. */
const kept = async ({ desk }: Scene, month: string): Promise<ShownMonth | undefined> => {
  const found = await desk.leagueTable('monthly', month);
  return (
    found && {
      table: found.table as MonthTable,
      state: 'published',
      version: found.version,
      factsSha256: found.factsSha256,
    }
  );
};

const unique = <T extends { id: string }>(found: readonly T[]): T[] => [
  ...new Map(found.map((one) => [one.id, one])).values(),
];

/** What was done besides the assessment, as the archive has it. */
const workOf = async ({ desk }: Scene, month: string): Promise<MonthWork> => {
  const open = await desk.openTickets();
  const supervisions = await desk.matters<Supervision>('supervision', {});
  const resolutions = [
    ...(await desk.matters<Resolution>('resolution', { open: true })),
    ...(await desk.matters<Resolution>('resolution', { month })),
  ];
  const adopted = async (kind: 'case' | 'signal'): Promise<Submission[]> =>
    (await desk.matters<Submission>(kind, { month })).filter(({ decision }) => decision?.adopted);
  return {
    difficult: open.filter(({ status, flags }) => status !== 'toConsult' && flags.includes('difficult')),
    escalated: open.filter(({ status }) => status === 'escalated'),
    dissatisfiedTwice: open.filter(({ status }) => status === 'toConsult'),
    supervisions: supervisions.filter(({ when }) => localDate(toDate(when)).startsWith(month)),
    resolutions: unique(resolutions).filter((resolution) => resolution.month <= month),
    cases: await adopted('case'),
    signals: await adopted('signal'),
  };
};

const CHUNK = 500;

/** Which of these tickets may not be named in a paper; read a few at a time, since a month may have many. */
const restrictedAmong = async ({ desk }: Scene, numbers: ReadonlySet<string>): Promise<Set<string>> => {
  const all = [...numbers];
  const found = new Set<string>();
  for (let from = 0; from < all.length; from += CHUNK)
    for (const ticket of await desk.readAll(all.slice(from, from + CHUNK)))
      if (isRestricted(ticket)) found.add(ticket.no);
  return found;
};

/** Everything the papers of a month are made from; all of them carry the figures of `view`. */
const readMonth = async (scene: Scene, month: string, at: Date) => {
  const view = await monthTableOf(scene, month, at);
  const lines = await monthLines(scene, view);
  const { marks, exclusions, adjustments } = view.table;
  const named = new Set([
    ...lines.map(({ ticket }) => ticket),
    ...marks.flatMap(({ tickets }) => tickets),
    ...exclusions.map(({ ticket }) => ticket),
    ...adjustments.flatMap((entry) => (entry.kind === 'exempt' ? [entry.ticket] : [])),
  ]);
  const shown = concealed({ table: view.table, lines }, await restrictedAmong(scene, named));
  const monthAgo = await kept(scene, monthBefore(month));
  const yearAgo = await kept(scene, yearBefore(month));
  return {
    lines: shown.lines,
    published: { ...view, table: shown.table },
    ...(monthAgo ? { monthAgo } : {}),
    ...(yearAgo ? { yearAgo } : {}),
    analysis: await analyseMonth(scene, month),
    work: await workOf(scene, month),
  };
};

const REPORT = { article: '第七条', duty: 'R7.3' } as const;

/** The papers of a month (R7.3) with the table they rest on. */
export interface MonthPack {
  view: MonthView;
  /** The report, the workbook, the picture. */
  papers: Paper[];
}

/** Nothing was received, nobody had a ticket: a month before the archive begins. */
const isEmpty = ({ analysis, published }: Awaited<ReturnType<typeof readMonth>>): boolean =>
  analysis.totals.every(({ count }) => count === 0) && published.table.rows.every(({ place }) => place === null);

/** The month's table in the browser, where there is one. */
const pageOf = ({ county: { publicUrl } }: Scene, month: string): Pick<Paper, 'page'> =>
  publicUrl ? { page: `${publicUrl.replace(/\/$/, '')}/league/monthly/${month}` } : {};

/**
 * The month's report (`.docx`), workbook (`.xlsx`) and picture (`.png`), all with the same figures: the published table
 * in its newest version, else the draft, which says so. The same figures give the same bytes. Refused for a month of which
 * the archive has nothing.
 */
export const monthPack = async (scene: PaperScene, month: string, at: Date): Promise<MonthPack | Refusal> => {
  const { documents, county } = scene;
  const read = await readMonth(scene, month, at);
  if (isEmpty(read)) return refuse('ArgumentWrong', `${month} 没有工单数据，没有月报。`, REPORT);
  const { lines, ...parts } = read;
  const { published } = parts;
  const context = { at: new Date(published.table.asOf), county };
  return {
    view: published,
    papers: [
      await documents.document(monthReport(parts, context)),
      await documents.workbook(monthBook(published, lines, context)),
      { ...(await documents.picture(monthPicture(published, context))), ...pageOf(scene, month) },
    ],
  };
};

/** To whom the month's papers go by right (R7.3): the county's leaders and the centre's director. */
export const packReaders = ({ county }: Scene): Person[] => [
  ...new Set([...county.everyone('hotlineLeader', 'countyLeader'), ...county.holders(CENTRE, 'director')]),
];

const sendPack = async (scene: PaperScene, to: readonly Recipient[], { papers }: MonthPack, at: Date) => {
  for (const paper of papers) await sendPaper(scene, to, paper, { at, ...heldOverNight(scene, at) });
};

/** R7.3: sends the month's papers to the county's leaders and the director; returns to how many. */
export const sendMonthPack = async (scene: PaperScene, month: string, at: Date): Promise<number | Refusal> => {
  const to = recipients(scene.county, packReaders(scene));
  const pack = await monthPack(scene, month, at);
  if (isRefusal(pack)) return pack;
  await sendPack(scene, to, pack, at);
  return to.length;
};

/** 月报: the papers to one person who asked for them, at once. */
export const givePack = async (
  scene: PaperScene,
  by: Person,
  month: string,
  at: Date,
): Promise<MonthPack | Refusal> => {
  const pack = await monthPack(scene, month, at);
  if (isRefusal(pack)) return pack;
  for (const paper of pack.papers) await sendPaper(scene, recipients(scene.county, [by]), paper, { at, urgent: true });
  return pack;
};
