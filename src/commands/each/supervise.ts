import { shortTime } from '../../cards/pieces.ts';
import { PRESENCE } from '../../cards/supervision.ts';
import { instant } from '../../domain/instant.ts';
import { hasRole } from '../../domain/person.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { planSupervision, recordSupervision } from '../../workflow/supervise.ts';
import { type Call, type CommandSpec, nothingDone, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

/** 督办 (R5.1–R5.4): when, where, who leads; who must come follows from it. */
export const supervise: CommandSpec = {
  name: '督办',
  alias: 'supervise',
  help: '安排现场督办：中心带队的分管领导须到场，县领导带队的主要负责人须到场（第五条）',
  example: '督办 GD20261122000017 时间:11-27 15:00 地点:南门社区 带队:中心 限期:12-04',
  who: ['operator', 'director'],
  tickets: 'many',
  arguments: [
    { key: 'when', name: '时间', kind: 'limit', required: true, ask: '什么时候督办？例如 11-27 15:00。' },
    { key: 'place', name: '地点', kind: 'text', required: true, ask: '在哪里督办？' },
    {
      key: 'led',
      name: '带队',
      kind: 'choice',
      choices: ['中心', '县领导'],
      required: true,
      ask: '谁带队？中心 或 县领导。',
    },
    { key: 'limit', name: '限期', kind: 'limit', ask: '限期哪天办结？县领导带队不写的，按县里政策的限期。' },
    { key: 'invitees', name: '邀请', kind: 'text', ask: '邀请哪些人大代表、政协委员？' },
  ],
  run: async (call) => {
    const { values } = call;
    const limit = text(values, 'limit');
    const answer = await planSupervision(
      call.scene,
      call.actor,
      {
        tickets: call.tickets,
        when: text(values, 'when') ?? '',
        place: text(values, 'place') ?? '',
        led: text(values, 'led') === '中心' ? 'centre' : 'county',
        invitees: (text(values, 'invitees') ?? '').split(/[\s,，、;；]+/).filter((name) => name !== ''),
        ...(limit ? { limit } : {}),
      },
      call.at,
    );
    if (isRefusal(answer)) return refusedBy(answer);
    const must = answer.departments.flatMap(({ people }) =>
      people.map((id) => call.scene.county.person(id)?.name ?? id),
    );
    return {
      say: `已安排现场督办 ${answer.id}：${shortTime(answer.when)} ${answer.place}，已通知 ${must.join('、')} 亲自到场（第五条）${answer.limit ? `，限期 ${shortTime(answer.limit)} 办结` : ''}。`,
      changed: call.tickets,
      ...(answer.listed.length < answer.tickets.length ? { private: true } : {}),
    };
  },
};

const REPLIES: Record<string, boolean> = { 通过: true, 退回: false };

/** Which supervision is meant: by its number, by the card, or the open one of a ticket. */
const supervisionOf = async (call: Call): Promise<string | undefined> => {
  const [matter] = call.matters;
  if (matter) return matter.id;
  const [ticket] = call.tickets;
  if (!ticket) return undefined;
  const found = await call.scene.desk.matters<{ id: string }>('supervision', { ticket, open: true });
  return found.at(-1)?.id;
};

const NONE = nothingDone('没有找到现场督办，请写督办编号，例：到场 DD20261120-1 城管局 到场:是 表态:是 处理:否');

/** 到场: the summoned answer whether they come; the operator records the three facts of a department (R5.2, R5.3). */
export const attend: CommandSpec = {
  name: '到场',
  alias: 'attend',
  help: '应到场人员答复能否到场；值班员登记到场、表态、处理情况，未做到的拟扣分（第五条）',
  example: '到场 DD20261120-1 城管局 到场:是 表态:是 处理:否',
  who: ['operator', 'director', 'deputy', 'principal'],
  tickets: 'one',
  matters: ['supervision'],
  bare: 'department',
  arguments: [
    { key: 'department', name: '单位', kind: 'department', ask: '哪个单位？' },
    {
      key: 'attended',
      name: '到场',
      kind: 'yesNo',
      required: (given) => given.department !== undefined,
      ask: '负责人到场了吗？是 或 否。',
    },
    {
      key: 'answered',
      name: '表态',
      kind: 'yesNo',
      required: (given) => given.department !== undefined,
      ask: '当场表态了吗？是 或 否。',
    },
    {
      key: 'handled',
      name: '处理',
      kind: 'yesNo',
      required: (given) => given.department !== undefined,
      ask: '当场处理了吗？是 或 否。',
    },
    { key: 'verdict', name: '答复', kind: 'choice', choices: ['通过', '退回'], ask: '能到场写 通过，不能写 退回。' },
    {
      key: 'reason',
      name: '原因',
      kind: 'text',
      required: (given) => given.verdict === '退回',
      ask: '为什么不能到场？',
    },
  ],
  run: async (call) => {
    const { values, actor } = call;
    const id = await supervisionOf(call);
    if (!id) return NONE;
    const at = instant(call.at);
    const face = call.matters[0]?.face;
    const department =
      text(values, 'department') ?? (face?.startsWith(PRESENCE) ? face.slice(PRESENCE.length) : undefined);
    const coming = REPLIES[text(values, 'verdict') ?? ''];
    if (department === undefined && coming === undefined)
      return nothingDone(
        hasRole(actor, 'operator', 'director')
          ? `请写单位和三项事实，例：到场 ${id} 城管局 到场:是 表态:是 处理:否`
          : `请写能否到场：到场 ${id} 答复:通过，或 到场 ${id} 答复:退回 原因:…（第五条）`,
      );
    const reason = text(values, 'reason');
    const answer = await recordSupervision(
      call.scene,
      id,
      department === undefined
        ? { type: 'Reply', by: actor, at, coming: coming ?? false, ...(reason ? { reason } : {}) }
        : {
            type: 'RecordPresence',
            by: actor,
            at,
            department,
            attended: values.attended === '是',
            answered: values.answered === '是',
            handled: values.handled === '是',
          },
    );
    if (isRefusal(answer)) return refusedBy(answer);
    if (department === undefined)
      return { say: coming ? '已答复：到场参加。' : '已答复：不能到场，县热线中心已收到。', changed: [] };
    const name = call.scene.county.department(department)?.name ?? department;
    return {
      say: `已登记 ${name} 的到场情况${answer.proposed > 0 ? `，拟扣分 ${answer.proposed} 项，等中心负责人确认（第五条）` : ''}。`,
      changed: [],
    };
  },
};
