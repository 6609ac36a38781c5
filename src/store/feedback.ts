import type { Feedback } from '../workflow/ports.ts';
import type { Tx } from './client.ts';

/** R6.3: what callers answered, by department, in `(from, to]`; merged and void tickets left out. */
export const feedback = async (tx: Tx, { from, to }: { from: Date; to: Date }): Promise<Feedback[]> => {
  const rows = await tx.$queryRaw<Record<keyof Feedback, bigint | string>[]>`
    SELECT t."department",
      count(*) FILTER (WHERE e."body"->'followUp'->>'outcome' = 'answered') AS "answered",
      count(*) FILTER (WHERE e."body"->'followUp'->>'result' IN ('满意', '基本满意')) AS "satisfied",
      count(*) FILTER (WHERE e."body"->'followUp'->>'result' = '不满意') AS "dissatisfied",
      count(*) FILTER (WHERE e."body"->'followUp'->>'outcome' = 'noAnswer') AS "noAnswer"
    FROM "ticket_event" e JOIN "ticket" t USING ("no")
    WHERE e."type" = 'FollowUpRecorded' AND e."at" > ${from} AND e."at" <= ${to}
      AND t."department" IS NOT NULL AND t."status" NOT IN ('merged', 'void')
    GROUP BY t."department" ORDER BY t."department"`;
  return rows.map((row) => ({
    department: String(row.department),
    answered: Number(row.answered),
    satisfied: Number(row.satisfied),
    dissatisfied: Number(row.dissatisfied),
    noAnswer: Number(row.noAnswer),
  }));
};
