import type { Database } from './client.ts';

/** A run of the timetable: the job's name and the minute it was due. */
export interface Run {
  job: string;
  scheduledFor: Date;
}

/** The clock tower's book: each run is claimed once for all instances. */
export interface RunBook {
  /**
   * Claims the run for `holdMs` of machine time. `done`: it is finished. `busy`: another instance holds it. A claim that
   * ran out (its instance was killed) may be taken again, so no run is lost; its own, after a stumble, an instance takes
   * again at once.
   */
  claim(run: Run, claimant: string, holdMs: number): Promise<'ours' | 'done' | 'busy'>;
  finish(run: Run, outcome: string): Promise<void>;
}

export const openRunBook = (database: Database, real: () => number): RunBook => ({
  claim: async ({ job, scheduledFor }, claimant, holdMs) => {
    const now = new Date(real());
    const until = new Date(real() + holdMs);
    const taken = await database.$executeRaw`
      INSERT INTO "job_run" ("job", "scheduledFor", "claimedBy", "heldUntil") VALUES (${job}, ${scheduledFor}, ${claimant}, ${until})
      ON CONFLICT ("job", "scheduledFor") DO UPDATE SET "claimedBy" = ${claimant}, "heldUntil" = ${until}
      WHERE "job_run"."finishedAt" IS NULL AND ("job_run"."heldUntil" < ${now} OR "job_run"."claimedBy" = ${claimant})`;
    if (taken > 0) return 'ours';
    const row = await database.jobRun.findUnique({ where: { job_scheduledFor: { job, scheduledFor } } });
    return row?.finishedAt ? 'done' : 'busy';
  },
  finish: async ({ job, scheduledFor }, outcome) => {
    await database.jobRun.update({
      where: { job_scheduledFor: { job, scheduledFor } },
      data: { finishedAt: new Date(real()), outcome },
      select: { job: true },
    });
  },
});
