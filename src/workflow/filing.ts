import { filingCard } from '../cards/filing.ts';
import { type Filing, filingId, filings, monthToFile } from '../domain/archive/filing.ts';
import { gapsOf, isRunning } from '../domain/archive/gaps.ts';
import { localDate, at as momentOf } from '../domain/deadline/calendarDate.ts';
import { instant } from '../domain/instant.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import { isRefusal, type Refusal, refuse } from '../domain/ticket/refusal.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { Scene } from './act.ts';
import { actOnMatter, type MatterOffice, redrawMatter, sendMatterCard, tellPeople } from './matter.ts';
import { recipients } from './notices.ts';

/** The month's tickets of a department, by the date of their sign-off (R1.7: 上月领导签批的工单). */
export const signedOffIn = (scene: Scene, month: string, department?: string): Promise<Ticket[]> =>
  scene.desk.signedOff({
    from: momentOf(`${month}-01`, '00:00'),
    to: momentOf(
      `${localDate(new Date(momentOf(`${month}-01`, '00:00').getTime() + 32 * 86_400_000)).slice(0, 7)}-01`,
      '00:00',
    ),
    ...(department ? { department } : {}),
  });

const listOf = (month: string, department: string, tickets: readonly Ticket[]) => ({
  id: filingId(month, department),
  month,
  department,
  tickets: tickets.map(({ no }) => no),
  running: tickets.filter(isRunning).map(({ no }) => no),
  gaps: tickets
    .filter((ticket) => !isRunning(ticket) && gapsOf(ticket).length > 0)
    .map((ticket) => ({ ticket: ticket.no, missing: gapsOf(ticket) })),
});

/** 归档 (R1.7): files the month and says what is missing; may be done again when more is there. */
export const fileMonth = async (scene: Scene, by: Person, month: string, at: Date): Promise<Filing | Refusal> => {
  const { department } = by;
  const tickets = await signedOffIn(scene, month, department);
  const source = { article: '第一条', duty: 'R1.7' } as const;
  if (tickets.length === 0) return refuse('NothingAsked', `${month} 本单位没有签批的工单，不用归档。`, source);
  const id = filingId(month, department);
  const listed = listOf(month, department, tickets);
  const change = await actOnMatter(scene, filings, id, { type: 'File', by, at: instant(at), listed });
  if (isRefusal(change)) return change;
  await redrawMatter(scene, filingOffice, id, at);
  return change.after;
};

/** Those who file: the department's handlers and its liaison. */
const filers = ({ county }: Scene, department: string): Person[] => county.holders(department, 'handler', 'liaison');

/** R1.7, the archive run: every department with tickets signed off last month that has not filed reads what to file. */
export const remindFilings = async (scene: Scene, at: Date): Promise<void> => {
  const month = monthToFile(localDate(at));
  const byDepartment = Map.groupBy(await signedOffIn(scene, month), ({ department }) => department ?? CENTRE);
  for (const [department, tickets] of byDepartment) {
    const listed = listOf(month, department, tickets);
    const change = await actOnMatter(scene, filings, listed.id, { type: 'Remind', at: instant(at), listed });
    if (isRefusal(change) || change.events.length === 0) continue;
    const draw = () => filingCard(change.after, { at, county: scene.county });
    await sendMatterCard(scene, recipients(scene.county, filers(scene, department)), draw, at);
  }
};

/** The 5th has passed: the principal and the centre's director are told; it counts in the year-end assessment. */
const watch: MatterOffice['watch'] = async (scene, id, at) => {
  const change = await actOnMatter(scene, filings, id, { type: 'Watch', at: instant(at) });
  if (isRefusal(change) || change.events.length === 0) return;
  const { department, month, tickets } = change.after;
  const { county } = scene;
  const name = county.department(department)?.name ?? department;
  const told = [...county.holders(department, 'principal', 'liaison'), ...county.holders(CENTRE, 'director')];
  const text = `${name} ${month} 签批工单 ${tickets.length} 件到期未归档，请尽快归档；逾期情况计入年底考核（第一条）。`;
  await tellPeople(scene, [...new Set(told)], text, at);
};

export const filingOffice: MatterOffice = {
  kind: filings.kind,
  watch,
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Filing>(filings.kind, id);
    return file && face === 'filing' ? filingCard(file.state, { at, county: scene.county }) : undefined;
  },
};

/** How each department stands with a month: for the archive's index and the year-end record. */
export const filingsOf = (scene: Scene, month: string): Promise<Filing[]> =>
  scene.desk.matters<Filing>(filings.kind, { month });
