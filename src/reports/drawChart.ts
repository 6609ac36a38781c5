import type { PaperChart } from '../cards/chart.ts';
import { type Box, box, PICTURE_WIDTH } from './tree.ts';

const SIDE = 24;
const NAME = 340;
const LABEL = 150;
const ROOM = PICTURE_WIDTH - 2 * SIDE - NAME - LABEL;
const COLOURS = ['#1f4e8c', '#8fb3df', '#c9cfd6'];
const BAD = '#c62828';

const legend = (series: readonly string[]): Box =>
  box(
    { paddingLeft: NAME, marginBottom: 8 },
    series.map((name, index) =>
      box({ alignItems: 'center', marginRight: 40, fontSize: 28 }, [
        box({ width: 28, height: 28, marginRight: 10, backgroundColor: COLOURS[index % COLOURS.length] ?? BAD }),
        box({}, name),
      ]),
    ),
  );

const bars = ({ name, values, labels, tone }: PaperChart['bars'][number], most: number): Box =>
  box({ alignItems: 'center', marginBottom: 14 }, [
    box({ width: NAME, paddingRight: 16, fontSize: 28, lineHeight: 1.2, justifyContent: 'flex-end' }, name),
    box(
      { flexDirection: 'column' },
      values.map((value, index) =>
        box({ alignItems: 'center', height: 40 }, [
          box({
            height: 30,
            width: Math.max(2, Math.round((ROOM * Math.max(0, value)) / most)),
            backgroundColor: tone === 'bad' ? BAD : (COLOURS[index % COLOURS.length] ?? BAD),
          }),
          box({ marginLeft: 12, fontSize: 28 }, labels[index] ?? ''),
        ]),
      ),
    ),
  ]);

/** Lying bars, a row for each name, beginning at nought. */
export const drawChart = ({ title, series, bars: rows }: PaperChart): Box => {
  const most = Math.max(1e-9, ...rows.flatMap(({ values }) => values));
  return box(
    {
      flexDirection: 'column',
      width: PICTURE_WIDTH,
      backgroundColor: '#ffffff',
      color: '#1b2430',
      fontFamily: 'Noto Sans SC',
      padding: SIDE,
    },
    [
      box({ fontSize: 34, fontWeight: 700, marginBottom: 20, justifyContent: 'center' }, title),
      ...(series.length > 1 ? [legend(series)] : []),
      ...rows.map((row) => bars(row, most)),
    ],
  );
};
