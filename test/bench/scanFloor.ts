import { Client } from 'pg';

/** The scan's floor in a process of its own: the one query that finds what is due, prepared, and nothing done about it. */
const client = new Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
const DUE = {
  name: 'due',
  text: `SELECT "state", "version", "chain" FROM "ticket" WHERE "wakeAt" <= $1 ORDER BY "wakeAt" LIMIT 200 FOR UPDATE SKIP LOCKED`,
};
process.on('disconnect', () => client.end());
process.on('message', async ({ at, times }: { at: string; times: number }) => {
  const moment = new Date(at);
  let seen = 0;
  const begun = performance.now();
  for (let time = 0; time < times; time += 1) {
    const { rows } = await client.query({ ...DUE, values: [moment] });
    seen += rows.length;
  }
  process.send?.({ ms: (performance.now() - begun) / times, seen });
});
process.send?.('ready');
