import type { Card } from '../cards/card.ts';
import type { Audience } from '../cards/context.ts';
import type { MatterEvent, MatterRules } from '../domain/matter.ts';
import type { Person } from '../domain/person.ts';
import { isRefusal, type Refusal } from '../domain/ticket/refusal.ts';
import type { Scene } from './act.ts';
import { audienceOf } from './announce.ts';
import type { PaperScene } from './documents.ts';
import { isQuiet, nextMorningPost } from './manners.ts';
import { recipients } from './notices.ts';
import type { Recipient } from './ports.ts';

/** What a command to a matter came to. */
export interface MatterChange<State, Event> {
  before: State | undefined;
  after: State;
  events: Event[];
}

/**
 * Puts one command to one matter: row lock, decide, save state and history. A refusal changes nothing. Whom to tell is
 * the verb's own affair.
 */
export const actOnMatter = async <State, Command, Event extends MatterEvent>(
  scene: Scene,
  rules: MatterRules<State, Command, Event>,
  id: string,
  command: Command,
): Promise<MatterChange<State, Event> | Refusal> => {
  const { desk, county, via } = scene;
  const file = await desk.lockMatter<State>(rules.kind, id);
  const events = rules.decide(command, file?.state, county);
  if (isRefusal(events)) return events;
  let after = file?.state;
  for (const event of events) after = rules.evolve(after, event);
  if (after === undefined) throw new Error(`a command to a ${rules.kind} that is not refused must leave one`);
  await desk.saveMatter({ kind: rules.kind, id, before: file, after, events, via, index: rules.index(after, county) });
  return { before: file?.state, after, events };
};

/**
 * Puts a first command to a matter under the next free number of a stem: `JF202610-1`, `JF202610-2` … Somebody else may
 * take a number in between: the next one then.
 */
export const underNextNumber = async <State extends { id: string }, Command, Event extends MatterEvent>(
  scene: Scene,
  rules: MatterRules<State, Command, Event>,
  stem: string,
  order: (id: string) => Command,
): Promise<MatterChange<State, Event> | Refusal> => {
  const known = await scene.desk.countMatters(rules.kind, `${stem}-`);
  for (let number = known + 1; ; number += 1) {
    const answer = await actOnMatter(scene, rules, `${stem}-${number}`, order(`${stem}-${number}`));
    if (!isRefusal(answer) || answer.code !== 'AlreadyDone') return answer;
  }
};

/** Manners (requirements.md, section 4): what is not urgent waits at night and on days off for the morning. */
export const heldOverNight = ({ county }: Pick<Scene, 'county'>, at: Date): { heldUntil?: Date } =>
  isQuiet(at, county.calendar, county.policy.manners) ? { heldUntil: nextMorningPost(at, county.calendar) } : {};

/** A line in private to each of these people, who are on a platform. */
export const tellPeople = (
  scene: Scene,
  people: readonly (Person | undefined)[],
  text: string,
  at: Date,
): Promise<void> =>
  scene.desk.want(
    recipients(scene.county, people).map((to) => ({
      to,
      kind: 'text' as const,
      letter: { form: 'text' as const, text },
      tickets: [],
      at,
      ...heldOverNight(scene, at),
    })),
  );

/** A card about a matter to each of these places. */
export const sendMatterCard = (scene: Scene, to: readonly Recipient[], draw: () => Card, at: Date): Promise<void> =>
  scene.desk.want(
    to.map((place) => ({
      to: place,
      kind: 'matter' as const,
      letter: { form: 'card' as const, card: draw() },
      tickets: [],
      at,
      ...heldOverNight(scene, at),
    })),
  );

/** What the house does with one kind of matter besides its commands: `workflow/matters.ts` lists them. */
export interface MatterOffice {
  kind: string;
  /** How its numbers begin, where people type them: `DD20261120-1`. */
  prefix?: string;
  /** The clock looks at a matter whose `wakeAt` has come; must move or clear it. */
  watch(scene: PaperScene, id: string, at: Date): Promise<void>;
  /** A card about it as it stands now; `face` tells several cards of one matter apart. Undefined: it is gone. */
  draw(scene: Scene, place: { id: string; face: string; audience: Audience; at: Date }): Promise<Card | undefined>;
}

/** Every card about this matter that can still be changed shows the present state; the one just clicked does by its answer. */
export const redrawMatter = async (scene: Scene, office: MatterOffice, id: string, at: Date): Promise<void> => {
  const { desk, clicked } = scene;
  for (const place of await desk.standingMatter(office.kind, id)) {
    const { ref, matter } = place.card;
    if (ref === clicked || !matter) continue;
    const card = await office.draw(scene, { id, face: matter.face, audience: audienceOf(place.to), at });
    if (card) await desk.change([{ standing: place, card: { ...card, ref } }]);
  }
};
