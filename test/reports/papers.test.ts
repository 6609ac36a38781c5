import { Resvg } from '@resvg/resvg-js';
import { afterAll, describe, expect, test } from 'vitest';
import { concealed } from '../../src/cards/concealed.ts';
import { dailyPicture, monthPicture } from '../../src/cards/leaguePicture.ts';
import { letter, monthBook } from '../../src/cards/monthBook.ts';
import { monthReport } from '../../src/cards/monthReport.ts';
import type { PictureTable } from '../../src/cards/picture.ts';
import { dailyTable, type Figures } from '../../src/domain/assessment/dailyTable.ts';
import { openDocuments } from '../../src/reports/documents.ts';
import { openPrinter } from '../../src/reports/picture.ts';
import { box } from '../../src/reports/tree.ts';
import { sampleAnalysis, sampleContext, sampleDepartments, sampleMonth } from './monthSample.ts';
import { cellOf, readDocument, readWorkbook } from './reading.ts';

const documents = openDocuments();
afterAll(() => documents.close());

const departments = sampleDepartments(8);
const context = sampleContext(departments);
const { published, lines } = sampleMonth(departments);
const analysis = sampleAnalysis(departments);
const work = {
  difficult: [],
  escalated: [],
  dissatisfiedTwice: [],
  supervisions: [],
  resolutions: [],
  cases: [],
  signals: [],
};
const report = () => monthReport({ published, analysis, work }, context);
const totals = published.table.rows.filter(({ place }) => place !== null);
const nameOf = (code: string): string => departments.find((one) => one.code === code)?.name ?? code;

const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];

/** How many dots of a picture are dark: what is written on it. */
const inkOf = (png: Buffer): number => {
  const [width, height] = sizeOf(png);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  let dark = 0;
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 100 && (pixels[at + 3] ?? 0) > 200) dark += 1;
  return dark;
};

describe('the picture of a table', () => {
  test('says in words everything that it shows', () => {
    const picture = monthPicture(published, context);
    for (const { name, cells, mark } of picture.rows) {
      const line = picture.alt.split('\n').find((words) => words.includes(name)) ?? '';
      for (const shown of [...cells, ...(mark ? [mark] : [])]) expect(line).toContain(shown);
    }
    for (const words of ['石城县', '2026年10月', '已定榜', '示例-1', '数据截至', published.factsSha256.slice(0, 16)])
      expect(picture.alt).toContain(words);
  });

  test('has the figures of the table: place, points, movement, who stands at the end, who is not ranked', () => {
    const { rows } = monthPicture(published, context);
    expect(rows.map(({ cells }) => cells[0])).toEqual(
      published.table.rows.map(({ place, total }) => (place === null ? '—' : total)),
    );
    expect(rows.filter(({ tone }) => tone === 'bad').map(({ name }) => name)).toEqual(
      published.table.bottom.map(nameOf),
    );
    expect(rows.at(-1)).toMatchObject({ place: '', tone: 'quiet', mark: '本月无工单，不排名' });
    expect(rows.find(({ tone }) => tone === 'bad')?.mark).toContain('连续3个月后两位');
  });

  test('of a day has the figures of its card', () => {
    const day: Figures = {
      dispatched: 7,
      claimedInTime: 6,
      due: 5,
      closedOnTime: 4,
      closedAll: 4,
      overdueOpen: 1,
      evaluated: 3,
      satisfied: 2,
    };
    const table = dailyTable({
      date: '2026-10-20',
      asOf: '2026-10-20T16:00:00.000Z',
      departments: ['d001', 'd002'],
      day: new Map([['d001', day]]),
      month: new Map([['d001', day]]),
    });
    const picture = dailyPicture(table, context);
    expect(picture.rows[0]).toMatchObject({ place: '1', cells: ['80.00', '85.71', '66.67', '1'], bar: 0.8 });
    expect(picture.alt).toContain(
      '第1名 县城市管理局 按时办结% 80.00 及时签收% 85.71 满意率% 66.67 超期在办 1 昨日 新7 办结4',
    );
    expect(picture.alt).toContain('2026-10-20（周二）');
    expect(picture.alt).toContain('数据截至 2026-10-21（周三）00:00');
  });

  test('is drawn 1080 dots wide, and its Chinese letters are letters: each has an ink of its own', async () => {
    const { name, bytes } = await documents.picture(monthPicture(published, context));
    expect(name).toBe('2026-10 热线月榜.png');
    expect(sizeOf(bytes)[0]).toBe(1080);
    const print = await openPrinter();
    const inked = async (word: string): Promise<number> =>
      inkOf(
        await print(
          box(
            {
              width: 200,
              height: 100,
              fontSize: 60,
              fontFamily: 'Noto Sans SC',
              color: '#000000',
              backgroundColor: '#ffffff',
            },
            word,
          ),
        ),
      );
    const inks = await Promise.all(['一', '县', '鑫', '', '住'].map(inked));
    expect(inks[3]).toBe(0);
    expect(inks.filter((ink) => ink > 100)).toHaveLength(4);
    expect(new Set(inks).size).toBe(inks.length);
  });

  test('of an empty table is a picture all the same', async () => {
    const empty: PictureTable = { ...monthPicture(published, context), rows: [] };
    expect(sizeOf((await documents.picture(empty)).bytes)[0]).toBe(1080);
  });
});

describe('the report', () => {
  test('has the chapters of the office, real headings, charts with words behind them', async () => {
    const { name, bytes } = await documents.document(report());
    expect(name).toBe('2026-10 热线月报.docx');
    const { headings, alts, text } = await readDocument(bytes);
    const chapters = headings.filter(({ level }) => level === 1).map((heading) => heading.text);
    expect(chapters.map((chapter) => chapter.split('、')[0])).toEqual(
      expect.arrayContaining(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']),
    );
    expect(chapters.filter((chapter) => chapter.startsWith('附件'))).toHaveLength(4);
    expect(
      alts.some((alt) => totals.every(({ department, total }) => alt.includes(`${nameOf(department)} ${total}`))),
    ).toBe(true);
    for (const words of [
      '2026年第10期',
      '受理 1320 件（环比升10.00%，同比升20.00%）',
      '县政府热线分管领导约谈主要负责人',
      '0.000001',
      'R3.3',
      published.factsSha256,
    ])
      expect(text).toContain(words);
    for (const { total } of totals) expect(text).toContain(total);
  });
});

describe('the workbook', () => {
  test('has the table with totals as formulas and values, marks with clause and ticket, exclusions with the reason', async () => {
    const { bytes } = await documents.workbook(monthBook(published, lines, context));
    const book = await readWorkbook(bytes);
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      '月榜',
      '考核数据',
      '扣分加分',
      '不计入工单',
      ...departments.map(({ name }) => name),
    ]);
    const league = book.getWorksheet('月榜');
    const marks = book.getWorksheet('扣分加分');
    const excluded = book.getWorksheet('不计入工单');
    if (!league || !marks || !excluded) throw new Error('the sheets are there');
    for (const { department, total } of totals)
      expect(cellOf(league, nameOf(department), '总分')).toMatchObject({
        formula: expect.stringContaining('SUM('),
        result: Number(total),
      });
    expect(cellOf(marks, '南关镇人民政府', '条款')).toBe('R3.3');
    expect(cellOf(marks, '南关镇人民政府', '工单')).toBe('GD202610006001');
    expect(cellOf(excluded, '县城市管理局', '原因')).toBe('诉求不合规，已当面解释');
  });

  test('has a sheet a department whose lines add up to its figures', async () => {
    const book = await readWorkbook((await documents.workbook(monthBook(published, lines, context))).bytes);
    for (const { department, counts } of published.table.facts) {
      const sheet = book.getWorksheet(nameOf(department));
      if (!sheet) throw new Error('every department has its sheet');
      for (const [head, column] of [
        ['派单', 'dispatched'],
        ['结果满意', 'resultSatisfied'],
        ['到期未按时办结', 'overdue'],
      ] as const) {
        const { formula, result = 0 } = cellOf(sheet, '合计', head) as { formula: string; result?: number };
        expect(formula).toContain('SUM(');
        expect(result, `${department} ${head}`).toBe(Number(counts[column]));
      }
    }
    expect([0, 25, 26, 51, 52].map(letter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA']);
  });
});

test('a restricted ticket is counted in every paper and named in none', async () => {
  const secret = 'GD202610006001';
  const shown = concealed({ table: published.table, lines }, new Set([secret]));
  const view = { ...published, table: shown.table };
  const papers = [
    JSON.stringify(monthBook(view, shown.lines, context)),
    JSON.stringify(monthReport({ published: view, analysis, work }, context)),
    JSON.stringify(monthPicture(view, context)),
  ];
  for (const paper of papers) expect(paper).not.toContain(secret);
  expect(papers[0]).toContain('不公开工单1');
  expect(shown.lines).toHaveLength(lines.length);
});

test('the same figures give the same bytes, whenever the paper is made', async () => {
  const made = async () => [
    (await documents.document(report())).bytes,
    (await documents.workbook(monthBook(published, lines, context))).bytes,
    (await documents.picture(monthPicture(published, context))).bytes,
  ];
  expect((await made()).map((bytes) => bytes.toString('base64'))).toEqual(
    (await made()).map((bytes) => bytes.toString('base64')),
  );
});
