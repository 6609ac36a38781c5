import type { CardContext } from '../../cards/context.ts';
import { departmentName, limitInWords } from '../../cards/pieces.ts';
import { complainsOf } from '../../domain/complaint.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import { type Call, type CommandSpec, list, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** Those that complain of the very department they are being given to: no group may see them. */
const complaintsAmong = async (call: Call, code: string): Promise<Set<string>> => {
  const { desk, county } = call.scene;
  const department = county.department(code);
  const found = new Set<string>();
  for (const no of department ? call.tickets : []) {
    const file = await desk.read(no);
    const text = await desk.text(no);
    if (!file || !department) continue;
    const { type, title } = file.ticket;
    if (complainsOf({ type, title, content: text?.content ?? '' }, department, county.people)) found.add(no);
  }
  return found;
};

const assistedBy = ({ coDepartments }: Ticket, context: CardContext): string =>
  coDepartments.length > 0 ? `，协办 ${coDepartments.map((code) => departmentName(code, context)).join('、')}` : '';

/** 派单: the centre gives a ticket to its department, with assisting ones if need be. */
export const dispatch: CommandSpec = {
  name: '派单',
  alias: 'dispatch',
  help: '把待派工单派给承办单位，可写协办单位',
  example: '派单 GD20261122000017 县城市管理局 协办:住建局',
  who: ['operator', 'director'],
  tickets: 'many',
  acts: ['Dispatch'],
  bare: 'department',
  arguments: [
    { key: 'department', name: '承办', kind: 'department', required: true, ask: '派给哪个单位？' },
    { key: 'coDepartments', name: '协办', kind: 'departments', ask: '协办单位是哪几个？可写多个，用逗号隔开。' },
  ],
  run: async (call) => {
    const department = text(call.values, 'department') ?? '';
    const context = { at: call.at, county: call.scene.county };
    const about = await complaintsAmong(call, department);
    return onEachTicket(
      call,
      (no) => ({
        type: 'Dispatch',
        department,
        coDepartments: list(call.values, 'coDepartments'),
        aboutDepartment: about.has(no),
      }),
      (after) =>
        `已派单 ${after.no} 至 ${departmentName(department, context)}${assistedBy(after, context)}${after.claimDueAt ? `，签收时限 ${limitInWords(after.claimDueAt, after, context)}` : ''}。`,
    );
  },
};
