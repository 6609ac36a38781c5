import { z } from 'zod';
import { ROLES } from '../domain/person.ts';

const Id = z.string().trim().min(1, '不能为空').max(128);

/** The organisation file (contract): departments, people with roles, bound groups. */
export const Organisation = z
  .object({
    departments: z
      .array(z.object({ code: Id, name: Id, aliases: z.array(Id).default([]), group: z.string().optional() }))
      .default([]),
    people: z
      .array(
        z.object({
          id: Id,
          name: Id,
          department: Id,
          roles: z.array(z.enum(ROLES, `角色须为 ${ROLES.join('、')} 之一`)).default([]),
          wecom: Id.optional(),
          dingtalk: Id.optional(),
          /** Asked of the platforms once, for an account that is not given; not kept in clear. */
          mobile: z
            .string()
            .regex(/^1\d{10}$/, '手机号须为 11 位数字')
            .optional(),
          fields: z.array(z.string()).default([]),
          roster: z.array(z.iso.date('日期须写成 2026-10-20')).default([]),
          active: z.boolean().default(true),
        }),
      )
      .default([]),
    chats: z
      .array(
        z.object({
          platform: z.enum(['wecom', 'dingtalk'], '平台须为 wecom 或 dingtalk'),
          id: Id,
          department: Id.optional(),
          scope: z.enum(['centre', 'county'], 'scope 须为 centre 或 county').optional(),
          webhookKey: Id.optional(),
        }),
      )
      .default([]),
  })
  .superRefine((file, context) => {
    const codes = new Set(file.departments.map((department) => department.code));
    const complain = (path: (string | number)[], message: string): void =>
      void context.addIssue({ code: 'custom', path, message });
    for (const [list, name] of [
      [file.departments.map(({ code }) => code), 'departments'],
      [file.people.map(({ id }) => id), 'people'],
    ] as const) {
      list.forEach((id, index) => {
        if (list.indexOf(id) !== index) complain([name, index], `“${id}”重复`);
      });
    }
    for (const on of ['wecom', 'dingtalk'] as const) {
      const ids = file.people.map((person) => person[on]);
      ids.forEach((id, index) => {
        if (id !== undefined && ids.indexOf(id) !== index) complain(['people', index, on], `${on} 账号“${id}”重复`);
      });
    }
    if (codes.size === 0) return;
    file.people.forEach((person, index) => {
      if (!codes.has(person.department))
        complain(['people', index, 'department'], `${person.name} 的单位“${person.department}”不在 departments 里`);
    });
    file.chats.forEach((chat, index) => {
      if (chat.department !== undefined && !codes.has(chat.department))
        complain(['chats', index, 'department'], `群 ${chat.id} 的单位“${chat.department}”不在 departments 里`);
      if ((chat.department === undefined) === (chat.scope === undefined))
        complain(['chats', index], `群 ${chat.id} 须写 department 或 scope 之一`);
    });
  });
export type Organisation = z.infer<typeof Organisation>;
