import { Client } from 'pg';

/** Fills the archive by SQL: `claimable` tickets wait for limin, `waiting` for chenbench, the rest are done. Returns the claimable numbers. */
export const fillTickets = async (
  url: string,
  sizes: { total: number; claimable: number; waiting: number },
): Promise<string[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO person (id, name, department, roles, wecom, fields, roster) VALUES ('chenbench', '陈测', 'jyj', '{liaison}', 'chenbench', '{}', '{}')`,
    );
    await client.query(FILL, [sizes.claimable, sizes.waiting, sizes.total]);
    await client.query('ANALYZE');
    const { rows } = await client.query<{ no: string }>(
      `SELECT no FROM ticket WHERE department = 'cgj' AND status = 'toClaim' ORDER BY no`,
    );
    return rows.map(({ no }) => no);
  } finally {
    await client.end();
  }
};

const FILL = `
INSERT INTO ticket (no, state, version, chain, status, type, department, urgent, "receivedAt", "dispatchedAt", "claimDueAt", "dueAt", waiting, "intakeDigest")
SELECT no,
  jsonb_build_object('no', no, 'type', '求助', 'title', '路灯不亮 ' || n, 'reachable', true, 'aboutDepartment', false, 'status', status, 'flags', '[]'::jsonb, 'round', 1,
    'department', department, 'coDepartments', '[]'::jsonb, 'receivedAt', iso, 'dispatchedAt', iso, 'claimDueAt', due, 'dueAt', due, 'dueFrom', 'default',
    'contacts', '[]'::jsonb, 'replies', '[]'::jsonb, 'reviews', '[]'::jsonb, 'followUps', '[]'::jsonb, 'reminders', '[]'::jsonb, 'deductions', '[]'::jsonb, 'returns', '[]'::jsonb,
    'passedThrough', jsonb_build_array(department), 'binding', false),
  2, 'bench', status, '求助', department, false, iso::timestamptz, iso::timestamptz, due::timestamptz, due::timestamptz,
  CASE WHEN status = 'toClaim' THEN ARRAY['liaison@' || department, 'handler@' || department] ELSE '{}'::text[] END, ''
FROM (
  SELECT n, 'GDB' || lpad(n::text, 9, '0') AS no, '2026-11-20T01:00:00.000Z' AS iso, '2026-12-08T09:30:00.000Z' AS due,
    CASE WHEN n <= $1::int + $2::int THEN 'toClaim' ELSE 'done' END AS status,
    CASE WHEN n <= $1::int THEN 'cgj' WHEN n <= $1::int + $2::int THEN 'jyj' ELSE (ARRAY['cgj', 'zjj', 'jyj'])[1 + n % 3] END AS department
  FROM generate_series(1, $3::int) AS n
) AS rows`;
