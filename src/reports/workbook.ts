import ExcelJS from 'exceljs';
import type { SheetCell, SheetPage, WorkbookPages } from '../cards/workbook.ts';
import { STEADY_DATE, steadyZip } from './steadyZip.ts';

const LINE = { style: 'thin' as const, color: { argb: 'FFB8C0CC' } };
const BORDER = { top: LINE, bottom: LINE, left: LINE, right: LINE };
const LONGEST_TAB = 31;
/** Points: two lines of a head. */
const HEAD_HEIGHT = 34;

/** A tab's name: without what Excel forbids, cut, and told apart from those before it. */
const tabName = (wanted: string, taken: Set<string>): string => {
  const plain = wanted.replace(/[[\]:*?/\\]/g, '').slice(0, LONGEST_TAB) || '表';
  let name = plain;
  for (let again = 2; taken.has(name.toLowerCase()); again += 1) name = `${plain.slice(0, LONGEST_TAB - 4)}(${again})`;
  taken.add(name.toLowerCase());
  return name;
};

const format = (digits = 0): string => (digits === 0 ? '0' : `0.${'0'.repeat(digits)}`);

const fill = (cell: ExcelJS.Cell, content: SheetCell): void => {
  if (typeof content === 'string') {
    cell.value = content;
    cell.alignment = { vertical: 'middle', wrapText: true };
    return;
  }
  cell.numFmt = format(content.digits);
  cell.alignment = { vertical: 'middle', horizontal: 'right' };
  cell.value =
    'formula' in content
      ? { formula: content.formula, result: Number(content.value), date1904: false }
      : Number(content.number);
};

const addPage = (book: ExcelJS.Workbook, { name, lines, columns, rows }: SheetPage, taken: Set<string>): void => {
  const headRow = lines.length + 1;
  const sheet = book.addWorksheet(tabName(name, taken), {
    views: [{ state: 'frozen', ySplit: headRow, xSplit: 0 }],
    pageSetup: {
      paperSize: 9,
      orientation: columns.length > 6 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `${headRow}:${headRow}`,
    },
  });
  sheet.columns = columns.map(({ width }) => ({ width }));
  lines.forEach((text, index) => {
    const row = sheet.getRow(index + 1);
    row.getCell(1).value = text;
    row.font = index === 0 ? { bold: true, size: 14 } : { size: 10, color: { argb: 'FF555555' } };
  });
  const head = sheet.getRow(headRow);
  head.height = HEAD_HEIGHT;
  columns.forEach((column, index) => {
    const cell = head.getCell(index + 1);
    cell.value = column.head;
    cell.font = { bold: true };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE9EEF5' } };
    cell.alignment = { vertical: 'middle', horizontal: 'center', wrapText: true };
    cell.border = BORDER;
  });
  rows.forEach((cells, index) => {
    const row = sheet.getRow(headRow + 1 + index);
    cells.forEach((content, column) => {
      // A month's tickets have mostly empty cells: each would take its room in memory.
      if (content === '') return;
      const cell = row.getCell(column + 1);
      fill(cell, content);
      cell.border = BORDER;
    });
  });
};

/** A workbook as `.xlsx`, formulas with the values they come to; the same pages give the same bytes. */
export const workbookBytes = async ({ title, pages }: WorkbookPages): Promise<Buffer> => {
  const book = new ExcelJS.Workbook();
  book.creator = '县12345热线中心';
  book.lastModifiedBy = book.creator;
  book.title = title;
  book.created = STEADY_DATE;
  book.modified = STEADY_DATE;
  const taken = new Set<string>();
  for (const page of pages) addPage(book, page, taken);
  return steadyZip(Buffer.from(await book.xlsx.writeBuffer()));
};
