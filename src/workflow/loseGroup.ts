import { isTicketCardKind } from '../cards/card.ts';
import { drawCard } from '../cards/draw.ts';
import type { PlatformName } from '../cards/exchange.ts';
import type { Scene } from './act.ts';
import type { County } from './county.ts';
import { centreGroups, recipients } from './notices.ts';
import type { Recipient } from './ports.ts';

/** A group that was dissolved or dropped the bot: the centre is told once, and it counts as unbound (house.md, binding). */

/** The centre's groups but this one; when it was the only one, its director and the administrators in person. */
const toldOf = (county: County, lost: { platform: PlatformName; id: string }): Recipient[] => {
  const groups = centreGroups(county).filter(
    (to) => !('chat' in to && to.chat === lost.id && to.platform === lost.platform),
  );
  return groups.length > 0 ? groups : recipients(county, county.everyone('director', 'administrator'));
};

const nameOf = (county: County, bound: { department?: string; scope?: 'centre' | 'county' }): string => {
  if (bound.scope) return bound.scope === 'centre' ? '热线中心' : '全县';
  return county.department(bound.department ?? '')?.name ?? bound.department ?? '';
};

/** Whether anything reaches the department now: another group, or its liaison in person. */
const insteadOf = (county: County, lost: { id: string; department?: string }): string => {
  if (lost.department === undefined) return '';
  if (county.chatsOf(lost.department).some(({ id }) => id !== lost.id)) return '该单位另一个群照常推送。';
  const liaisons = recipients(county, county.holders(lost.department, 'liaison'));
  return liaisons.length > 0 ? '新工单改发给联络员本人。' : '该单位没有联系得上的联络员，请马上电话通知。';
};

/** Notes the loss; true when it was news. `reason` is the platform's, in plain Chinese. */
export const loseGroup = async (
  { desk, county }: Scene,
  chat: { platform: PlatformName; id: string },
  reason: string,
  at: Date,
): Promise<boolean> => {
  const lost = await desk.loseChat(chat, at);
  if (!lost) return false;
  const text = [
    `【系统提示】${nameOf(county, lost)}的群已解散，或工单助手已被移出（${reason}），不再向该群推送。${insteadOf(county, lost)}`,
    `群号：${lost.id}。建好群、拉回工单助手后，请管理员在群里发送：@工单助手 绑定 ${nameOf(county, lost)}`,
  ].join('\n');
  await desk.want(
    toldOf(county, lost).map((to) => ({
      to,
      kind: 'text' as const,
      letter: { form: 'text' as const, text },
      tickets: [],
      at,
      urgent: true,
    })),
  );
  return true;
};

/**
 * Cards about tickets that could not go to a group that is gone: when the ticket's department has no other group its
 * liaisons get them in person, as they get new ones from now on. Other letters to the group are let go.
 */
export const sendInstead = async (
  { desk, county }: Scene,
  { kind, tickets, chat }: { kind: string; tickets: readonly string[]; chat: string },
  at: Date,
): Promise<void> => {
  if (!isTicketCardKind(kind)) return;
  for (const ticket of await desk.readAll(tickets)) {
    const department = ticket.department ?? '';
    if (county.chatsOf(department).some(({ id }) => id !== chat)) continue;
    await desk.want(
      county.holders(department, 'liaison').flatMap((person) =>
        recipients(county, [person]).map((to) => ({
          occasion: `instead:${chat}:${kind}:${ticket.no}:${ticket.round}:${person.id}`,
          to,
          kind,
          letter: { form: 'card' as const, card: drawCard(kind, ticket, { at, county }, { person: person.id }) },
          tickets: [ticket.no],
          at,
          urgent: true,
        })),
      ),
    );
  }
};
