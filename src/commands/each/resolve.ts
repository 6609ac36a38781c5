import { shortTime } from '../../cards/pieces.ts';
import { type Owner, RESOLUTION_HANDLINGS, type ResolutionHandling } from '../../domain/consultation/resolution.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import type { County } from '../../workflow/county.ts';
import { finishResolution, resolve as resolveTicket } from '../../workflow/resolution.ts';
import { type Call, type CommandSpec, nothingDone, type Outcome, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

/** 责任: a department by its name, or a person by theirs; one sentence when it is neither or not one. */
const ownerNamed = (words: string, county: County): Owner | { problem: string } => {
  const department = county.departmentNamed(words);
  if (department) return { department: department.code };
  const people = county.people.filter(({ name, active }) => active && name === words);
  const [person] = people;
  if (person && people.length === 1) return { department: person.department, person: person.id };
  return {
    problem: person
      ? `叫“${words}”的有 ${people.length} 人，请写单位名称。`
      : `没有叫“${words}”的单位或人员，请写单位名称或负责人姓名。`,
  };
};

const finish = async (call: Call, id: string): Promise<Outcome> => {
  if (text(call.values, 'handling') !== '办结')
    return nothingDone(`决议 ${id} 已登记；落实后请写 处理:办结 内容:落实情况。`);
  const note = text(call.values, 'content') ?? '';
  const answer = await finishResolution(call.scene, id, { by: call.actor, note }, call.at);
  return isRefusal(answer) ? refusedBy(answer) : { say: `决议 ${id} 已销号。`, changed: [] };
};

const record = async (call: Call, ticket: string): Promise<Outcome> => {
  const words = text(call.values, 'owner');
  const owner = words === undefined ? undefined : ownerNamed(words, call.scene.county);
  if (owner && 'problem' in owner) return nothingDone(owner.problem);
  const dueAt = text(call.values, 'dueAt');
  const order = {
    ticket,
    handling: text(call.values, 'handling') as ResolutionHandling,
    content: text(call.values, 'content') ?? '',
    ...(owner ? { owner } : {}),
    ...(dueAt ? { dueAt } : {}),
  };
  const answer = await resolveTicket(call.scene, call.actor, order, call.at);
  if (isRefusal(answer)) return refusedBy(answer);
  const status = (await call.scene.desk.read(ticket))?.ticket.status;
  const until = answer.done ? '' : `责任单位已通知${answer.dueAt ? `，时限 ${shortTime(answer.dueAt)}` : ''}。`;
  return {
    say: `已登记 ${ticket} 的会商决议 ${answer.id}（${answer.handling}），现在：${status ? STATUS_NAMES[status] : ''}。${until}`,
    changed: [ticket],
    private: true,
  };
};

/** 决议 (R2.3): what the consultation decided about a ticket, who answers for it and until when; or that it is carried out. */
export const resolve: CommandSpec = {
  name: '决议',
  alias: 'resolve',
  help: '登记会商决议（重办、办结或推进），写明责任和时限；落实后按决议编号销号（第二条）',
  example: '决议 GD20261122000017 处理:重办 责任:住建局 时限:11-28 内容:由住建局牵头三日内修复',
  who: ['director'],
  tickets: 'one',
  matters: ['resolution'],
  acts: ['Resolve'],
  arguments: [
    {
      key: 'handling',
      name: '处理',
      kind: 'choice',
      choices: RESOLUTION_HANDLINGS,
      required: true,
      ask: '怎么处理？重办、办结，或不改变工单状态的 推进。',
    },
    { key: 'content', name: '内容', kind: 'text', required: true, ask: '决议内容是什么？' },
    { key: 'owner', name: '责任', kind: 'text', ask: '哪个单位或谁负责？' },
    { key: 'dueAt', name: '时限', kind: 'limit', ask: '时限到哪天？' },
  ],
  run: async (call) => {
    const [matter] = call.matters;
    const [ticket] = call.tickets;
    if (matter) return finish(call, matter.id);
    return ticket ? record(call, ticket) : nothingDone(`请写明工单编号，例：${call.spec.example}`);
  },
};
