import ExcelJS from 'exceljs';
import JSZip from 'jszip';

/** One entry of an office file as text. */
export const entryOf = async (bytes: Buffer, name: string): Promise<string> =>
  (await (await JSZip.loadAsync(bytes)).file(name)?.async('string')) ?? '';

/** What a reader of a `.docx` meets: headings with their level, all text, the words behind its pictures. */
export const readDocument = async (bytes: Buffer) => {
  const xml = await entryOf(bytes, 'word/document.xml');
  const textOf = (part: string): string =>
    [...part.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, words]) => words).join('');
  const headings = xml.split('<w:p>').flatMap((part) => {
    const [, level] = /<w:pStyle w:val="Heading(\d)"\/>/.exec(part) ?? [];
    return level ? [{ level: Number(level), text: textOf(part.split('</w:p>')[0] ?? '') }] : [];
  });
  const alts = [...xml.matchAll(/<wp:docPr [^>]*descr="([^"]*)"/g)].map(([, alt = '']) => alt);
  return { headings, alts, text: textOf(xml) };
};

/** A workbook as a reader sees it. */
export const readWorkbook = async (bytes: Buffer): Promise<ExcelJS.Workbook> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return book;
};

/** The cell under this head in the row of this name. */
export const cellOf = (sheet: ExcelJS.Worksheet, name: string, head: string): ExcelJS.CellValue => {
  let headRow = 0;
  let column = 0;
  let found: ExcelJS.CellValue = null;
  sheet.eachRow((row, number) => {
    row.eachCell((cell, at) => {
      if (cell.value === head && headRow === 0) [headRow, column] = [number, at];
    });
    if (headRow > 0 && number > headRow && (row.values as unknown[]).includes(name))
      found ??= row.getCell(column).value;
  });
  return found;
};
