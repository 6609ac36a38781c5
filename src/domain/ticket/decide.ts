import type { Law } from '../law.ts';
import type { Command } from './commands.ts';
import { correct, dispatch, register, setAside } from './decide/arrival.ts';
import {
  accept,
  acknowledge,
  askExtension,
  askReturn,
  askUnreasonable,
  deductions,
  logReminder,
  noteReminder,
  refuseAsked,
} from './decide/asked.ts';
import { explain, followUp, markNonCompliant, noAnswer, reopen, resolve, unreachable } from './decide/ending.ts';
import { decideReferral, escalate, markDifficult, petition, supervise } from './decide/leaders.ts';
import { addNote } from './decide/note.ts';
import { recall } from './decide/recall.ts';
import { recompute } from './decide/recompute.ts';
import { attachEvidence, recordContact, reply, review } from './decide/reply.ts';
import type { Decision } from './decide/rules.ts';
import { watch } from './decide/watch.ts';
import { claim, propose, signOff } from './decide/work.ts';
import { refuse } from './refusal.ts';
import type { Ticket } from './state.ts';

/**
 * The law: what a command comes to for a ticket — events, or a refusal that says why. Pure; time is in the command.
 * Deciding changes nothing; `evolve` applies the events.
 */
export const decide = (command: Command, ticket: Ticket | undefined, law: Law): Decision => {
  if (command.type === 'Register') return register(command, ticket, law);
  if (!ticket) return refuse('ArgumentWrong', '没有这件工单。');
  if ('by' in command && !command.by.active) return refuse('NotYourRole', '您的账号已停用，不能办理工单。');
  switch (command.type) {
    case 'Correct':
      return correct(command, ticket, law);
    case 'Dispatch':
      return dispatch(command, ticket, law);
    case 'Claim':
      return claim(command, ticket, law);
    case 'Propose':
      return propose(command, ticket, law);
    case 'SignOff':
      return signOff(command, ticket, law);
    case 'RecordContact':
      return recordContact(command, ticket);
    case 'AddNote':
      return addNote(command, ticket);
    case 'Reply':
      return reply(command, ticket);
    case 'ApproveReply':
    case 'SendBackReply':
      return review(command, ticket, law);
    case 'AskExtension':
      return askExtension(command, ticket, law);
    case 'AskReturn':
      return askReturn(command, ticket);
    case 'AskUnreasonable':
      return askUnreasonable(command, ticket);
    case 'Accept':
      return accept(command, ticket, law);
    case 'Refuse':
      return refuseAsked(command, ticket, law);
    case 'LogReminder':
      return logReminder(command, ticket);
    case 'NoteReminder':
      return noteReminder(command, ticket);
    case 'Acknowledge':
      return acknowledge(command, ticket);
    case 'MarkDifficult':
      return markDifficult(command, ticket, law);
    case 'DecideReferral':
      return decideReferral(command, ticket, law);
    case 'Escalate':
      return escalate(command, ticket);
    case 'TakeCase':
    case 'ConcludeCase':
    case 'GiveBackCase':
    case 'ProlongCase':
      return petition(command, ticket, law);
    case 'Supervise':
      return supervise(command, ticket);
    case 'FollowUp':
      return followUp(command, ticket, law);
    case 'NoAnswer':
      return noAnswer(command, ticket, law);
    case 'Unreachable':
      return unreachable(command, ticket);
    case 'Reopen':
      return reopen(command, ticket, law);
    case 'MarkNonCompliant':
      return markNonCompliant(command, ticket);
    case 'Explain':
      return explain(command, ticket, law);
    case 'Resolve':
      return resolve(command, ticket, law);
    case 'Merge':
    case 'Void':
    case 'Restore':
      return setAside(command, ticket);
    case 'Recall':
      return recall(command);
    case 'ConfirmDeduction':
    case 'LapseDeductions':
      return deductions(command, ticket);
    case 'AttachEvidence':
      return attachEvidence(command, ticket);
    case 'Recompute':
      return recompute(command, ticket, law);
    case 'Watch':
      return watch(ticket, command.at, law);
    default:
      return command satisfies never;
  }
};
