import {
  AlignmentType,
  BorderStyle,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { PaperSection, PaperText } from '../cards/paper.ts';
import type { Paper } from '../workflow/documents.ts';

/** The office's type (GB/T 9704): 仿宋 for text, 黑体 for headings; sizes in half points (三号 = 16 pt). */
const BODY = { font: '仿宋', size: 32 };
const TABLE_TEXT = { font: '仿宋', size: 24 };
const LINE = 560;
const TWIPS_OF_TEXT = 8_844;

const paragraph = (text: string): Paragraph =>
  new Paragraph({
    spacing: { line: LINE, lineRule: 'exact' },
    indent: { firstLine: 640 },
    children: [new TextRun({ text, ...BODY })],
  });

const cell = (text: string, bold: boolean, width: number): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: 80, right: 80 },
    children: text
      .split('\n')
      .map((line) => new Paragraph({ children: [new TextRun({ text: line, bold, ...TABLE_TEXT })] })),
  });

/** Letters as wide as a Chinese one; Latin ones and digits are little more than half. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1), 0);

/** A column has room for its head and for its longest word; text longer than a dozen letters goes into lines. */
const LONGEST = 13;

const widthsOf = (rows: readonly (readonly string[])[]): number[] => {
  const columns = rows[0]?.length ?? 1;
  const weights = Array.from({ length: columns }, (_none, column) => {
    const widths = rows.map((row) => Math.max(...(row[column] ?? '').split('\n').map(widthOf)));
    return Math.min(LONGEST, Math.max(3, ...widths)) + 1;
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.floor((TWIPS_OF_TEXT * weight) / whole));
};

const table = ({ head, rows }: NonNullable<PaperSection['table']>): Table => {
  const widths = widthsOf([head, ...rows]);
  const line = (row: readonly string[], bold: boolean): TableRow =>
    new TableRow({
      tableHeader: bold,
      cantSplit: true,
      children: row.map((text, column) => cell(text, bold, widths[column] ?? 1_000)),
    });
  const border = { style: BorderStyle.SINGLE, size: 4, color: '444444' };
  return new Table({
    width: { size: TWIPS_OF_TEXT, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: {
      top: border,
      bottom: border,
      left: border,
      right: border,
      insideHorizontal: border,
      insideVertical: border,
    },
    rows: [line(head, true), ...rows.map((row) => line(row, false))],
  });
};

const section = ({ heading, lines = [], table: found }: PaperSection): (Paragraph | Table)[] => [
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    spacing: { before: 200, after: 80 },
    keepNext: true,
    children: [new TextRun({ text: heading, font: '黑体', size: 32, color: '000000' })],
  }),
  ...lines.map(paragraph),
  ...(found ? [table(found), new Paragraph({ spacing: { after: 120 } })] : []),
];

/** A document of the office as `.docx`, with real headings and tables; the same text gives the same pages. */
export const paperDocument = async ({ name, title, subtitle, sections }: PaperText): Promise<Paper> => {
  const document = new Document({
    title,
    creator: '县12345热线中心',
    styles: { default: { document: { run: BODY } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11_906, height: 16_838 },
            margin: { top: 2_098, bottom: 1_984, left: 1_587, right: 1_474 },
          },
        },
        children: [
          new Paragraph({
            heading: HeadingLevel.TITLE,
            alignment: AlignmentType.CENTER,
            spacing: { after: 120 },
            children: [new TextRun({ text: title, font: '黑体', size: 44, color: '000000' })],
          }),
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { after: 240 },
            children: [new TextRun({ text: subtitle, ...TABLE_TEXT })],
          }),
          ...sections.flatMap(section),
        ],
      },
    ],
  });
  return { name: `${name}.docx`, bytes: await Packer.toBuffer(document) };
};
