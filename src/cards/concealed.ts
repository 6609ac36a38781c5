import type { FactLine } from '../domain/assessment/facts.ts';
import type { MonthTable } from '../domain/assessment/monthTable.ts';

/** A month's table and lines as papers may carry them. */
export interface PaperFigures {
  table: MonthTable;
  lines: readonly FactLine[];
}

/**
 * Restricted tickets go by a serial of this paper instead of their number, in lines, marks, exclusions and appeals: they
 * count as everywhere, and nobody is led to them (requirements.md, section 4).
 */
export const concealed = ({ table, lines }: PaperFigures, restricted: ReadonlySet<string>): PaperFigures => {
  const names = new Map([...restricted].sort().map((no, index) => [no, `不公开工单${index + 1}`]));
  const shown = (no: string): string => names.get(no) ?? no;
  const because = (tickets: readonly string[], text: string): string =>
    tickets.some((no) => names.has(no)) ? '不公开工单，详情另行查询' : text;
  return {
    lines: lines.map((line) => ({ ...line, ticket: shown(line.ticket) })),
    table: {
      ...table,
      marks: table.marks.map((mark) =>
        mark.tickets.some((no) => names.has(no))
          ? { ...mark, id: '不公开', tickets: mark.tickets.map(shown), because: because(mark.tickets, mark.because) }
          : mark,
      ),
      exclusions: table.exclusions.map((entry) => ({
        ...entry,
        ticket: shown(entry.ticket),
        because: because([entry.ticket], entry.because),
      })),
      adjustments: table.adjustments.map((entry) =>
        entry.kind === 'exempt'
          ? { ...entry, ticket: shown(entry.ticket), because: because([entry.ticket], entry.because) }
          : entry,
      ),
    },
  };
};
