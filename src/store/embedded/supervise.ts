import type { Logger } from '../../kernel/log.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * Looks every second whether the server still runs and starts it again when it has died (out of memory, a stray
 * kill): deliveries in flight resume with nobody's help. Failures are logged and tried again. Returns the end of it.
 */
export const supervise = (
  isRunning: () => Promise<boolean>,
  restart: () => Promise<unknown>,
  log: Logger,
): (() => Promise<void>) => {
  let round: Promise<void> | undefined;
  let over = false;
  const look = async (): Promise<void> => {
    if ((await isRunning()) || over) return;
    log.error('the embedded database has died and is started again');
    await restart();
  };
  const timer = setInterval(() => {
    round ??= look()
      .catch((thrown: Error) =>
        log.error({ reason: thrown.message }, 'the embedded database could not be started again'),
      )
      .finally(() => {
        round = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    over = true;
    clearInterval(timer);
    await round;
  };
};
