import { Agent } from 'node:http';
import { Client } from 'pg';
import type { Claimable, Ground } from '../ground.ts';
import { type Call, callback, claimOrder, drive, post } from '../load.ts';
import { atMost, type Row, type Verdict } from '../measure.ts';

const SECONDS = 60;
const TIMES = 4;
/** Claims that tell what P1 sustains on this machine just now. */
const TO_WARM = 300;
const TO_MEASURE = 600;
/** Callbacks are let go in bundles of this many milliseconds. */
const EVERY_MS = 20;
const SOCKETS = 512;

interface Told {
  no: string;
  status: number;
  ms: number;
}

/** Lets callbacks go at a steady rate whatever becomes of those before, as a platform does. */
const flood = async (url: string, calls: () => { no: string; call: Call } | undefined, perSecond: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const told: Promise<Told>[] = [];
  const begun = performance.now();
  const send = async ({ no, call }: { no: string; call: Call }): Promise<Told> => {
    const sent = performance.now();
    const status = await post(url, agent, call).catch(() => 0);
    return { no, status, ms: performance.now() - sent };
  };
  while (performance.now() - begun < SECONDS * 1000) {
    const due = Math.floor(((performance.now() - begun) * perSecond) / 1000);
    while (told.length < due) {
      const next = calls();
      if (!next) throw new Error('the tickets ran out');
      told.push(send(next));
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  const all = await Promise.all(told);
  agent.destroy();
  return all;
};

const claimedOf = async (databaseUrl: string): Promise<Set<string>> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ no: string }>(
    `SELECT no FROM ticket_event WHERE type = 'TicketClaimed' AND no LIKE 'GDF%'`,
  );
  await client.end();
  return new Set(rows.map(({ no }) => no));
};

/** Two sides' agreement: what was answered 200 is kept, once; what was refused was not begun. */
const agreement = (told: readonly Told[], kept: ReadonlySet<string>): Verdict => {
  const lost = told.filter(({ status, no }) => status === 200 && !kept.has(no)).length;
  const begun = told.filter(({ status, no }) => status === 503 && kept.has(no)).length;
  const other = told.filter(({ status }) => status !== 200 && status !== 503).length;
  return {
    name: 'P4 accepted and lost, refused and begun, neither 200 nor 503',
    found: `${lost}, ${begun}, ${other}`,
    target: '0, 0, 0',
    met: lost + begun + other === 0,
  };
};

const slowest = (told: readonly Told[], status: number): number =>
  told.reduce((most, one) => (one.status === status ? Math.max(most, one.ms) : most), 0);

const claims = (ground: Ground, tickets: readonly Claimable[]) => {
  const left = tickets[Symbol.iterator]();
  return () => {
    const { value } = left.next();
    return value && { no: value.no, call: callback(ground.settings.wecom, claimOrder(value), ground.clock.now()) };
  };
};

/** P4: four times what P1 sustains, for a minute. */
export const row: Row = async (ground) => {
  const bot = await ground.bot();
  const { wecom } = ground.settings;
  const before = await ground.claimable('GDV', TO_WARM + TO_MEASURE);
  const calls = before.map((ticket) => callback(wecom, claimOrder(ticket), ground.clock.now()));
  await drive(bot.url, calls.slice(0, TO_WARM));
  const sustained = await drive(bot.url, calls.slice(TO_WARM));
  const perSecond = Math.round(sustained * TIMES);
  const tickets = await ground.claimable('GDF', perSecond * (SECONDS + 5));
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(bot.residentMb()), 1_000);
  const told = await flood(bot.url, claims(ground, tickets), perSecond);
  clearInterval(watch);
  const taken = told.filter(({ status }) => status === 200).length;
  const first = Math.max(...memory.slice(10, 30));
  const last = Math.max(...memory.slice(-20));
  console.log(
    `  P4: ${perSecond}/s for ${SECONDS} s, ${(taken / SECONDS).toFixed(0)}/s taken, ${told.length - taken} refused; memory ${first.toFixed(0)} then ${last.toFixed(0)} MB`,
  );
  return [
    atMost('P4 slowest answer', slowest(told, 200) / 1000, 1.5, 's'),
    atMost('P4 slowest refusal', slowest(told, 503) / 1000, 1.5, 's'),
    agreement(told, await claimedOf(ground.databaseUrl)),
    atMost('P4 memory of the last twenty seconds by that of the first', last / first, 1.1, '×'),
  ];
};
