import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * The log: JSON lines on stdout. Rooms log ids, codes and counts; never a caller's details, a ticket's text, a
 * token or a callback's body; `to` is stdout but in tests. `redact` is the last net, not the rule.
 */
export const openLog = (level: string, to: { write(line: string): void } = process.stdout): Logger =>
  pino(
    {
      level,
      base: { app: 'hotline' },
      redact: {
        paths: [
          '*.phone',
          '*.address',
          '*.content',
          '*.secret',
          '*.token',
          '*.access_token',
          '*.authorization',
          'text',
          'caller',
        ],
        censor: '[left out]',
      },
    },
    to,
  );

/** A log that says nothing, for tools that print their own answer. */
export const silentLog = (): Logger => pino({ level: 'silent' });
