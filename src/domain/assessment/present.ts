import type { LeagueRow, LeagueTable } from './leagueTable.ts';

/** What `hotline league monthly --json` and the API print: numbers of the assessment as decimal text, absent as null. */
export const presentTable = <Row extends LeagueRow>(
  table: Omit<LeagueTable, 'rows'> & { rows: readonly Row[] },
  factsSha256: string,
) => ({
  month: table.month,
  scheme: { name: table.scheme.name, version: table.scheme.version },
  factsSha256,
  rows: table.rows.map((row) => ({
    ...row,
    group: row.group ?? null,
    items: row.items.map((item) => ({ ...item, rate: item.rate ?? null })),
  })),
  bottom: table.bottom,
});
