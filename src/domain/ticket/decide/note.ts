import { CENTRE, DEPARTMENT_ROLES, hasRole } from '../../person.ts';
import { isRestricted, mayRead } from '../access.ts';
import type { Command } from '../commands.ts';
import { refuse } from '../refusal.ts';
import type { Ticket } from '../state.ts';
import { isOpen } from '../status.ts';
import { type Decision, isBlank } from './rules.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/**
 * 备注: an assisting department answers to the main one, the main one and the centre to the assisting ones
 * (requirements.md, section 2, 主办/协办). Changes no state and moves no limit.
 */
export const addNote = ({ by, at, content }: Of<'AddNote'>, ticket: Ticket): Decision => {
  const takesPart = by.department === CENTRE || hasRole(by, ...DEPARTMENT_ROLES);
  if (!takesPart || !mayRead(by, ticket))
    return refuse(
      'NotYours',
      isRestricted(ticket)
        ? '不公开工单的备注由获准查看的人员填写。'
        : '备注由主办、协办单位的人员或县热线中心填写，您的单位不办理这件工单。',
    );
  if (!isOpen(ticket.status)) return refuse('WrongStatus', '工单已结束，不能再备注。');
  if (isBlank(content, 2))
    return refuse('ArgumentMissing', `请写备注内容，例：备注 ${ticket.no} 内容:已会同现场查看。`);
  return [{ type: 'NoteAdded', at, by: by.id, note: { content: content.trim(), by: by.id, at } }];
};
