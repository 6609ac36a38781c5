import { PlainError } from '../kernel/errors.ts';
import { auditChains, type Break } from '../store/audit.ts';
import { hasTables, withConnection } from './connect.ts';
import type { Printed } from './print.ts';
import { progressBar } from './progress.ts';

const WHAT: Record<Break['what'], string> = {
  missing: '缺失（被删除或次序被改动）',
  changed: '内容与校验值不符（写入后被改动）',
  columns: '的时间、人员或类型与留痕正文不符',
  end: '',
};

const sentence = ({ of, name, seq, what }: Break): string => {
  const where = of === 'desk' ? '工作台操作' : `${of === 'ticket' ? '工单' : '事项'} ${name}`;
  return what === 'end'
    ? `${where} 的现状与留痕的末尾不符：留痕被截断、增补，或现状不是由留痕而来。`
    : `${where} 的第 ${seq} 条留痕${WHAT[what]}。`;
};

/** `hotline audit verify`: exit 1 and the first broken history by name when there is one. */
export const verifyAudit = (): Promise<Printed> =>
  withConnection(async ({ client }) => {
    if (!(await hasTables(client))) throw new PlainError('no-tables', '数据库里还没有工单助手的数据，没有可核对的。');
    const { broken, ...audit } = await auditChains(client, progressBar('件'));
    const walked = `已核对工单 ${audit.tickets} 件、事项 ${audit.matters} 件、留痕 ${audit.events} 条`;
    return {
      json: {
        ok: broken === undefined,
        ...audit,
        ...(broken ? { broken: { ...broken, says: sentence(broken) } } : {}),
      },
      text: broken
        ? `${sentence(broken)}请保留现场，用备份比对后再处理。（${walked}，到此为止）`
        : `${walked}，全部完好。\n总校验值 ${audit.tip}（记下来，以后可证明当时的留痕没有整体重写）`,
      failed: broken !== undefined,
    };
  });
