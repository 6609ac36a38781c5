import { namedPeople } from '../domain/ticket/people.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { type Scene, waitingTokens } from './act.ts';
import type { County } from './county.ts';
import { recipients } from './notices.ts';
import type { Archive } from './ports.ts';

/** What somebody leaves behind who has left or gone to another department: the principal names others (R1.1). */

/** The sign-off named only people who are no longer there: the law gives the ticket back to who signs. */
const stranded = (ticket: Ticket, gone: readonly string[], county: County): boolean =>
  ticket.status === 'handling' &&
  [ticket.signOff?.lead ?? '', ...(ticket.signOff?.handlers ?? [])].some((id) => gone.includes(id)) &&
  namedPeople(ticket, county).length === 0;

const tellPrincipal = async (
  { desk, county }: Scene,
  department: string,
  numbers: readonly string[],
  at: Date,
): Promise<void> =>
  desk.want(
    recipients(county, county.holders(department, 'principal')).map((to) => ({
      to,
      kind: 'text' as const,
      letter: {
        form: 'text' as const,
        text: `${numbers.length} 件工单的牵头、经办人员已离岗或调离，等您另行签批指定：${numbers.join('、')}。发送“待办”逐件办理，或：签批 编号 牵头:姓名 经办:姓名`,
      },
      tickets: [...numbers],
      at,
    })),
  );

/**
 * After the organisation changed: open tickets wait for who is there now, and the principal of each department reads
 * which of its tickets have nobody left. `gone` are ids of those who left or moved; returns the numbers handed over.
 */
export const handOver = (archive: Archive, county: County, gone: readonly string[], at: Date): Promise<string[]> =>
  archive.work(async (desk) => {
    const byDepartment = new Map<string, string[]>();
    for (const { no } of await desk.openTickets()) {
      const file = await desk.lock(no);
      if (!file) continue;
      const { ticket } = file;
      const changed = await desk.keepWaiting(no, waitingTokens(ticket, county));
      if (!changed || !stranded(ticket, gone, county)) continue;
      const department = ticket.department ?? '';
      byDepartment.set(department, [...(byDepartment.get(department) ?? []), no]);
    }
    const scene: Scene = { desk, county, via: { door: 'cli' } };
    for (const [department, numbers] of byDepartment) await tellPrincipal(scene, department, numbers, at);
    return [...byDepartment.values()].flat();
  });
