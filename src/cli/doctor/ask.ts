import { reasonOf } from '../../kernel/errors.ts';

/** What a platform answered. `date`: its own clock, where it told it. */
export interface Told {
  status: number;
  body: Record<string, unknown>;
  date?: Date;
}

const TIMEOUT_MS = 5_000;

/** Asks once, without repeating; a text when nobody answered. */
export const ask = async (url: string, init: RequestInit = {}): Promise<Told | string> => {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    const date = new Date(response.headers.get('date') ?? '');
    let body: Record<string, unknown> = {};
    try {
      body = JSON.parse(text);
    } catch {
      // Some answers are empty or a page: the status says enough.
    }
    return { status: response.status, body, ...(Number.isNaN(date.getTime()) ? {} : { date }) };
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.cause : undefined;
    return cause instanceof Error ? reasonOf(cause) : reasonOf(thrown);
  }
};

export const askJson = (url: string, method: string, body: object, headers: Record<string, string> = {}) =>
  ask(url, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
  });

/** Asks for each, a few at a time. */
export const forEach = async <T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<R[]> => {
  const found: R[] = [];
  const AT_ONCE = 5;
  for (let from = 0; from < items.length; from += AT_ONCE)
    found.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(each))));
  return found;
};
