import { isRecord } from './call.ts';

const SECRET_KEYS = new Set(
  [
    'accessToken',
    'access_token',
    'refreshToken',
    'refresh_token',
    'appSecret',
    'appsecret',
    'clientSecret',
    'client_secret',
    'apiSecret',
    'secret',
    'sign',
    'ticket',
    'session',
    'sessionWebhook',
    'code',
  ].map((key) => key.toLowerCase()),
);

/** The same JSON with every secret's value replaced by `***`: what goes into the record of traffic. */
export function blankSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(blankSecrets);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      SECRET_KEYS.has(key.toLowerCase()) && typeof each === 'string' && each !== '' ? '***' : blankSecrets(each),
    ]),
  );
}

/** A query for the record of traffic, secrets blanked; empty when there is none. */
export const blankQuery = (query: URLSearchParams): string => {
  const parts = [...query].map(([key, value]) => `${key}=${SECRET_KEYS.has(key.toLowerCase()) ? '***' : value}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
};
