import { ref } from 'vue';
import type { Problem } from '../../http/page/shapes.ts';

/** What the front desk answered, or its refusal: never thrown, so that every page must show it. */
export type Answer<T> = { ok: T } | { problem: Problem };

/** Where nothing came back. `offline`: no connection; `broken`: an answer that is none of ours (a proxy's page). */
const nothing = (code: 'offline' | 'broken', status: number): { problem: Problem } => ({
  problem: { code, status, detail: '' },
});

/** The front desk does not know us any more: the page stays as it is and offers to log in again. */
export const expired = ref(false);

let csrf = '';
/** The token every changing request carries, from the session. */
export const useCsrf = (token: string): void => {
  csrf = token;
};

const read = async <T>(response: Response): Promise<Answer<T>> => {
  if (response.status === 401) expired.value = true;
  if (response.status === 204) return { ok: undefined as T };
  try {
    const body = (await response.json()) as Partial<Problem>;
    if (response.ok) return { ok: body as T };
    return { problem: { code: 'broken', detail: '', ...body, status: response.status } };
  } catch {
    return nothing('broken', response.status);
  }
};

const send = async <T>(path: string, init: RequestInit): Promise<Answer<T>> => {
  try {
    return await read<T>(await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init }));
  } catch {
    return nothing('offline', 0);
  }
};

/** Reads below `/page/`. */
export const get = <T>(path: string): Promise<Answer<T>> =>
  send<T>(`/page/${path}`, { headers: { accept: 'application/json' } });

const change = <T>(path: string, body: unknown): Promise<Answer<T>> => {
  const files = body instanceof FormData;
  return send<T>(`/page/${path}`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'X-CSRF-Token': csrf,
      ...(files ? {} : { 'content-type': 'application/json' }),
    },
    body: files ? body : JSON.stringify(body),
  });
};

/**
 * Changes something below `/page/`: JSON, or a form with files. Somebody who logged in anew in another window has
 * another token: it is fetched and the change sent once more.
 */
export const post = async <T>(path: string, body: unknown): Promise<Answer<T>> => {
  const answer = await change<T>(path, body);
  if (!('problem' in answer) || answer.problem.code !== 'csrf') return answer;
  const session = await get<{ csrf: string }>('session');
  if (!('ok' in session) || session.ok.csrf === csrf) return answer;
  useCsrf(session.ok.csrf);
  return change<T>(path, body);
};

/** 128 random bits for one filling of a form: an exact repeat acts once. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
