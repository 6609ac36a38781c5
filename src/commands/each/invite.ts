import type { Person } from '../../domain/person.ts';
import { newInvitationCode } from '../invitationCode.ts';
import { type Call, type CommandSpec, nothingDone, type Outcome, text } from '../spec.ts';

/** How long a code may be used. */
const HOURS = 24;

/** Those meant by a name or a 编号, in the department named if one is. */
const meant = ({ scene: { county }, values }: Call): Person[] => {
  const words = text(values, 'person') ?? '';
  const department = county.departmentNamed(text(values, 'department') ?? '')?.code;
  return county.people.filter(
    (person) =>
      person.active &&
      (person.id === words || person.name === words) &&
      (department === undefined || person.department === department),
  );
};

const nobody = (call: Call): Outcome =>
  nothingDone(
    `名册上没有在岗的“${text(call.values, 'person')}”，请先用组织文件登记（hotline import org），再发绑定码。`,
  );

const several = (call: Call, people: readonly Person[]): Outcome => {
  const lines = people.map(
    ({ id, name, department }) =>
      `${name}（${call.scene.county.department(department)?.name ?? department}）编号 ${id}`,
  );
  return { ...nothingDone(`有 ${people.length} 位同名，请写编号：\n${lines.join('\n')}`), private: true };
};

/** 绑定码: an administrator makes a code with which a person ties another account of theirs, in private, once. */
export const invite: CommandSpec = {
  name: '绑定码',
  alias: 'invite',
  help: `管理员为名册上的人发绑定码，${HOURS} 小时内本人在私聊中发送一次即绑定账号`,
  example: '绑定码 吴强 单位:教体局',
  who: ['administrator'],
  tickets: 'none',
  bare: 'person',
  arguments: [
    { key: 'person', name: '人员', kind: 'text', required: true, ask: '给谁发绑定码？（姓名或编号）' },
    { key: 'department', name: '单位', kind: 'department', ask: '哪个单位？' },
  ],
  run: async (call) => {
    const [person, ...others] = meant(call);
    if (!person) return nobody(call);
    if (others.length > 0) return several(call, [person, ...others]);
    const code = newInvitationCode();
    const expiresAt = new Date(call.at.getTime() + HOURS * 3_600_000);
    await call.scene.desk.invite({ code, person: person.id, by: call.actor.id, at: call.at, expiresAt });
    const lines = [
      `${person.name}的绑定码：${code}`,
      `${HOURS} 小时内有效，只能用一次。请只交给本人，由其在要绑定的企业微信或钉钉里私聊工单助手，把这个码发过来。`,
    ];
    return { say: lines.join('\n'), changed: [], private: true };
  },
};
