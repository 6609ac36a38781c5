import { Client } from 'pg';

const onDatabase = async (url: string, work: (client: Client) => Promise<void>): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
};

export const codeOf = (department: number): string => `d${String(department).padStart(3, '0')}`;
/** Who claims for a department: the same person on both platforms. */
export const liaisonOf = (department: number): string => `l${codeOf(department)}`;

/**
 * A county of so many departments, each with a liaison on both platforms and a principal who has spoken to the WeCom
 * robot; and 陈测, the liaison of a department of its own.
 */
export const fillCounty = (url: string, departments: number): Promise<void> =>
  onDatabase(url, async (client) => {
    await client.query(
      `INSERT INTO department (code, name, aliases) SELECT code, '第' || code || '局', '{}'::text[] FROM ${DEPARTMENTS_OF}
       UNION ALL SELECT 'centre', '县热线中心', '{}' UNION ALL SELECT 'jyj', '县教育体育局', '{}'`,
      [departments],
    );
    await client.query(
      `INSERT INTO person (id, name, department, roles, wecom, dingtalk, fields, roster)
       SELECT 'l' || code, '联络' || code, code, '{liaison}'::text[], 'l' || code, 'l' || code, '{}'::text[], '{}'::text[] FROM ${DEPARTMENTS_OF}
       UNION ALL SELECT 'p' || code, '负责' || code, code, '{principal}', 'p' || code, NULL, '{}', '{}' FROM ${DEPARTMENTS_OF}
       UNION ALL SELECT 'chenbench', '陈测', 'jyj', '{liaison}', 'chenbench', NULL, '{}', '{}'`,
      [departments],
    );
    await client.query(
      `INSERT INTO platform_note (platform, key, value)
       SELECT 'wecom', 'spoken:p' || code, '{"since": true}'::jsonb FROM ${DEPARTMENTS_OF} UNION ALL SELECT 'wecom', 'spoken:chenbench', '{"since": true}'`,
      [departments],
    );
  });

const DEPARTMENTS_OF = `(SELECT 'd' || lpad(n::text, 3, '0') AS code FROM generate_series(0, $1::int - 1) AS n) AS departments`;

/** Those that wait for 陈测 among the finished ones. */
const WAITING = 50;

/** Tickets by SQL: finished ones but for fifty, or with `claimable` all to be claimed, spread over the departments. */
export const fillTickets = (
  url: string,
  total: number,
  claimable?: { prefix: string; departments: number },
): Promise<void> =>
  onDatabase(url, async (client) => {
    await client.query(
      FILL,
      claimable ? [claimable.prefix, total, claimable.departments, total] : ['GDB', WAITING, 0, total],
    );
    // As the program keeps them: it would fill these rows by itself, beside what is measured.
    await client.query(TOPICS);
    await client.query('VACUUM ANALYZE ticket');
  });

const TOPICS = `
INSERT INTO ticket_topic (no, "receivedAt", type, department, standing)
SELECT no, "receivedAt", type, department, 'counted' FROM ticket ON CONFLICT DO NOTHING`;

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
  SELECT n, $1::text || lpad(n::text, 9, '0') AS no, '2026-11-24T00:30:00.000Z' AS iso, '2026-12-08T09:30:00.000Z' AS due,
    CASE WHEN n <= $2::int THEN 'toClaim' ELSE 'done' END AS status,
    CASE WHEN $3::int > 0 THEN 'd' || lpad(((n - 1) % $3::int)::text, 3, '0') ELSE 'jyj' END AS department
  FROM generate_series(1, $4::int) AS n
) AS rows`;
