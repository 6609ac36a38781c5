import type { CentreDesk } from '../workflow/centreDesk.ts';
import { link } from './chain.ts';
import { json, type Tx } from './client.ts';

/** The name under which all acts at the desk are one chain. */
export const DESK_CHAIN = 'desk';

/** Appends an act. Two at once take one number: the second does its unit of work again. */
export const keepAct: (tx: Tx) => CentreDesk['keepAct'] = (tx) => async (act) => {
  const last = await tx.deskAct.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true, chain: true } });
  const { at, type, by, about, via, before, after } = act;
  const seq = (last?.seq ?? 0) + 1;
  const body = json({ type, at: at.toISOString(), by, about, before, after });
  const chain = link(last?.chain ?? '', DESK_CHAIN, seq, body);
  await tx.deskAct.create({ data: { seq, at, type, by, about, body, via: json(via), chain } });
};
