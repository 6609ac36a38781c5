import {
  AlignmentType,
  BorderStyle,
  Document,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { PaperChart } from '../cards/chart.ts';
import type { PaperSection, PaperText } from '../cards/paper.ts';
import type { Paper } from '../workflow/documents.ts';
import { steadyZip } from './steadyZip.ts';

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

const cell = (text: string, { bold, size, width }: { bold: boolean; size: number; width: number }): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: CELL_SIDE, right: CELL_SIDE },
    children: text
      .split('\n')
      .map((line) => new Paragraph({ children: [new TextRun({ text: line, bold, ...TABLE_TEXT, size })] })),
  });

/** Letters as wide as a Chinese one; Latin ones and digits are little more than half. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) < 0x2e80 ? 0.62 : 1), 0);

/** A column has room for its longest line; what is longer than a dozen letters goes into lines. */
const LONGEST = 13;
/** Numbers and Latin words are not broken, Chinese may be after two letters. */
const WORD = /[\x21-\x7e]+|[\s\S]{1,2}/gu;
const CELL_SIDE = 80;
/** Tables with more columns have smaller letters. */
const MANY = 7;
const SMALL = 18;

const widthsOf = (rows: readonly (readonly string[])[], size: number): number[] => {
  const twips = (letters: number): number => letters * size * 10 + 2 * CELL_SIDE + 20;
  const columns = Array.from({ length: rows[0]?.length ?? 1 }, (_none, column) => {
    const lines = rows.flatMap((row) => (row[column] ?? '').split('\n'));
    const words = lines.flatMap((line) => line.match(WORD) ?? []);
    const need = twips(Math.max(2, ...words.map(widthOf)));
    return { need, want: Math.max(need, twips(Math.min(LONGEST, Math.max(...lines.map(widthOf))))) };
  });
  const needed = columns.reduce((sum, { need }) => sum + need, 0);
  const wanted = columns.reduce((sum, { want }) => sum + want, 0);
  if (needed >= TWIPS_OF_TEXT) return columns.map(({ need }) => Math.floor((TWIPS_OF_TEXT * need) / needed));
  if (wanted <= TWIPS_OF_TEXT) return columns.map(({ want }) => Math.floor((TWIPS_OF_TEXT * want) / wanted));
  const spread = (TWIPS_OF_TEXT - needed) / (wanted - needed);
  return columns.map(({ need, want }) => Math.floor(need + (want - need) * spread));
};

const table = ({ head, rows }: NonNullable<PaperSection['table']>): Table => {
  const size = head.length > MANY ? SMALL : TABLE_TEXT.size;
  const widths = widthsOf([head, ...rows], size);
  const line = (row: readonly string[], bold: boolean): TableRow =>
    new TableRow({
      tableHeader: bold,
      cantSplit: true,
      children: row.map((text, column) => cell(text, { bold, size, width: widths[column] ?? 1_000 })),
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

const HEADINGS = {
  1: { heading: HeadingLevel.HEADING_1, font: '黑体' },
  2: { heading: HeadingLevel.HEADING_2, font: '楷体' },
} as const;

/** Draws a chart of a paper as PNG, 1080 dots wide. */
export type ChartPrinter = (chart: PaperChart) => Promise<Buffer>;

/** Charts are as wide as the text. */
const CHART_WIDTH = 580;

/** A PNG's own size: width and height stand at bytes 16 and 20 of every PNG. */
const sizeOf = (png: Buffer): { width: number; height: number } => {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return { width: CHART_WIDTH, height: Math.round((CHART_WIDTH * height) / width) };
};

/** `id` numbers the drawings of a document: Word wants each once, and counted by the program they would never be the same. */
const chartParagraph = (chart: PaperChart, png: Buffer, id: number): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120, after: 120 },
    children: [
      new ImageRun({
        type: 'png',
        data: png,
        transformation: sizeOf(png),
        altText: { id: String(id), name: chart.title, title: chart.title, description: chart.alt },
      }),
    ],
  });

type DrawnSection = PaperSection & { drawn: readonly Paragraph[] };

/** Draws every chart of the paper, one after the other. */
const drawCharts = async (
  sections: readonly PaperSection[],
  print: ChartPrinter | undefined,
): Promise<DrawnSection[]> => {
  let id = 0;
  const found: DrawnSection[] = [];
  for (const one of sections) {
    const drawn: Paragraph[] = [];
    for (const chart of one.charts ?? []) {
      if (!print) throw new Error('a paper with charts needs somebody who draws them');
      id += 1;
      drawn.push(chartParagraph(chart, await print(chart), id));
    }
    found.push({ ...one, drawn });
  }
  return found;
};

const section = ({ heading, level = 1, lines = [], drawn, table: found }: DrawnSection): (Paragraph | Table)[] => [
  new Paragraph({
    heading: HEADINGS[level].heading,
    spacing: { before: 200, after: 80 },
    keepNext: true,
    children: [new TextRun({ text: heading, font: HEADINGS[level].font, size: 32, color: '000000' })],
  }),
  ...lines.map(paragraph),
  ...drawn,
  ...(found ? [table(found), new Paragraph({ spacing: { after: 120 } })] : []),
];

/** A document of the office as `.docx`, with real headings, tables and charts; the same text gives the same bytes. */
export const paperDocument = async (
  { name, title, subtitle, sections }: PaperText,
  print?: ChartPrinter,
): Promise<Paper> => {
  const drawn = await drawCharts(sections, print);
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
          ...drawn.flatMap(section),
        ],
      },
    ],
  });
  return { name: `${name}.docx`, bytes: await steadyZip(await Packer.toBuffer(document)) };
};
