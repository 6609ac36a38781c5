import type Router from '@koa/router';
import type { Registry } from 'prom-client';

/** What the health routes ask. */
export interface HealthParts {
  /** Why the program is not ready; empty when it is. */
  notReady(): Promise<string[]>;
  /** With `CLOCK_URL`: the instant up to which everything due has been done. */
  settled?(): Promise<Date>;
  metrics: Registry;
  /** Refreshes gauges that are read from the archive. */
  measure(): Promise<void>;
}

/** `/healthz` lives; `/readyz` database, migrations, platforms; `/metrics` for Prometheus, without personal data. */
export const healthRoutes = (router: Router, parts: HealthParts): void => {
  router.get('/healthz', (context) => {
    context.body = { status: 'ok' };
  });
  router.get('/readyz', async (context) => {
    const reasons = await parts.notReady();
    const settled = parts.settled ? { settled: (await parts.settled()).toISOString() } : {};
    context.status = reasons.length === 0 ? 200 : 503;
    context.body = {
      status: reasons.length === 0 ? 'ready' : 'not ready',
      ...(reasons.length === 0 ? {} : { reason: reasons.join('；') }),
      ...settled,
    };
  });
  router.get('/metrics', async (context) => {
    await parts.measure();
    context.type = parts.metrics.contentType;
    context.body = await parts.metrics.metrics();
  });
};
