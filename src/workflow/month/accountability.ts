import { accountabilityCard, type NoticeFace } from '../../cards/accountability.ts';
import { noticePaper } from '../../cards/accountabilityPaper.ts';
import { shortTime } from '../../cards/pieces.ts';
import { type LockedMonth, monthEnds } from '../../domain/assessment/assembleMonth.ts';
import { ladder } from '../../domain/assessment/ladder.ts';
import type { MonthTable } from '../../domain/assessment/monthTable.ts';
import { monthBefore } from '../../domain/deadline/calendarDate.ts';
import { instant, toDate } from '../../domain/instant.ts';
import {
  type Accountability,
  type AccountabilityCommand,
  type AccountabilityEvent,
  accountabilityId,
  coveredBy,
  type Finding,
  INTERVIEW_MS,
  type PastMonth,
  RUNG_NAMES,
} from '../../domain/month/accountability.ts';
import { accountabilities } from '../../domain/month/accountabilityRules.ts';
import { CENTRE, type Person } from '../../domain/person.ts';
import { maskText } from '../../domain/privacy.ts';
import { isRefusal, type Refusal, refuse } from '../../domain/ticket/refusal.ts';
import type { Scene } from '../act.ts';
import { type Paper, type PaperScene, sendPaper } from '../documents.ts';
import {
  actOnMatter,
  heldOverNight,
  type MatterChange,
  type MatterOffice,
  redrawMatter,
  sendMatterCard,
  tellPeople,
} from '../matter.ts';
import { recipients } from '../notices.ts';

type Change = MatterChange<Accountability, AccountabilityEvent>;

/** Who carries the rung out: the centre's director, the hotline leader, the supervision office. */
const carriers = ({ county }: Scene, { rung }: Accountability): Person[] =>
  rung === 1 ? county.holders(CENTRE, 'director') : county.everyone(RUNG_NAMES[rung].by);

/** Whom it is about: the deputy (for want of one the principal), from the second rung on the principal. */
const parties = ({ county }: Scene, { rung, department }: Accountability): Person[] => {
  const named = county.holders(department, RUNG_NAMES[rung].of);
  return named.length > 0 ? named : county.holders(department, 'principal');
};

/** The months of the history that a finding stands on: this year's, and those of the streak across New Year. */
const historyOf = (months: readonly LockedMonth[], department: string, streak: number, month: string): PastMonth[] => {
  let from = `${month.slice(0, 4)}-01`;
  let first = month;
  for (let back = 1; back < streak; back += 1) first = monthBefore(first);
  if (first < from) from = first;
  return months
    .filter((entry) => entry.month >= from && entry.month <= month)
    .flatMap(({ month: of, rows, bottom }): PastMonth[] => {
      const row = rows.find((entry) => entry.department === department);
      if (!row || row.place === null) return [];
      const ranked = rows.filter(({ place }) => place !== null).length;
      return [{ month: of, place: row.place, of: ranked, total: row.total, bottom: bottom.includes(department) }];
    });
};

const findingsOf = (months: readonly LockedMonth[], { month, bottom }: MonthTable): Finding[] =>
  ladder(monthEnds(months)).flatMap((step): Finding[] => {
    if (step.month !== month || step.rung === null || step.clause === null) return [];
    const { department, rung, streak, inYear, reason, clause } = step;
    if (!bottom.includes(department)) return [];
    const history = historyOf(months, department, streak, month);
    return [{ month, department, rung, streak, inYear, reason, clause, covered: coveredBy(rung), history }];
  });

const show = (scene: Scene, state: Accountability, face: NoticeFace, people: Person[], at: Date): Promise<void> =>
  sendMatterCard(
    scene,
    recipients(scene.county, people),
    () => accountabilityCard(state, face, { at, county: scene.county }),
    at,
  );

/**
 * R8.1–R8.3 after a month was published: for each department at the end the highest rung alone, with the history behind
 * it, before the director. After a correction what no longer stands is withdrawn, and who had it is told.
 */
export const prepareNotices = async (scene: Scene, table: MonthTable, at: Date): Promise<void> => {
  const { month, rows, bottom, correction } = table;
  const months = [...(await scene.desk.lockedMonths(month)), { month, rows, bottom }];
  const findings = findingsOf(months, table);
  const standing = await scene.desk.matters<Accountability>(accountabilities.kind, { month });
  for (const state of standing) {
    const still = findings.some(({ department, rung }) => department === state.department && rung === state.rung);
    if (!still) await withdraw(scene, state, correction ?? '月榜更正', at);
  }
  for (const finding of findings) {
    const id = accountabilityId(month, finding.department);
    const change = await actOnMatter(scene, accountabilities, id, { type: 'Prepare', at: instant(at), id, finding });
    if (isRefusal(change) || change.events.length === 0) continue;
    await show(scene, change.after, 'director', scene.county.holders(CENTRE, 'director'), at);
  }
};

const withdraw = async (scene: Scene, { id, state: was }: Accountability, because: string, at: Date): Promise<void> => {
  const change = await actOnMatter(scene, accountabilities, id, { type: 'Withdraw', at: instant(at), because });
  if (isRefusal(change) || change.events.length === 0) return;
  const { after } = change;
  const directors = scene.county.holders(CENTRE, 'director');
  const told = was === 'sent' ? [...directors, ...carriers(scene, after), ...parties(scene, after)] : directors;
  const name = scene.county.department(after.department)?.name ?? after.department;
  await tellPeople(
    scene,
    [...new Set(told)],
    `${name} ${id} 通知已撤回：${maskText(because)}（月榜更正，第八条）。`,
    at,
  );
  await redrawMatter(scene, accountabilityOffice, id, at);
};

/** Everyone concerned reads the notice, as a card and on paper; the director, who confirmed it, reads the card changed. */
const sendOut = async (scene: PaperScene, state: Accountability, at: Date): Promise<void> => {
  const [carry, about] = [carriers(scene, state), parties(scene, state)];
  await show(scene, state, 'carrier', carry, at);
  await show(scene, state, 'party', about, at);
  const paper = await scene.documents.document(noticePaper(state, { at, county: scene.county }));
  const places = recipients(scene.county, [...new Set([...carry, ...about])]);
  await sendPaper(scene, places, paper, { at, ...heldOverNight(scene, at) });
};

const calendarFileOf = ({ documents, county }: PaperScene, state: Accountability, at: Date): Paper | undefined => {
  const { interview, id, department, reason } = state;
  if (!interview) return undefined;
  const from = toDate(interview.when);
  return documents.calendarFile({
    id,
    title: `约谈 ${county.department(department)?.name ?? department}`,
    notes: `${reason}`,
    from,
    to: new Date(from.getTime() + INTERVIEW_MS),
    at,
    revision: interview.changes,
    ...(interview.place ? { place: interview.place } : {}),
  });
};

/** Both sides of an interview read the time and have it for their calendars. */
const invite = async (scene: PaperScene, state: Accountability, at: Date): Promise<void> => {
  const { interview, department, rung } = state;
  const file = calendarFileOf(scene, state, at);
  if (!interview || !file) return;
  const both = [...new Set([...carriers(scene, state), ...parties(scene, state)])];
  const name = scene.county.department(department)?.name ?? department;
  const place = interview.place ? ` ${interview.place}` : '';
  const text = `约谈 ${name}：${shortTime(interview.when)}${place}，${RUNG_NAMES[rung].does}（第八条）。`;
  await tellPeople(scene, both, text, at);
  await sendPaper(scene, recipients(scene.county, both), file, { at, ...heldOverNight(scene, at) });
};

const afterReport = async (scene: Scene, state: Accountability, accepted: boolean, at: Date): Promise<void> => {
  if (!accepted) return show(scene, state, 'party', parties(scene, state), at);
  const name = scene.county.department(state.department)?.name ?? state.department;
  const told = [...parties(scene, state), ...scene.county.holders(CENTRE, 'director')];
  await tellPeople(scene, told, `${name} ${state.id} 整改报告已通过，限期整改办结（第八条）。`, at);
};

/** Whom each thing that happened to a notice is told. */
const tell = async (scene: PaperScene, { after, events }: Change, at: Date): Promise<void> => {
  for (const event of events) {
    if (event.type === 'NoticeConfirmed') await sendOut(scene, after, at);
    if (event.type === 'InterviewAppointed') await invite(scene, after, at);
    if (event.type === 'MinutesAsked') await show(scene, after, 'carrier', carriers(scene, after), at);
    if (event.type === 'RectificationOrdered' || event.type === 'RectificationReminded')
      await show(scene, after, 'party', parties(scene, after), at);
    if (event.type === 'RectificationOverdue') {
      await show(scene, after, 'party', parties(scene, after), at);
      await show(scene, after, 'carrier', carriers(scene, after), at);
    }
    if (event.type === 'RectificationReported') await show(scene, after, 'carrier', carriers(scene, after), at);
    if (event.type === 'ReportDecided') await afterReport(scene, after, event.accepted, at);
  }
};

/** Puts one order to a notice: 同意, 驳回, 约谈, 整改; whoever is concerned is told, every card shows what came of it. */
export const changeNotice = async (
  scene: PaperScene,
  id: string,
  command: AccountabilityCommand,
): Promise<Accountability | Refusal> => {
  const change = await actOnMatter(scene, accountabilities, id, command);
  if (isRefusal(change)) return change;
  await tell(scene, change, toDate(command.at));
  await redrawMatter(scene, accountabilityOffice, id, toDate(command.at));
  return change.after;
};

/** 同意 or 驳回: on a prepared notice it is the director's word, on a report the supervision office's. */
export const decideNotice = async (
  scene: PaperScene,
  id: string,
  order: { by: Person; at: Date; accepted: boolean; reason?: string },
): Promise<Accountability | Refusal> => {
  const { by, accepted, reason } = order;
  const at = instant(order.at);
  const file = await scene.desk.readMatter<Accountability>(accountabilities.kind, id);
  if (file?.state.state === 'sent')
    return changeNotice(scene, id, { type: 'DecideReport', by, at, accepted, ...(reason ? { reason } : {}) });
  return changeNotice(
    scene,
    id,
    accepted ? { type: 'Confirm', by, at } : { type: 'Refuse', by, at, reason: reason ?? '' },
  );
};

/** The newest notice of a department that is under way, of these rungs. */
export const noticeOf = async (
  { desk, county }: Scene,
  department: string,
  rungs: readonly number[],
): Promise<string | Refusal> => {
  const open = await desk.matters<Accountability>(accountabilities.kind, { department, open: true });
  const found = open.filter(({ rung }) => rungs.includes(rung)).at(-1);
  const name = county.department(department)?.name ?? department;
  return found?.id ?? refuse('NothingAsked', `${name}没有要办理的约谈或整改。`, { article: '第八条' });
};

export const accountabilityOffice: MatterOffice = {
  kind: accountabilities.kind,
  prefix: 'WZ',
  watch: async (scene, id, at) => {
    const change = await actOnMatter(scene, accountabilities, id, { type: 'Watch', at: instant(at) });
    if (!isRefusal(change)) await tell(scene, change, at);
  },
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Accountability>(accountabilities.kind, id);
    const known = face === 'director' || face === 'carrier' || face === 'party' ? face : undefined;
    return file && known ? accountabilityCard(file.state, known, { at, county: scene.county }) : undefined;
  },
};
