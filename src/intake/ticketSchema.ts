import { z } from 'zod';
import { TICKET_TYPES } from '../domain/ticket/status.ts';
import { legible } from '../kernel/legible.ts';

/** No hotline ticket is older or due later: a date outside is a slip of the upstream, and would be counted day by day. */
const EARLIEST = '2015-01-01T00:00:00Z';
const LATEST_DAYS = 1_100;

const moment = (what: string) =>
  z.iso
    .datetime({ offset: true, error: `${what}须为带时区的时间，例如 2026-11-22T09:00:00+08:00` })
    .refine((text) => Date.parse(text) >= Date.parse(EARLIEST), `${what}早于 2015 年，请核对`);
const short = (what: string, most: number) =>
  z.string(`${what}须为文字`).overwrite(legible).trim().max(most, `${what}不能超过 ${most} 字`);

/** A ticket as the intake API takes it (contract, "Ticket JSON"). Unknown members are ignored. */
export const TicketJson = z
  .object({
    no: short('编号', 64)
      .min(1, '缺少编号')
      .regex(/^[^\s/\\?#%|<>"'`]+$/, '编号不能含空格、引号或 / \\ ? # % | < >')
      .meta({ description: '工单编号，唯一' }),
    cityNo: short('市级编号', 64).optional(),
    type: z.enum(TICKET_TYPES, `类型须为 ${TICKET_TYPES.join('、')} 之一`),
    title: short('标题', 500).min(1, '缺少标题'),
    content: short('内容', 20_000).default(''),
    category: short('事项分类', 200).optional().meta({ description: '大类/小类' }),
    area: short('区域', 200).optional(),
    address: short('地址', 500).optional(),
    caller: z
      .object({
        name: short('诉求人', 100).optional(),
        phone: short('电话', 50).optional(),
        anonymous: z.boolean().optional(),
        confidential: z.boolean().optional(),
      })
      .optional(),
    urgent: z.boolean().optional(),
    source: short('来源', 100).optional(),
    department: short('承办单位', 200).optional().meta({ description: '名称、简称或代码；缺少或不认识的转待派单' }),
    coDepartments: z.array(short('协办单位', 200)).max(20).optional(),
    receivedAt: moment('来件时间'),
    dispatchedAt: moment('派单时间').optional(),
    dueAt: moment('办理时限').optional(),
  })
  .refine(
    ({ receivedAt, dueAt }) =>
      dueAt === undefined || Date.parse(dueAt) - Date.parse(receivedAt) <= LATEST_DAYS * 86_400_000,
    {
      path: ['dueAt'],
      message: '办理时限离来件时间太远，请核对',
    },
  )
  .meta({ id: 'TicketIntake' });
export type TicketJson = z.infer<typeof TicketJson>;

export const IntakeResult = z
  .object({
    no: z.string(),
    row: z.number().int().optional(),
    outcome: z.enum(['created', 'unchanged', 'updated', 'rejected']),
    reason: z.string().optional(),
  })
  .meta({ id: 'IntakeResult' });
export type IntakeResult = z.infer<typeof IntakeResult>;

/** Every problem of one ticket in one line. */
export const problemsOf = (error: z.ZodError): string =>
  error.issues
    .map((issue) =>
      issue.path.length > 0 && !/[\u4e00-\u9fff]/.test(issue.message)
        ? `${issue.path.join('.')}：${issue.message}`
        : issue.message,
    )
    .join('；');
