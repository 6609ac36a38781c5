import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The present of the bench: a working morning that runs and can be put forward. */
export interface BenchClock {
  url: string;
  now(): Date;
  /** Business minutes forward: bursts of messages are over then. Resolves when the bot has seen it. */
  forward(minutes: number): Promise<void>;
  close(): Promise<void>;
}

/** A Tuesday: nothing is held for the night. */
const BEGIN = Date.parse('2026-11-24T09:00:00+08:00');
/** The bot asks every 200 ms. */
const SEEN_MS = 1_000;

export const openClock = async (): Promise<BenchClock> => {
  const begun = Date.now();
  let ahead = 0;
  const now = (): Date => new Date(BEGIN + (Date.now() - begun) + ahead);
  const server = createServer((_request, response) => response.end(JSON.stringify({ now: now().toISOString() })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    now,
    forward: async (minutes) => {
      ahead += minutes * 60_000;
      await new Promise((resolve) => setTimeout(resolve, SEEN_MS));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
