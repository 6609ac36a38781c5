import type { Answer, Incoming } from '../cards/exchange.ts';
import type { Person } from '../domain/person.ts';
import { isRestricted, mayRead } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { evidenceTicket } from '../workflow/evidence.ts';
import { evidence } from './each/evidence.ts';
import { mayUse } from './registry.ts';
import { type Occasion, say } from './respond.ts';

/** Whether this person's pictures and files are taken as evidence of the ticket: the same in a chat and on the page. */
export const mayAttach = (person: Person, ticket: Ticket): boolean =>
  mayUse(person, evidence) && mayRead(person, ticket);

type Message = Extract<Incoming, { kind: 'message' }>;

/**
 * Pictures and files that came with a message (R1.4): wanted for the ticket they belong to, fetched a moment later. When
 * no ticket can be told, the sender is asked to name it first.
 */
export const takeEvidence = async (
  occasion: Occasion,
  message: Message,
  named: string | undefined,
): Promise<Answer> => {
  const { scene, actor, at } = occasion;
  const { platform, attachments, chat } = message;
  const no = named ?? (await evidenceTicket(scene, actor, at));
  if (no === undefined)
    return say('收到图片或文件，但不知道属于哪件工单：请先发送“佐证 工单编号”，再重新发送图片或文件。');
  const file = await scene.desk.read(no);
  await scene.desk.wantEvidence(attachments.map((source) => ({ ticket: no, by: actor.id, platform, source, at })));
  const where = chat !== undefined && file && isRestricted(file.ticket) ? '工单' : `工单 ${no}`;
  return say(`已收到 ${attachments.length} 个附件，归入${where}的佐证材料。`);
};
