import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import type { PaperChart } from '../cards/chart.ts';
import type { PictureTable } from '../cards/picture.ts';
import { drawChart } from './drawChart.ts';
import { drawTable } from './drawTable.ts';
import { type Box, PICTURE_WIDTH } from './tree.ts';

const FONT = '@expo-google-fonts/noto-sans-sc';
const WEIGHTS = [
  { weight: 400, file: '400Regular/NotoSansSC_400Regular.ttf' },
  { weight: 700, file: '700Bold/NotoSansSC_700Bold.ttf' },
] as const;

/** A drawing as PNG: letters become outlines, so that no font of the machine can change a dot. */
export type Printer = (tree: Box) => Promise<Buffer>;

/** Reads the bundled Chinese font once. */
export const openPrinter = async (): Promise<Printer> => {
  const resolve = createRequire(import.meta.url).resolve;
  const fonts = await Promise.all(
    WEIGHTS.map(async ({ weight, file }) => ({
      name: 'Noto Sans SC',
      data: await readFile(resolve(`${FONT}/${file}`)),
      weight,
      style: 'normal' as const,
    })),
  );
  return async (tree) => {
    const svg = await satori(tree as Parameters<typeof satori>[0], { width: PICTURE_WIDTH, fonts });
    return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
  };
};

/** The league table as a picture 1080 dots wide. */
export const tablePicture = (print: Printer, table: PictureTable): Promise<Buffer> => print(drawTable(table));

/** A chart for a paper. */
export const chartPicture = (print: Printer, chart: PaperChart): Promise<Buffer> => print(drawChart(chart));
