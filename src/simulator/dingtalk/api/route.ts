import type { Call } from '../call.ts';
import type { Office } from '../office.ts';
import type { Reply } from '../refusal.ts';

/** One API of the vendor. `path` may hold one `{part}`, handed to the rule as `part`. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  /** Which token it asks for: the app's, a person's, or none. */
  token: 'app' | 'person' | 'none';
  /** Not counted against the month and spared by standing faults: tokens, login, address book (basic-interfaces…). */
  exempt?: true;
  answer(call: Call, office: Office, part: string): Reply;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** The route for this method and path and what its `{part}` holds; undefined when there is none. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; part: string } | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const part = matchPath(route.path, path);
    if (part !== undefined) return { route, part };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): string | undefined {
  const [before = '', after] = pattern.split('{part}', 2);
  if (after === undefined) return pattern === path ? '' : undefined;
  if (!path.startsWith(before) || !path.endsWith(after) || path.length < before.length + after.length) return undefined;
  const part = path.slice(before.length, path.length - after.length);
  return part !== '' && !part.includes('/') ? part : undefined;
}
