import { namedMarks } from '../../domain/assessment/markRules.ts';
import { instant } from '../../domain/instant.ts';
import { MARK_KINDS, type Mark, monthOf } from '../../domain/mark/mark.ts';
import { nearestDepartments } from '../../domain/nearest.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { confirmMark, proposeMark } from '../../workflow/mark.ts';
import { type Call, type CommandSpec, nothingDone, type Outcome, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

/** The director's own mark is proposed and confirmed at once; its item must be one of the scheme in force. */
const give = async (call: Call, kind: Mark['kind']): Promise<Outcome> => {
  const { county } = call.scene;
  const scheme = county.scheme(monthOf(instant(call.at)));
  const items = namedMarks(scheme).filter((item) => item.kind === kind);
  const [unit = '', ...rest] = (text(call.values, 'department') ?? '').split(/\s+/);
  const department = county.departmentNamed(unit);
  if (!department) {
    const near = nearestDepartments(unit, county.departments, 3).map(({ name }) => name);
    return nothingDone(`没有叫“${unit}”的承办单位，您是不是要：${near.join('、')}？`);
  }
  const words = text(call.values, 'item') ?? rest.join('');
  const item =
    items.find(({ name }) => name === words) ??
    (words === '' ? undefined : items.find(({ name }) => name.includes(words)));
  if (!item)
    return nothingDone(
      items.length > 0
        ? `没有“${words}”这个${MARK_KINDS[kind]}项目，可选：${items.map(({ name }) => name).join('、')}。`
        : `现行考核方案“${scheme.name}”没有${MARK_KINDS[kind]}项目。`,
    );
  const proposed = await proposeMark(call.scene, {
    department: department.code,
    event: item.event,
    because: text(call.values, 'basis') ?? '',
    at: instant(call.at),
    by: call.actor.id,
  });
  if (!proposed) throw new Error('an item of the scheme is an item of the scheme');
  const mark = await confirmMark(call.scene, proposed.id, call.actor, call.at);
  if (isRefusal(mark)) return refusedBy(mark);
  return {
    say: `已${MARK_KINDS[kind]} ${mark.id}：${department.name} ${mark.name} ${mark.points} 分，计入 ${mark.month}。`,
    changed: [],
  };
};

const spec = (kind: Mark['kind'], parts: { alias: string; help: string; example: string }): CommandSpec => ({
  name: MARK_KINDS[kind],
  ...parts,
  who: ['director'],
  tickets: 'none',
  bare: 'department',
  arguments: [
    { key: 'department', name: '单位', kind: 'text', required: true, ask: '哪个单位？后面可接着写项目。' },
    { key: 'item', name: '项目', kind: 'text', ask: '哪个项目？' },
    { key: 'basis', name: '依据', kind: 'text', required: true, ask: '依据是什么？' },
  ],
  run: (call) => give(call, kind),
});

/** 加分 and 扣分 by the director, with the evidence (scoring.md). */
export const bonus = spec('bonus', {
  alias: 'bonus',
  help: '给单位加分，写明项目和依据',
  example: '加分 城管局 表扬 依据:群众送锦旗',
});
export const deduct = spec('deduction', {
  alias: 'deduct',
  help: '给单位扣分，写明项目和依据',
  example: '扣分 城管局 推诿 依据:三次退单均属本单位职责',
});
