import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { PlainError } from '../kernel/errors.ts';
import type { Cell } from './rowToTicket.ts';

/** One row of a sheet: its number as the sheet counts (1 = first), its cells. */
export interface SheetRow {
  sheet: number;
  row: number;
  cells: Cell[];
}

const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const SAMPLE = 256 * 1024;

const beginning = async (path: string): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE), 0, SAMPLE, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** UTF-8 when the beginning is valid UTF-8 (a character cut at the sample's end is allowed), else GB18030. */
const encodingOf = (sample: Buffer): 'utf8' | 'gb18030' => {
  for (let cut = 0; cut < 4; cut += 1) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(
        sample.subarray(0, sample.length - (sample.length === SAMPLE ? cut : 0)),
      );
      return 'utf8';
    } catch {
      if (sample.length < SAMPLE) return 'gb18030';
    }
  }
  return 'gb18030';
};

async function* csvRows(path: string, sample: Buffer): AsyncGenerator<SheetRow> {
  const head = sample.subarray(0, 4096).toString('latin1').split('\n')[0] ?? '';
  const delimiter =
    head.includes('\t') && !head.includes(',') ? '\t' : head.includes(';') && !head.includes(',') ? ';' : ',';
  const parser = parse({ delimiter, relaxColumnCount: true, relaxQuotes: true, skipEmptyLines: false, bom: true });
  pipeline(createReadStream(path), iconv.decodeStream(encodingOf(sample)), parser, () => undefined);
  let row = 0;
  for await (const cells of parser as AsyncIterable<string[]>) {
    row += 1;
    yield { sheet: 1, row, cells };
  }
}

const wallOf = (date: Date): Cell => ({ wall: date.toISOString().slice(0, 19) });

/** What a cell shows: formulas by their result, rich text by its letters, dates by the sheet's wall clock. */
const cellOf = (value: ExcelJS.CellValue): Cell => {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value instanceof Date) return wallOf(value);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('result' in value) return cellOf(value.result ?? null);
  if ('text' in value) return cellOf(value.text);
  return undefined;
};

async function* workbookRows(path: string): AsyncGenerator<SheetRow> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  let sheet = 0;
  for await (const worksheet of reader) {
    sheet += 1;
    for await (const row of worksheet) {
      const values = Array.isArray(row.values) ? row.values.slice(1) : [];
      yield { sheet, row: row.number, cells: Array.from(values, cellOf) };
    }
  }
}

/**
 * Streams the rows of an `.xlsx` or `.csv` (UTF-8 or GB18030) by what the file is, not by its name. Throws one plain
 * sentence for an old `.xls`, an empty file, or one that is neither.
 */
export async function* sheetRows(path: string): AsyncGenerator<SheetRow> {
  const sample = await beginning(path);
  if (sample.length === 0) throw new PlainError('empty-file', '文件是空的，请重新导出。', 400);
  if (sample.subarray(0, 4).equals(OLD_EXCEL))
    throw new PlainError('old-excel', '这是旧版 .xls 文件，请用 Excel 或 WPS 另存为 .xlsx 后再导入。', 400);
  const isZip = sample.subarray(0, 4).equals(ZIP);
  if (!isZip && sample.subarray(0, 1024).includes(0))
    throw new PlainError('not-a-sheet', '文件不是 .xlsx 也不是 .csv，请重新导出。', 400);
  try {
    yield* isZip ? workbookRows(path) : csvRows(path, sample);
  } catch (thrown) {
    if (thrown instanceof PlainError) throw thrown;
    throw new PlainError('broken-file', '文件已损坏，读不出来，请重新导出。', 400);
  }
}
