import exceljs from 'exceljs';
import type { CardContext } from '../../cards/context.ts';
import type { FilingOutcome } from '../../domain/archive/filing.ts';
import type { Department } from '../../domain/person.ts';
import { maskText } from '../../domain/privacy.ts';
import { isRestricted } from '../../domain/ticket/access.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import type { BundleLine } from './bundle.ts';

/** A ticket in the index. */
export interface IndexLine {
  ticket: Ticket;
  missing: readonly string[];
  files: number;
}

const LOCAL = 8 * 3_600_000;
const local = (moment: string | undefined): string =>
  moment ? new Date(Date.parse(moment) + LOCAL).toISOString().slice(0, 16).replace('T', ' ') : '';

interface Column {
  name: string;
  width: number;
}

const sheet = async (
  title: string,
  columns: readonly Column[],
  rows: readonly (string | number)[][],
): Promise<Buffer> => {
  const book = new exceljs.Workbook();
  const page = book.addWorksheet(title.slice(0, 31), { views: [{ state: 'frozen', ySplit: 2 }] });
  page.columns = columns.map(({ width }) => ({ width }));
  page.addRow([title]).font = { bold: true, size: 14 };
  page.mergeCells(1, 1, 1, columns.length);
  page.addRow(columns.map(({ name }) => name)).font = { bold: true };
  for (const row of rows) page.addRow(row).alignment = { wrapText: true, vertical: 'top', horizontal: 'left' };
  page.pageSetup = { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 };
  return Buffer.from(await book.xlsx.writeBuffer());
};

const TICKET_COLUMNS: Column[] = [
  { name: '序号', width: 6 },
  { name: '编号', width: 22 },
  { name: '诉求', width: 32 },
  { name: '类型', width: 8 },
  { name: '签批时间', width: 17 },
  { name: '牵头负责人', width: 12 },
  { name: '经办人员', width: 16 },
  { name: '办结时间', width: 17 },
  { name: '状态', width: 10 },
  { name: '附件', width: 6 },
  { name: '缺项', width: 24 },
];

/** 目录.xlsx of one department: a line a ticket, with what is missing. */
export const departmentIndex = (
  month: string,
  department: Department,
  lines: readonly IndexLine[],
  { county }: CardContext,
): Promise<Buffer> => {
  const name = (id: string): string => county.person(id)?.name ?? id;
  const rows = lines.map(({ ticket, missing, files }, index) => [
    index + 1,
    ticket.no,
    isRestricted(ticket) ? '（不公开工单）' : maskText(ticket.title),
    ticket.type,
    local(ticket.signOff?.at),
    ticket.signOff ? name(ticket.signOff.lead) : '',
    ticket.signOff?.handlers.map(name).join('、') ?? '',
    local(ticket.closedAt),
    STATUS_NAMES[ticket.status],
    files,
    missing.join('、') || '齐全',
  ]);
  return sheet(`${department.name} ${month} 签批工单归档目录`, TICKET_COLUMNS, rows);
};

const OUTCOMES: Record<FilingOutcome, string> = {
  open: '待归档',
  filed: '按时归档',
  incomplete: '按时归档，缺材料',
  late: '逾期归档',
  missing: '逾期未归档',
};

/** 归档情况.xlsx of the county: a line a department, counted for the year-end assessment. */
export const countyIndex = (month: string, lines: readonly BundleLine[], { county }: CardContext): Promise<Buffer> =>
  sheet(
    `${month} 各单位归档情况（第一条）`,
    [
      { name: '承办单位', width: 28 },
      { name: '签批工单', width: 10 },
      { name: '材料齐全', width: 10 },
      { name: '在办', width: 8 },
      { name: '缺材料', width: 8 },
      { name: '归档时间', width: 18 },
      { name: '情况', width: 18 },
    ],
    lines.map((line) => [
      county.department(line.department)?.name ?? line.department,
      line.tickets,
      line.complete,
      line.running,
      line.missing,
      local(line.filedAt),
      OUTCOMES[line.outcome],
    ]),
  );
