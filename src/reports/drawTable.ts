import type { PictureRow, PictureTable } from '../cards/picture.ts';
import { type Box, box, PICTURE_WIDTH, type Style } from './tree.ts';

const SIDE = 28;
const PLACE = 76;
const ARROW = 84;
/** Room for the name that is left when the figures have theirs. */
const LEAST_NAME = 250;
const MOST_FIGURE = 150;

const INK = '#1b2430';
const QUIET = '#6b7785';
const TONES: Record<PictureRow['tone'], { ground: string; badge: string; badgeInk: string; bar: string }> = {
  plain: { ground: '#ffffff', badge: '#eef1f5', badgeInk: INK, bar: '#cfe0f7' },
  good: { ground: '#ffffff', badge: '#d9a520', badgeInk: '#ffffff', bar: '#cfe0f7' },
  bad: { ground: '#fdeeee', badge: '#c62828', badgeInk: '#ffffff', bar: '#f3c3c3' },
  quiet: { ground: '#f7f8fa', badge: '#f7f8fa', badgeInk: QUIET, bar: '#e3e7ec' },
};

const figureWidth = (columns: number): number =>
  Math.min(MOST_FIGURE, Math.floor((PICTURE_WIDTH - 2 * SIDE - PLACE - ARROW - LEAST_NAME) / Math.max(1, columns)));

const centred: Style = { justifyContent: 'center', alignItems: 'center' };

const arrow = (movement: number | undefined): Box => {
  const style = { width: ARROW, fontSize: 30, ...centred };
  if (movement === undefined) return box(style);
  if (movement === 0) return box({ ...style, color: QUIET }, '→');
  return movement > 0
    ? box({ ...style, color: '#1b7f3b' }, `↑${movement}`)
    : box({ ...style, color: '#c62828' }, `↓${-movement}`);
};

const nameCell = ({ name, mark, tone }: PictureRow): Box =>
  box({ flexDirection: 'column', flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0, paddingRight: 8 }, [
    box({ fontSize: 35, fontWeight: 700, lineHeight: 1.2, color: tone === 'quiet' ? QUIET : INK }, name),
    ...(mark
      ? [
          box(
            { fontSize: 28, lineHeight: 1.25, whiteSpace: 'pre-wrap', color: tone === 'bad' ? '#a12626' : QUIET },
            mark,
          ),
        ]
      : []),
  ]);

/** The main figure over its bar: the length of the bar is the figure. */
const barred = (text: string, bar: number, width: number, colour: string): Box =>
  box({ width, height: 60, position: 'relative', ...centred, fontSize: 36, fontWeight: 700 }, [
    box({
      position: 'absolute',
      left: 0,
      top: 0,
      height: 60,
      width: Math.round(width * Math.max(0, Math.min(1, bar))),
      backgroundColor: colour,
      borderRadius: 6,
    }),
    box({ position: 'relative' }, text),
  ]);

const line = (row: PictureRow, width: number): Box => {
  const { ground, badge, badgeInk, bar } = TONES[row.tone];
  return box(
    {
      alignItems: 'center',
      backgroundColor: ground,
      padding: `14px ${SIDE}px`,
      minHeight: 96,
      borderBottom: '2px solid #e6e9ee',
      color: row.tone === 'quiet' ? QUIET : INK,
    },
    [
      box(
        {
          width: PLACE,
          height: 60,
          borderRadius: 10,
          backgroundColor: badge,
          color: badgeInk,
          fontSize: row.place.length > 2 ? 30 : 36,
          fontWeight: 700,
          ...centred,
        },
        row.place === '' ? '—' : row.place,
      ),
      arrow(row.movement),
      nameCell(row),
      ...row.cells.map((text, index) =>
        index === 0 && row.bar !== undefined
          ? barred(text, row.bar, width, bar)
          : box({ width, fontSize: 34, ...centred }, text),
      ),
    ],
  );
};

const head = (names: readonly string[], width: number): Box =>
  box(
    {
      alignItems: 'center',
      backgroundColor: '#e9eef5',
      color: '#33404f',
      fontSize: 30,
      fontWeight: 700,
      padding: `12px ${SIDE}px`,
      lineHeight: 1.2,
    },
    [
      box({ width: PLACE, ...centred }, '名次'),
      box({ width: ARROW, ...centred }, '升降'),
      box({ flexGrow: 1, flexBasis: 0 }, '单位'),
      ...names.map((name) =>
        box(
          { width, flexDirection: 'column', ...centred },
          name.split('\n').map((part) => box({}, part)),
        ),
      ),
    ],
  );

const band = (group: string): Box =>
  box(
    {
      backgroundColor: '#33557d',
      color: '#ffffff',
      fontSize: 32,
      fontWeight: 700,
      padding: `10px ${SIDE}px`,
    },
    group,
  );

/** A league table as a phone shows it: title, the period, a row a department, small print. */
export const drawTable = ({ title, subtitle, notes, head: names, rows }: PictureTable): Box => {
  const width = figureWidth(names.length);
  const lines = rows.flatMap((row, index) => [
    ...(row.group !== undefined && row.group !== rows[index - 1]?.group ? [band(row.group)] : []),
    line(row, width),
  ]);
  return box(
    {
      flexDirection: 'column',
      width: PICTURE_WIDTH,
      backgroundColor: '#ffffff',
      color: INK,
      fontFamily: 'Noto Sans SC',
    },
    [
      box({ flexDirection: 'column', backgroundColor: '#1f4e8c', color: '#ffffff', padding: `32px ${SIDE}px` }, [
        box({ fontSize: 50, fontWeight: 700, lineHeight: 1.25 }, title),
        box({ fontSize: 36, marginTop: 8, lineHeight: 1.25 }, subtitle),
      ]),
      head(names, width),
      ...lines,
      box(
        { flexDirection: 'column', padding: `24px ${SIDE}px 32px`, fontSize: 30, color: '#4a5663', lineHeight: 1.4 },
        notes.map((note) => box({}, note)),
      ),
    ],
  );
};
