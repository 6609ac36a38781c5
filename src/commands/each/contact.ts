import { shortTime } from '../../cards/pieces.ts';
import { instant } from '../../domain/instant.ts';
import { CENTRE } from '../../domain/person.ts';
import { CONTACT_MODES, type ContactMode, NO_CONTACT_REASONS } from '../../domain/ticket/state.ts';
import { expectEvidence } from '../../workflow/evidence.ts';
import { type Call, type CommandSpec, PAGE_DOOR, text, type Values } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

const is =
  (mode: ContactMode) =>
  (given: Values): boolean =>
    given.mode === mode;
const notNone = (given: Values): boolean => given.mode !== undefined && given.mode !== '无';

/** What to send next in the chat; the page shows its own forms. */
const nextWords = ({ actor }: Call, no: string): string =>
  `可接着把照片、通话记录等发给我作为佐证。${actor.department === CENTRE ? '' : `办完后请发送“回复 ${no} 流程:… 结果:…”。`}`;

/** 联系 (R1.2–R1.4): how, when and where the handler met the caller. */
export const contact: CommandSpec = {
  name: '联系',
  alias: 'contact',
  help: '记录与诉求人的联系：见面要写地点，电话要写不能见面的原因',
  example: '联系 GD20261122000017 方式:见面 时间:11-25 09:30 地点:南门社区 情况:已现场查看',
  who: ['handler', 'deputy', 'principal', 'delegate', 'liaison', 'operator', 'followUp', 'director'],
  tickets: 'one',
  acts: ['RecordContact', 'Reply'],
  arguments: [
    {
      key: 'mode',
      name: '方式',
      kind: 'choice',
      choices: CONTACT_MODES,
      required: true,
      ask: '怎么联系的？请写 见面、电话 或 无。',
    },
    { key: 'at', name: '时间', kind: 'past', ask: '什么时候联系的？例如 11-25 09:30，不写即现在。' },
    { key: 'place', name: '地点', kind: 'text', required: is('见面'), ask: '在哪里见的面？' },
    {
      key: 'reason',
      name: '原因',
      kind: 'text',
      required: (given) => is('电话')(given) || is('无')(given),
      ask: `为什么没有见面？（未联系的请写 ${NO_CONTACT_REASONS.join('、')} 之一）`,
    },
    { key: 'situation', name: '情况', kind: 'text', required: notNone, ask: '联系情况怎样？请简单写一两句。' },
  ],
  run: async (call) => {
    const { values } = call;
    const place = text(values, 'place');
    const situation = text(values, 'situation');
    const reason = text(values, 'reason');
    const order = {
      type: 'RecordContact' as const,
      mode: (text(values, 'mode') ?? '见面') as ContactMode,
      happenedAt: text(values, 'at') ?? instant(call.at),
      attachments: [],
      ...(place ? { place } : {}),
      ...(situation ? { situation } : {}),
      ...(reason ? { reason } : {}),
    };
    const outcome = await onEachTicket(
      call,
      order,
      (after) =>
        `已记录 ${after.no} 的联系：${order.mode}，${shortTime(order.happenedAt)}。${call.incoming.door === PAGE_DOOR ? '' : nextWords(call, after.no)}`,
    );
    const [done] = outcome.changed;
    if (done) await expectEvidence(call.scene, call.actor, done, call.at);
    return outcome;
  },
};
