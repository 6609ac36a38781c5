import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import type { PictureTable } from '../../../src/cards/picture.ts';
import { openDocuments } from '../../../src/reports/documents.ts';
import { drawTable } from '../../../src/reports/drawTable.ts';
import { PICTURE_WIDTH } from '../../../src/reports/tree.ts';
import { ALL_ROUNDS, atMost, median, ROUNDS, type Row } from '../measure.ts';

const ROWS = 100;
const MS_OF_NS = 1e6;

/** A table of a hundred departments, as the daily one looks. */
const table: PictureTable = {
  name: '日榜',
  alt: '',
  title: '石城县12345热线工单办理日榜',
  subtitle: '2026-10-20（周二） 本月累计',
  notes: ['按本月累计按时办结率排名；并列依次看及时签收率、满意率、超期在办件数。', '数据截至 2026-10-21（周三）00:00'],
  head: ['按时\n办结%', '及时\n签收%', '满意\n率%', '超期\n在办'],
  rows: Array.from({ length: ROWS }, (_none, index) => ({
    place: String(index + 1),
    movement: (index % 7) - 3,
    name: `第${index + 1}单位人民政府`,
    mark: `昨日 新${index % 9} 办结${index % 11}`,
    bar: 1 - index / (2 * ROWS),
    cells: [`${(100 - index / 2).toFixed(2)}`, '98.06', `${(99 - index / 3).toFixed(2)}`, String(index % 5)],
    tone: index < 3 ? 'good' : 'plain',
  })),
};

/** The two libraries alone on the same tree and font, in this thread. */
const openFloor = async (): Promise<() => Promise<Buffer>> => {
  const { resolve } = createRequire(import.meta.url);
  const font = (file: string): Promise<Buffer> => readFile(resolve(`@expo-google-fonts/noto-sans-sc/${file}`));
  const fonts = [
    { name: 'Noto Sans SC', data: await font('400Regular/NotoSansSC_400Regular.ttf'), weight: 400 as const },
    { name: 'Noto Sans SC', data: await font('700Bold/NotoSansSC_700Bold.ttf'), weight: 700 as const },
  ];
  return async () => {
    const svg = await satori(drawTable(table) as Parameters<typeof satori>[0], { width: PICTURE_WIDTH, fonts });
    return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
  };
};

const taken = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** P9: a picture of a hundred rows, warm, against the libraries alone; and how long this thread was held up meanwhile. */
export const row: Row = async () => {
  const documents = openDocuments();
  const floor = await openFloor();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const ratios: number[] = [];
  try {
    for (let round = 0; round < ALL_ROUNDS; round += 1) {
      const counts = round >= ALL_ROUNDS - ROUNDS;
      const theirs = await taken(floor);
      // What the libraries alone left to be collected is not the press's delay.
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (counts) delay.enable();
      const ours = await taken(() => documents.picture(table));
      delay.disable();
      if (!counts) continue;
      console.log(`  P9, round ${ratios.length + 1}: ${ours.toFixed(0)} ms, libraries alone ${theirs.toFixed(0)} ms`);
      ratios.push(ours / theirs);
    }
  } finally {
    await documents.close();
  }
  return [
    atMost('P9 picture of a hundred rows by the libraries alone', median(ratios), 1.2, '×'),
    atMost('P9 event-loop delay meanwhile, 99th of a hundred', delay.percentile(99) / MS_OF_NS, 50, 'ms'),
  ];
};
