/** The only reader of the wall clock. Everything else is told the time. */
export interface Clock {
  /** The present of the county: business time. With `CLOCK_URL` it is the town's, else the machine's. */
  now(): Date;
  /** The machine's own time in epoch milliseconds: for retries, leases, sockets and measurements only. */
  real(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  real: () => Date.now(),
};
