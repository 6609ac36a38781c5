import type { Answer, Incoming } from '../cards/exchange.ts';
import { type Person, ROLE_NAMES } from '../domain/person.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import type { PaperScene } from '../workflow/documents.ts';
import { PENDING_MINUTES, type Pending, questionCard } from './ask.ts';
import { attempted, type Parsed, parse } from './grammar.ts';
import { findTickets } from './numbers.ts';
import { COMMANDS, mayUse, nearestCommands } from './registry.ts';
import type { ArgumentSpec, CommandSpec, MatterRef, Outcome, Values } from './spec.ts';
import { missing, understand } from './values.ts';

/** What is being answered: who wrote or pressed what, where and when. */
export interface Occasion {
  scene: PaperScene;
  at: Date;
  actor: Person;
  incoming: Incoming;
}

/** A command with its tickets found, its arguments still as typed. */
export interface Order {
  spec: CommandSpec;
  tickets: string[];
  raw: Record<string, string>;
  /** The action a form sends back: `review:approve`. */
  action: string;
  /** Matters meant by their numbers or by the card that was pressed. */
  matters: readonly MatterRef[];
}

/** Words only, for the person or the group that asked. */
export const say = (text: string): Answer => ({ say: { form: 'text', text } });

/** Names without a ticket are those of one's own department. */
const homeOf = (spec: CommandSpec, actor: Person): string | undefined =>
  spec.tickets === 'none' ? actor.department : undefined;

/** Whose command it is, and that it is not this person's. */
export const notYours = (spec: CommandSpec): string =>
  `“${spec.name}”由${spec.who === 'all' ? '所有人' : spec.who.map((role) => ROLE_NAMES[role]).join('、')}使用，您没有这个角色。发送“帮助”查看您可用的命令。`;

/** An order looked at: understood and complete, or what stands in its way. */
export type Looked =
  | { ready: Values }
  | { notYours: string }
  | { problem: string; key: string }
  | { lacking: ArgumentSpec[]; values: Values; ticket: Ticket | undefined };

/** Looks whether the person may give this order, whether it is understood, and whether anything is missing. */
export const lookAt = async (
  { scene, actor, at }: Pick<Occasion, 'scene' | 'actor' | 'at'>,
  { spec, tickets, raw }: Pick<Order, 'spec' | 'tickets' | 'raw'>,
): Promise<Looked> => {
  if (!mayUse(actor, spec)) return { notYours: notYours(spec) };
  const [first] = tickets;
  const file = first === undefined ? undefined : await scene.desk.read(first);
  const understood = understand(spec, raw, {
    county: scene.county,
    at,
    department: file?.ticket.department ?? homeOf(spec, actor),
  });
  if ('problem' in understood) return understood;
  const { values } = understood;
  const lacking = missing(spec, values, {
    law: scene.county,
    ...(file && tickets.length === 1 ? { ticket: file.ticket } : {}),
  });
  return lacking.length > 0 ? { lacking, values, ticket: file?.ticket } : { ready: values };
};

/** Carries an order through: may they, is it understood, is anything missing, then do it. */
export const carryOut = async (occasion: Occasion, order: Order): Promise<{ outcome?: Outcome; answer: Answer }> => {
  const { scene, actor, at } = occasion;
  const { spec } = order;
  const looked = await lookAt(occasion, order);
  if ('notYours' in looked) return { answer: say(looked.notYours) };
  if ('problem' in looked) return { answer: await askAgain(occasion, order, looked) };
  if ('lacking' in looked) return { answer: await ask(occasion, order, looked) };
  await forget(occasion);
  const outcome = await spec.run({
    scene,
    at,
    actor,
    incoming: occasion.incoming,
    tickets: order.tickets,
    values: looked.ready,
    spec,
    matters: order.matters,
  });
  return { outcome, answer: await present(occasion, outcome) };
};

/** The answer where it was asked; what may not be shown in a group goes to the person alone. */
const present = async (occasion: Occasion, outcome: Outcome): Promise<Answer> => {
  const line = { form: 'text' as const, text: outcome.say, ...(outcome.secret ? { secret: true as const } : {}) };
  const letter = outcome.card ?? line;
  if (occasion.incoming.chat === undefined || !outcome.private) return { say: letter };
  return (await whisper(occasion, letter))
    ? say('已私下答复您，请看与工单助手的私聊。')
    : say('这件工单不在群里办理，请在与工单助手的私聊中发送。');
};

/** Writes to the person alone; false when they cannot be reached. */
const whisper = async ({ scene, actor, at }: Occasion, letter: NonNullable<Answer['say']>): Promise<boolean> => {
  const address = scene.county.addressOf(actor);
  if (!address) return false;
  const kind = letter.form === 'card' ? letter.card.kind : ('text' as const);
  await scene.desk.want([{ to: { ...address, personId: actor.id }, kind, letter, tickets: [], at, urgent: true }]);
  return true;
};

const keep = async ({ scene, at, incoming }: Occasion, pending: Pending): Promise<void> => {
  await scene.desk.keepDialogue(
    incoming.platform,
    incoming.person,
    pending,
    new Date(at.getTime() + PENDING_MINUTES * 60_000),
  );
};

const forget = async ({ scene, at, incoming }: Occasion): Promise<void> => {
  if (incoming.kind === 'message' || incoming.kind === 'click')
    await scene.desk.keepDialogue(incoming.platform, incoming.person, undefined, at);
};

/** Asks for the first missing argument, with a form for the rest; in private when it was asked in a group. */
const ask = async (
  occasion: Occasion,
  order: Order,
  state: {
    values: Parameters<typeof questionCard>[0]['values'];
    lacking: Parameters<typeof questionCard>[0]['lacking'];
    ticket?: Parameters<typeof questionCard>[0]['ticket'] | undefined;
  },
): Promise<Answer> => {
  const { scene, at, incoming } = occasion;
  const [next] = state.lacking;
  await keep(occasion, {
    command: order.spec.alias,
    tickets: order.tickets,
    matters: order.matters,
    raw: order.raw,
    asking: next?.key ?? '',
  });
  const card = questionCard({
    spec: order.spec,
    action: order.action,
    tickets: order.tickets,
    matters: order.matters,
    lacking: state.lacking,
    values: state.values,
    county: scene.county,
    at,
    ...(state.ticket ? { ticket: state.ticket } : {}),
  });
  // What is said to a press reaches the one who pressed alone, also in a group.
  if (incoming.chat === undefined || incoming.kind === 'click') return { say: { form: 'card', card } };
  if (await whisper(occasion, { form: 'card', card }))
    return say(`还差一项：${next?.ask ?? ''}（已在私聊中询问，也可直接写全，例：${order.spec.example}）`);
  return say(`还差一项：${next?.ask ?? ''}例：${order.spec.example}`);
};

/** Something was not understood: says what, and waits for that one argument again. */
const askAgain = async (occasion: Occasion, order: Order, wrong: { problem: string; key: string }): Promise<Answer> => {
  const { [wrong.key]: _dropped, ...raw } = order.raw;
  await keep(occasion, {
    command: order.spec.alias,
    tickets: order.tickets,
    matters: order.matters,
    raw,
    asking: wrong.key,
  });
  return say(wrong.problem);
};

/** A line somebody wrote: a command, the answer to a question, or something we do not know. */
export const respondToLine = async (occasion: Occasion, typed: string, quoted?: string): Promise<Answer> => {
  const parsed = parse(typed, COMMANDS);
  const pending = await pendingOf(occasion);
  if (parsed && !(pending && parsed.glued)) return respondToCommand(occasion, parsed, quoted);
  if (pending) return continueWith(occasion, pending, typed);
  const near = nearestCommands(attempted(typed), occasion.actor);
  if (near.length > 0)
    return say(`没有这个命令。您是不是要：${near.map((spec) => `${spec.name}（例：${spec.example}）`).join('；')}？`);
  return say('没有看懂。发送“帮助”查看可用命令，发送“待办”查看等您处理的工单。');
};

const respondToCommand = async (occasion: Occasion, parsed: Parsed, quoted?: string): Promise<Answer> => {
  if (!mayUse(occasion.actor, parsed.spec)) return say(notYours(parsed.spec));
  const found = await findTickets(occasion.scene, occasion.actor, parsed, quoted);
  if ('problem' in found) return say(found.problem);
  const { answer } = await carryOut(occasion, {
    spec: parsed.spec,
    tickets: found.tickets,
    matters: found.matters,
    raw: parsed.raw,
    action: parsed.spec.alias,
  });
  return answer;
};

/** What this person was asked last and has not answered yet. */
export const pendingOf = async ({ scene, at, incoming }: Occasion): Promise<Pending | undefined> =>
  (await scene.desk.dialogue(incoming.platform, incoming.person, at)) as Pending | undefined;

const withoutMention = (typed: string): string => typed.replace(/^\s*@\S+\s*/, '').trim();

/** The person answered the question: the order goes on with one argument more. */
const continueWith = async (occasion: Occasion, pending: Pending, typed: string): Promise<Answer> => {
  const spec = COMMANDS.find((candidate) => candidate.alias === pending.command);
  if (!spec) return say('没有看懂。发送“帮助”查看可用命令。');
  if (/^(取消|算了|cancel)$/.test(withoutMention(typed))) {
    await forget(occasion);
    return say(`已取消“${spec.name}”。`);
  }
  const raw = { ...pending.raw, [pending.asking]: withoutMention(typed) };
  const { answer } = await carryOut(occasion, {
    spec,
    tickets: pending.tickets,
    matters: pending.matters ?? [],
    raw,
    action: spec.alias,
  });
  return answer;
};
