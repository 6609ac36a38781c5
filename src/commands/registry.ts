import { editDistance } from '../domain/nearest.ts';
import { hasRole, type Person } from '../domain/person.ts';
import { interview, investigate, rectify } from './each/accountability.ts';
import { archive } from './each/archive.ts';
import { extend, giveBack, unreasonable } from './each/asks.ts';
import { claim } from './each/claim.ts';
import { confirmDeductions } from './each/confirm.ts';
import { agenda, meeting } from './each/consultation.ts';
import { contact } from './each/contact.ts';
import { accept, refuse } from './each/decide.ts';
import { delegate } from './each/delegate.ts';
import { dispatch } from './each/dispatch.ts';
import { evidence } from './each/evidence.ts';
import { followUp, noAnswer, unreachable } from './each/followUp.ts';
import { bind, chatId, unbind } from './each/groups.ts';
import { invite } from './each/invite.ts';
import { daily } from './each/league.ts';
import { me, seen, ticket, todo } from './each/look.ts';
import { bonus, deduct } from './each/marks.ts';
import { appeal, lock, monthly } from './each/month.ts';
import { explain as explainInPerson, nonCompliant } from './each/nonCompliance.ts';
import { note } from './each/note.ts';
import { concludeCase, escalate, giveBackCase, prolongCase, takeCase } from './each/petition.ts';
import { propose } from './each/propose.ts';
import { recall } from './each/recall.ts';
import { decide, difficult } from './each/referral.ts';
import { reply } from './each/reply.ts';
import { report } from './each/report.ts';
import { resolve } from './each/resolve.ts';
import { review } from './each/review.ts';
import { merge, restore, rework, voidTicket } from './each/setAside.ts';
import { signOff } from './each/signOff.ts';
import { practice, signal } from './each/submission.ts';
import { attend, supervise } from './each/supervise.ts';
import { urge } from './each/urge.ts';
import type { CommandSpec, Outcome } from './spec.ts';

export const mayUse = (person: Person, spec: CommandSpec): boolean =>
  spec.who === 'all' || hasRole(person, ...spec.who);

const helpLine = (spec: CommandSpec): string => `${spec.name}：${spec.help}`;

const explain = (spec: CommandSpec): string => {
  const names = spec.arguments.map((argument) => argument.name).join('、');
  return [
    `${spec.name}（${spec.alias}）：${spec.help}`,
    `例：${spec.example}`,
    ...(names ? [`可写：${names}`] : []),
  ].join('\n');
};

/** 帮助: what this person may use, with examples. */
const help: CommandSpec = {
  name: '帮助',
  alias: 'help',
  also: ['?'],
  help: '查看可用命令；写上命令名看用法',
  example: '帮助 签收',
  who: 'all',
  tickets: 'none',
  bare: 'command',
  arguments: [{ key: 'command', name: '命令', kind: 'text', ask: '哪条命令？' }],
  run: async (call): Promise<Outcome> => {
    const mine = COMMANDS.filter((spec) => mayUse(call.actor, spec) && spec !== seen);
    const asked = call.values.command;
    const one = mine.find((spec) => spec.name === asked || spec.alias === asked);
    const say = one
      ? explain(one)
      : ['您可以使用：', ...mine.map(helpLine), '在群里请先 @工单助手；编号可只写后四位以上。'].join('\n');
    return { say, changed: [] };
  },
};

/** Every command this program knows, as the contract names them. */
export const COMMANDS: readonly CommandSpec[] = [
  help,
  me,
  todo,
  ticket,
  claim,
  propose,
  signOff,
  delegate,
  contact,
  evidence,
  note,
  reply,
  review,
  extend,
  giveBack,
  unreasonable,
  accept,
  refuse,
  dispatch,
  urge,
  difficult,
  escalate,
  merge,
  voidTicket,
  restore,
  recall,
  rework,
  decide,
  takeCase,
  concludeCase,
  giveBackCase,
  prolongCase,
  followUp,
  noAnswer,
  unreachable,
  nonCompliant,
  explainInPerson,
  agenda,
  meeting,
  resolve,
  supervise,
  attend,
  archive,
  signal,
  practice,
  bonus,
  deduct,
  confirmDeductions,
  daily,
  monthly,
  appeal,
  lock,
  interview,
  rectify,
  investigate,
  report,
  bind,
  unbind,
  invite,
  chatId,
  seen,
];

/** "Did you mean": the nearest commands among those this person may use. */
export const nearestCommands = (word: string, person: Person): CommandSpec[] =>
  COMMANDS.filter((spec) => mayUse(person, spec) && spec !== seen)
    .map((spec) => ({
      spec,
      distance: Math.min(editDistance(word, spec.name), editDistance(word.toLowerCase(), spec.alias)),
    }))
    .filter(({ spec, distance }) => distance < Math.max(spec.name.length, 2))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ spec }) => spec);
