import { type DingtalkApi, isFailure } from './api.ts';

/** Names of the tenant's members, as their own address book has them. */
export interface Names {
  /** By staff id, in this order; whoever cannot be looked up keeps the id for a name. */
  of(ids: readonly string[]): Promise<{ id: string; name: string }[]>;
}

/** Looked up once a start (query-user-details); costs nothing of the month's quota. */
export const openNames = (api: DingtalkApi): Names => {
  const known = new Map<string, string>();
  const nameOf = async (userid: string): Promise<string> => {
    const kept = known.get(userid);
    if (kept !== undefined) return kept;
    const answer = await api.legacy('/topapi/v2/user/get', { userid, language: 'zh_CN' });
    const { name } = isFailure(answer) ? {} : ((answer.result ?? {}) as { name?: unknown });
    if (typeof name !== 'string' || name === '') return userid;
    known.set(userid, name);
    return name;
  };
  return { of: (ids) => Promise.all(ids.map(async (id) => ({ id, name: await nameOf(id) }))) };
};
