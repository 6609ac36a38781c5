import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** The program's meters. Labels are codes and channel names; nothing personal is ever one. */
export interface Meters {
  registry: Registry;
  count(name: 'callback_refused' | 'platform_call' | 'delivery', labels: Record<string, string>): void;
  /** Rows of the delivery ledger by state. */
  ledger(counts: readonly { state: string; count: number }[]): void;
}

/** Opens a registry of its own, so that several houses in one process do not meet. */
export const openMeters = (): Meters => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'hotline_' });
  const counters = {
    callback_refused: new Counter({
      name: 'hotline_callback_refused_total',
      help: 'Callbacks refused, by reason',
      labelNames: ['platform', 'door', 'reason'],
      registers: [registry],
    }),
    platform_call: new Counter({
      name: 'hotline_platform_call_total',
      help: 'Calls of platform interfaces, by outcome',
      labelNames: ['platform', 'call', 'outcome'],
      registers: [registry],
    }),
    delivery: new Counter({
      name: 'hotline_delivery_total',
      help: 'Attempts at delivery, by channel and outcome',
      labelNames: ['channel', 'outcome'],
      registers: [registry],
    }),
  };
  const known = {
    callback_refused: ['platform', 'door', 'reason'],
    platform_call: ['platform', 'call', 'outcome'],
    delivery: ['channel', 'outcome'],
  };
  const ledger = new Gauge({
    name: 'hotline_delivery_rows',
    help: 'Rows of the delivery ledger, by state',
    labelNames: ['state'],
    registers: [registry],
  });
  return {
    registry,
    count: (name, labels) => {
      const allowed = Object.fromEntries(Object.entries(labels).filter(([label]) => known[name].includes(label)));
      const counter: Counter<string> = counters[name];
      counter.inc(allowed, 1);
    },
    ledger: (counts) => {
      ledger.reset();
      for (const { state, count } of counts) ledger.set({ state }, count);
    },
  };
};
