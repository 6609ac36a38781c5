import type { DailyFacts, Feedback } from '../workflow/ports.ts';
import type { Tx } from './client.ts';

/**
 * Figures of every department in `[from, to)` by stated dates: dispatched by the date of dispatch, due by the limit,
 * closed by the approval of the reply, evaluations by the day of the follow-up. Merged, void and excluded tickets are
 * in none of them (scoring.md).
 */
export const dailyFacts = async (tx: Tx, period: { from: Date; to: Date; now: Date }): Promise<DailyFacts[]> => {
  const { from, to, now } = period;
  const rows = await tx.$queryRaw<Record<keyof Omit<DailyFacts, 'department'> | 'department', bigint | string>[]>`
    WITH counted AS (
      SELECT "no", "department", "status", "dispatchedAt", "claimDueAt", "claimedAt", "dueAt", "closedAt"
      FROM "ticket"
      WHERE "department" IS NOT NULL AND "status" NOT IN ('merged', 'void') AND NOT ("state" ? 'excludedBecause')
    ), tickets AS (
      SELECT "department",
        count(*) FILTER (WHERE "dispatchedAt" >= ${from} AND "dispatchedAt" < ${to}) AS "dispatched",
        count(*) FILTER (WHERE "dispatchedAt" >= ${from} AND "dispatchedAt" < ${to} AND "claimedAt" <= "claimDueAt") AS "claimedInTime",
        count(*) FILTER (WHERE "dueAt" >= ${from} AND "dueAt" < ${to}) AS "due",
        count(*) FILTER (WHERE "dueAt" >= ${from} AND "dueAt" < ${to} AND "closedAt" <= "dueAt") AS "closedOnTime",
        count(*) FILTER (WHERE "closedAt" >= ${from} AND "closedAt" < ${to}) AS "closedAll",
        count(*) FILTER (WHERE "dueAt" < ${now} AND ("closedAt" IS NULL OR "closedAt" >= ${now}) AND "status" <> 'done') AS "overdueOpen"
      FROM counted
      WHERE "dispatchedAt" >= ${from} OR "dueAt" >= ${from} OR "closedAt" >= ${from} OR ("closedAt" IS NULL AND "status" <> 'done')
      GROUP BY "department"
    ), answers AS (
      SELECT c."department",
        count(*) AS "evaluated",
        count(*) FILTER (WHERE e."body"->'followUp'->>'result' IN ('满意', '基本满意')) AS "satisfied"
      FROM "ticket_event" e JOIN counted c ON c."no" = e."no"
      WHERE e."type" = 'FollowUpRecorded' AND e."at" >= ${from} AND e."at" < ${to} AND e."body"->'followUp'->>'outcome' = 'answered'
      GROUP BY c."department"
    )
    SELECT t.*, coalesce(a."evaluated", 0) AS "evaluated", coalesce(a."satisfied", 0) AS "satisfied"
    FROM tickets t LEFT JOIN answers a USING ("department") ORDER BY t."department"`;
  return rows.map((row) => ({
    department: String(row.department),
    dispatched: Number(row.dispatched),
    claimedInTime: Number(row.claimedInTime),
    due: Number(row.due),
    closedOnTime: Number(row.closedOnTime),
    closedAll: Number(row.closedAll),
    overdueOpen: Number(row.overdueOpen),
    evaluated: Number(row.evaluated),
    satisfied: Number(row.satisfied),
  }));
};

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
