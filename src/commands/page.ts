import type { Answer, PlatformName } from '../cards/exchange.ts';
import type { Person } from '../domain/person.ts';
import type { PaperScene } from '../workflow/documents.ts';
import { COMMANDS } from './registry.ts';
import { lookAt } from './respond.ts';
import { type CommandSpec, type MatterRef, type Outcome, PAGE_DOOR } from './spec.ts';

/** A form sent from the page: a command of a person, with its tickets and matters named and its arguments as filled in. */
export interface Submission {
  /** `page:<person>:<key>`: an exact repeat is answered as before. */
  key: string;
  actor: Person;
  /** The account the person is logged in with. */
  account: { platform: PlatformName; id: string };
  /** `review:approve`: the alias and, where both are offered, the verdict. */
  action: string;
  tickets: string[];
  matters: readonly MatterRef[];
  raw: Record<string, string>;
  at: Date;
}

/** What came of it: words, and a card where the command answers with one. */
export interface Told {
  says: string;
  card?: NonNullable<Answer['say']>;
}

/** Why nothing was done, and which field it is about. */
export interface Undone {
  problem: 'unknown' | 'notYours' | 'wrong' | 'missing' | 'refused';
  says: string;
  field?: string;
}

/** Commands that belong into a chat: they speak of its group, or ask for what is sent there next. */
const CHAT_ALONE = ['bind', 'unbind', 'chatid', 'evidence'];

/** The command of an action, where the page may give it. */
export const pageCommand = (action: string): CommandSpec | undefined => {
  const [alias = ''] = action.split(':');
  return CHAT_ALONE.includes(alias) ? undefined : COMMANDS.find((spec) => spec.alias === alias);
};

/** A pressed form is a press, whichever window it came through. */
const incomingOf = ({ key, account, action }: Submission) => ({
  kind: 'click' as const,
  dedupeKey: key,
  platform: account.platform,
  person: account.id,
  door: PAGE_DOOR,
  ref: '',
  action,
  values: {},
  reply: {},
});

const answerOf = ({ say, card }: Outcome): Answer => ({ hint: say, ...(card ? { say: card } : {}) });

const told = (answer: Answer): Told => ({ says: answer.hint ?? '', ...(answer.say ? { card: answer.say } : {}) });

/** Nothing is kept of what was not done: neither its key, so that it may be mended and sent again, nor anything else. */
class NotDone extends Error {
  readonly answer: Undone;
  constructor(answer: Undone) {
    super('a form was not done');
    this.answer = answer;
  }
}

/** Runs `work`, and gives back as a value why a form in it was not done. */
export const orNotDone = async <T>(work: () => Promise<T>): Promise<T | Undone> => {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof NotDone) return thrown.answer;
    throw thrown;
  }
};

/**
 * Does what a form asks for, by the same reading, the same questions and the same command as typing. Inside one unit of
 * work, which must be run within `orNotDone`: what is refused undoes the unit.
 */
export const submit = async (scene: PaperScene, order: Submission): Promise<Told> => {
  const { actor, at, key, account, tickets, matters, raw } = order;
  const spec = pageCommand(order.action);
  if (!spec) throw new NotDone({ problem: 'unknown', says: '没有这个操作，请刷新页面。' });
  const known = await scene.desk.remember(key, at, { platform: account.platform, person: account.id });
  if (known.repeated) return told(known.answer);
  const looked = await lookAt({ scene, actor, at }, { spec, tickets, raw });
  if ('notYours' in looked) throw new NotDone({ problem: 'notYours', says: looked.notYours });
  if ('problem' in looked) throw new NotDone({ problem: 'wrong', says: looked.problem, field: looked.key });
  const [lacking] = 'lacking' in looked ? looked.lacking : [];
  if (lacking) throw new NotDone({ problem: 'missing', says: lacking.ask, field: lacking.key });
  const values = 'ready' in looked ? looked.ready : {};
  const outcome = await spec.run({ scene, at, actor, incoming: incomingOf(order), tickets, matters, values, spec });
  if (outcome.refused) throw new NotDone({ problem: 'refused', says: outcome.say });
  await scene.desk.keepAnswer(key, answerOf(outcome));
  return told(answerOf(outcome));
};
