import { DEFAULT_SCHEME } from '../../../src/config/scheme.ts';
import { COLUMNS, type DepartmentFacts } from '../../../src/domain/assessment/facts.ts';
import { leagueTable } from '../../../src/domain/assessment/leagueTable.ts';
import { COUNTED } from '../../../src/domain/assessment/ticketFacts.ts';
import { openDatabase } from '../../../src/store/client.ts';
import { factDesk } from '../../../src/store/facts.ts';
import type { FactPeriod, PeriodFigures } from '../../../src/workflow/ports.ts';
import { fillFacts, MONTH, onDatabase } from '../fillFacts.ts';
import { DEPARTMENTS } from '../ground.ts';
import { ALL_ROUNDS, median, ROUNDS, type Row } from '../measure.ts';

const TICKETS = 1_000_000;
const TARGET = 2;
const PERIOD: FactPeriod = { from: new Date(MONTH.from), to: new Date(MONTH.to), asOf: new Date(MONTH.to) };

/** The floor: one aggregate over the month's rows, written for nothing else; every row counts as it stands. */
const FLOOR = `
  SELECT department, ${COUNTED.map((column, bit) => `count(*) FILTER (WHERE counts & ${1 << bit} <> 0)::int AS "${column}"`).join(', ')}
  FROM ticket_fact WHERE at >= $1::timestamptz AND at < $2::timestamptz AND (until IS NULL OR until >= $2::timestamptz)
  GROUP BY department ORDER BY department`;

/** Events of the shipped scheme that nobody has in the bench. */
const EVENTS = [...DEFAULT_SCHEME.deductions, ...DEFAULT_SCHEME.bonuses].map(({ event }) => [event, '0'] as const);
const factsOf = ({ department, counts, defective }: PeriodFigures): DepartmentFacts => ({
  department,
  counts: Object.fromEntries(Object.entries(counts).map(([column, count]) => [column, String(count)])),
  rates: {},
  events: Object.fromEntries([...EVENTS, ['defective', String(defective)]]),
  manual: {},
});

type Counts = Record<string, number | string>;
const asFloor = ({ department, counts, defective }: PeriodFigures): Counts => ({ department, ...counts, defective });

const milliseconds = async (work: () => Promise<Counts[]>): Promise<{ took: number; found: Counts[] }> => {
  const begun = performance.now();
  const found = await work();
  return { took: performance.now() - begun, found };
};

/** P7: a month of 100,000 tickets among a million and 100 departments is counted, scored and ranked, against the bare aggregate. */
export const row: Row = async ({ databaseUrl }) => {
  await fillFacts(databaseUrl, TICKETS, DEPARTMENTS);
  const database = openDatabase(databaseUrl);
  const { figures } = factDesk(database);
  const ratios: number[] = [];
  try {
    await onDatabase(databaseUrl, async (client) => {
      const ours = () =>
        milliseconds(async () => {
          const found = await figures(PERIOD);
          leagueTable({ month: '2026-10', scheme: DEFAULT_SCHEME, facts: found.map(factsOf) });
          return found.map(asFloor);
        });
      const floor = () => milliseconds(async () => (await client.query<Counts>(FLOOR, [MONTH.from, MONTH.to])).rows);
      for (let round = 0; round < ALL_ROUNDS; round += 1) {
        const [first, second] = round % 2 === 0 ? [await ours(), await floor()] : [await floor(), await ours()];
        const [mine, bare] = round % 2 === 0 ? [first, second] : [second, first];
        sameFigures(mine.found, bare.found);
        if (round < ALL_ROUNDS - ROUNDS) continue;
        console.log(`  P7 figures: ${mine.took.toFixed(0)} ms, floor ${bare.took.toFixed(0)} ms`);
        ratios.push(mine.took / bare.took);
      }
    });
  } finally {
    await database.$disconnect();
  }
  return [
    {
      name: 'P7 month of 100,000 tickets, 100 departments',
      found: `median ${median(ratios).toFixed(2)} times the floor (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
      target: `<= ${TARGET}`,
      met: median(ratios) <= TARGET,
    },
  ];
};

/** Speed is nothing without the same figures. */
const sameFigures = (ours: readonly Counts[], floor: readonly Counts[]): void => {
  const lines = (all: readonly Counts[]): string =>
    all.map((one) => ['department', ...COLUMNS, 'defective'].map((name) => one[name]).join(' ')).join('\n');
  if (lines(ours) !== lines(floor) || ours.length !== DEPARTMENTS)
    throw new Error('P7: the figures differ from the floor');
};
