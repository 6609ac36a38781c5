import { Client } from 'pg';
import { bits } from '../../src/store/factRows.ts';

/** A connection to the bench's database, closed after the work. */
export const onDatabase = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The month that is assessed. */
export const MONTH = { from: '2026-09-30T16:00:00.000Z', to: '2026-10-31T16:00:00.000Z' } as const;
const MONTHS = 10;

/**
 * Facts of so many tickets over ten months, the last of them October 2026, and as many departments: a dispatch, a clock,
 * a closing and an answer each; one in ten late, one in twenty redone with an answer that takes the place of the first.
 */
export const fillFacts = (url: string, tickets: number, departments: number): Promise<void> =>
  onDatabase(url, async (client) => {
    const dispatched = bits(['dispatched', 'claimedInTime', 'feedbackOnTime']);
    const closedInTime = bits(['due', 'closed', 'closedOnTime']);
    const closedLate = bits(['due', 'closed', 'overdue']);
    const closing = bits(['closedAll']);
    const answered = bits(['followedUp', 'contacted', 'met', 'evaluated', 'processSatisfied', 'resultSatisfied']);
    const unhappy = bits(['followedUp', 'contacted', 'evaluated', 'processSatisfied', 'assessed']);
    const reworked = bits(['reworked']);
    await client.query(FILL, [tickets, departments, MONTHS, MONTH.from]);
    await client.query(
      `INSERT INTO ticket_fact (ticket, key, department, at, counts, "doneAt", until)
       SELECT no, 'dispatch', department, at, CASE WHEN n % 13 = 0 THEN 1 ELSE ${dispatched} END, at, NULL::timestamptz FROM p7
       UNION ALL SELECT no, 'clock:1', department, at + interval '3 days', CASE WHEN n % 10 = 0 THEN ${closedLate} ELSE ${closedInTime} END, at + interval '2 days', NULL FROM p7
       UNION ALL SELECT no, 'closing:1', department, at + interval '2 days', ${closing}, at + interval '2 days', NULL FROM p7
       UNION ALL SELECT no, 'followUp:1', department, at + interval '50 hours', CASE WHEN n % 20 = 0 THEN ${unhappy} ELSE ${answered} END, at + interval '50 hours',
         CASE WHEN n % 20 = 0 THEN at + interval '4 days' END FROM p7
       UNION ALL SELECT no, 'rework:1', department, at + interval '50 hours', ${reworked}, at + interval '50 hours', NULL FROM p7 WHERE n % 20 = 0
       UNION ALL SELECT no, 'followUp:2', department, at + interval '4 days', ${answered}, at + interval '4 days', NULL FROM p7 WHERE n % 20 = 0
       ORDER BY 4`,
    );
    await client.query('DROP TABLE p7');
    await client.query('VACUUM ANALYZE ticket_fact');
  });

/** Dispatches spread over the first 26 days of each month, so that a ticket's facts stay in its month. */
const FILL = `
  CREATE UNLOGGED TABLE p7 AS
  SELECT i / $3::int AS n, 'GDG' || lpad(i::text, 9, '0') AS no, 'd' || lpad((i / $3::int % $2::int)::text, 3, '0') AS department,
    $4::timestamptz - (i % $3::int) * interval '31 days' + (i / $3::int) * interval '26 days' * ($3::float / $1::int) AS at
  FROM generate_series(0, $1::int - 1) AS i`;
