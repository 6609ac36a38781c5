import { drawCard } from '../../cards/draw.ts';
import { instant } from '../../domain/instant.ts';
import { isRestricted, mayRead } from '../../domain/ticket/access.ts';
import { audienceOf } from '../../workflow/announce.ts';
import { callingClaimers } from '../../workflow/calling.ts';
import { groupsOf, recipients } from '../../workflow/notices.ts';
import { readLine } from '../readLine.ts';
import { type Call, type CommandSpec, nothingDone, type Outcome, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** Without a mode: the bot reminds the department now; the reminder counts when the platform has accepted it. */
const remindNow = async (call: Call): Promise<Outcome> => {
  const { desk, county } = call.scene;
  const lines: string[] = [];
  let reminded = 0;
  for (const no of call.tickets) {
    const file = await desk.read(no);
    if (file?.ticket.status !== 'toClaim' || !file.ticket.department) {
      lines.push(`${no}：不在待签收状态，不需要催签。`);
      continue;
    }
    const { ticket } = file;
    const department = file.ticket.department;
    const read = await readLine(call, ticket);
    const to = [
      ...(isRestricted(ticket) ? [] : groupsOf(county, department)),
      ...recipients(
        county,
        county
          .holders(department, ticket.type === '举报' ? 'principal' : 'liaison')
          .filter((person) => mayRead(person, ticket)),
      ),
    ];
    await desk.want(
      to.flatMap((recipient) =>
        callingClaimers(
          county,
          {
            to: recipient,
            kind: 'claimReminder',
            letter: {
              form: 'card',
              card: drawCard('claimReminder', ticket, { at: call.at, county }, audienceOf(recipient)),
            },
            tickets: [no],
            reminds: ticket.flags.includes('overdueClaim') ? [no] : [],
            at: call.at,
            urgent: true,
          },
          ticket,
        ),
      ),
    );
    reminded += 1;
    lines.push(
      `已催办 ${no}，提醒已发往 ${county.department(department)?.name ?? department}。${read ? `此前的消息${read}。` : ''}`,
    );
  }
  const say = lines.join('\n');
  return reminded > 0 ? { say, changed: [] } : nothingDone(say);
};

/** 催办 (R3.2): reminds now, or logs a reminder made by telephone or in writing. */
export const urge: CommandSpec = {
  name: '催办',
  alias: 'urge',
  help: '催促签收；写明方式即登记一次电话或书面提醒（第三条）',
  onPage: '催促签收；选了方式即登记一次电话或书面提醒（第三条）',
  example: '催办 GD20261122000017 方式:电话 对象:李敏 时间:11-25 09:00',
  who: ['operator', 'director'],
  tickets: 'many',
  acts: ['LogReminder'],
  arguments: [
    { key: 'channel', name: '方式', kind: 'choice', choices: ['电话', '书面'], ask: '用什么方式？电话 或 书面。' },
    { key: 'to', name: '对象', kind: 'text', required: (given) => given.channel !== undefined, ask: '提醒了谁？' },
    { key: 'at', name: '时间', kind: 'past', ask: '什么时候提醒的？' },
  ],
  run: (call) => {
    const channel = text(call.values, 'channel');
    if (!channel) return remindNow(call);
    const order = {
      type: 'LogReminder' as const,
      channel: channel as '电话' | '书面',
      to: text(call.values, 'to') ?? '',
      happenedAt: text(call.values, 'at') ?? instant(call.at),
    };
    return onEachTicket(call, order, (after) => `已登记 ${after.no} 的${channel}提醒，宽限期从提醒时起算。`);
  },
};
