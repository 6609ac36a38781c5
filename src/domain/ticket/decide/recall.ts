import type { Command } from '../commands.ts';
import { refuse } from '../refusal.ts';
import { type Decision, isBlank, onlyCentre } from './rules.ts';

/**
 * 撤回: the centre takes back what should not have been posted, whatever has become of the ticket. The history keeps by
 * whom and why; the ticket itself stays as it is.
 */
export const recall = ({ by, at, reason, all }: Extract<Command, { type: 'Recall' }>): Decision => {
  const no = onlyCentre(by, ['operator', 'director'], '撤回消息');
  if (no) return no;
  if (isBlank(reason)) return refuse('ArgumentMissing', '撤回要写原因。');
  return [{ type: 'LettersRecalled', at, by: by.id, reason: reason.trim(), all }];
};
