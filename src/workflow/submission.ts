import { submissionCard } from '../cards/submission.ts';
import { localDate } from '../domain/deadline/calendarDate.ts';
import { type Instant, instant, toDate } from '../domain/instant.ts';
import { CENTRE, type Person } from '../domain/person.ts';
import { maskText } from '../domain/privacy.ts';
import {
  SUBMISSIONS,
  type Submission,
  type SubmissionCommand,
  type SubmissionEvent,
  type SubmissionKind,
  submissions,
} from '../domain/submission/submission.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { proposeMark } from './mark.ts';
import {
  actOnMatter,
  heldOverNight,
  type MatterChange,
  type MatterOffice,
  redrawMatter,
  sendMatterCard,
  tellPeople,
  underNextNumber,
} from './matter.ts';
import { recipients, scopeGroups } from './notices.ts';

/** How their numbers begin: `SQ202610-1`, `AL202610-1`. */
const PREFIXES: Record<SubmissionKind, string> = { signal: 'SQ', case: 'AL' };

type Change = MatterChange<Submission, SubmissionEvent>;

const nameOf = ({ county }: Scene, code: string): string => county.department(code)?.name ?? code;

/** R2.4: a published case is read by the whole county; nothing in it may name or reach a caller. */
const publish = (scene: Scene, { id, department, title, content }: Submission, at: Date): Promise<void> => {
  const text = `【经验推广】${nameOf(scene, department)}《${maskText(title)}》\n${maskText(content)}\n（第二条，${id}）`;
  return scene.desk.want(
    scopeGroups(scene.county, 'county').map((to) => ({
      occasion: `case:${id}:${'chat' in to ? to.chat : to.person}`,
      to,
      kind: 'text' as const,
      letter: { form: 'text' as const, text },
      tickets: [],
      at,
      ...heldOverNight(scene, at),
    })),
  );
};

/** R7.4: an adopted signal is proposed for the county's bonus, under the duty it rests on. */
const rewardSignal = async (scene: Scene, { id, department, title }: Submission, by: string, at: Instant) => {
  await proposeMark(scene, {
    department,
    event: 'adoptedSignal',
    clause: 'R7.4',
    because: `社情 ${id}《${title}》被采纳`,
    at,
    by,
  });
};

const afterDecision = async (scene: Scene, kind: SubmissionKind, { after, events }: Change): Promise<void> => {
  const { name, adopted } = SUBMISSIONS[kind];
  for (const event of events) {
    const at = toDate(event.at);
    if (event.type === 'SubmissionAdopted' && kind === 'case') await publish(scene, after, at);
    if (event.type === 'SubmissionAdopted' && kind === 'signal') await rewardSignal(scene, after, event.by, event.at);
    if (event.type === 'SubmissionMade' || after.by === event.by) continue;
    const outcome = event.type === 'SubmissionRefused' ? `未采用：${event.reason}` : adopted;
    await tellPeople(
      scene,
      [scene.county.person(after.by)],
      `您报送的${name} ${after.id}《${after.title}》${outcome}。`,
      at,
    );
  }
};

/** 社情 and 案例: laid before the centre; its director reads the card. The director's own is adopted at once. */
export const submit = async (
  scene: Scene,
  kind: SubmissionKind,
  slip: { by: Person; title: string; content: string },
  at: Date,
): Promise<Submission | Refusal> => {
  const stem = `${PREFIXES[kind]}${localDate(at).slice(0, 7).replace('-', '')}`;
  const change = await underNextNumber(scene, submissions(kind), stem, (id) => ({
    type: 'Submit' as const,
    at: instant(at),
    id,
    ...slip,
  }));
  if (isRefusal(change)) return change;
  const { after } = change;
  const directors = recipients(scene.county, scene.county.holders(CENTRE, 'director'));
  if (!after.decision)
    await sendMatterCard(scene, directors, () => submissionCard(kind, after, { at, county: scene.county }), at);
  await afterDecision(scene, kind, change);
  return after;
};

/** 同意 or 驳回: what follows from it, and every card about it shows the decision. */
export const decideSubmission = async (
  scene: Scene,
  kind: SubmissionKind,
  id: string,
  command: Exclude<SubmissionCommand, { type: 'Submit' }>,
): Promise<Submission | Refusal> => {
  const change = await actOnMatter(scene, submissions(kind), id, command);
  if (isRefusal(change)) return change;
  await afterDecision(scene, kind, change);
  await redrawMatter(scene, officeOf(kind), id, toDate(command.at));
  return change.after;
};

const officeOf = (kind: SubmissionKind): MatterOffice => ({
  kind,
  prefix: PREFIXES[kind],
  watch: async () => undefined,
  draw: async (scene, { id, face, at }) => {
    const file = await scene.desk.readMatter<Submission>(kind, id);
    return file && face !== 'question' ? submissionCard(kind, file.state, { at, county: scene.county }) : undefined;
  },
});

export const signalOffice: MatterOffice = officeOf('signal');
export const caseOffice: MatterOffice = officeOf('case');
