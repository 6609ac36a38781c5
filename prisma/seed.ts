import { DEFAULT_POLICY } from '../src/config/policy.ts';
import { openCountyCache } from '../src/countyCache.ts';
import type { PersonCommand } from '../src/domain/ticket/commands.ts';
import { Organisation } from '../src/intake/organisation.ts';
import { TicketJson } from '../src/intake/ticketSchema.ts';
import { understandTicket } from '../src/intake/understand.ts';
import { newId } from '../src/kernel/ids.ts';
import { silentLog } from '../src/kernel/log.ts';
import { openDocuments } from '../src/reports/documents.ts';
import { openDatabase } from '../src/store/client.ts';
import { openArchive } from '../src/store/desk.ts';
import { importOrganisation } from '../src/store/organisation.ts';
import { keepPolicy } from '../src/store/policyRows.ts';
import { openSeal } from '../src/store/seal.ts';
import { act, type Scene } from '../src/workflow/act.ts';
import { registerTicket } from '../src/workflow/registerTicket.ts';
import { scan } from '../src/workflow/scan.ts';
import { organisation } from './sample/county.ts';
import { actors, history, type SampleTicket, type Stage } from './sample/tickets.ts';

const HOUR = 3_600_000;

type Bare = PersonCommand extends infer C ? (C extends unknown ? Omit<C, 'by' | 'at'> : never) : never;
/** One thing somebody did, so many hours after the dispatch. */
type Step = [hours: number, who: string, order: Bare];

/** What had happened up to a stage; hours keep the steps inside working time (dispatch is in the morning). */
const stepsTo = (stage: Stage, department: string): Step[] => {
  const { liaison, principal, deputy, handler } = actors(department);
  const claimed: Step[] = [[0.5, liaison, { type: 'Claim' }]];
  const proposed: Step[] = [...claimed, [1, liaison, { type: 'Propose', lead: deputy, handlers: [handler] }]];
  const signed: Step[] = [...proposed, [6, principal, { type: 'SignOff', opinion: '请尽快核实办理' }]];
  const contacted: Step[] = [
    ...signed,
    [
      7,
      handler,
      {
        type: 'RecordContact',
        mode: '见面',
        happenedAt: '',
        place: '现场',
        situation: '已与诉求人见面核实情况',
        attachments: [],
      },
    ],
  ];
  const replied: Step[] = [
    ...contacted,
    [25, handler, { type: 'Reply', process: '到现场核实，联系责任单位处理', result: '问题已处理，诉求人知悉' }],
  ];
  const approved: Step[] = [...replied, [26, principal, { type: 'ApproveReply', seal: '电子签' }]];
  const answered = (hours: number, result: '满意' | '基本满意' | '不满意'): Step => [
    hours,
    'yangyan',
    { type: 'FollowUp', contacted: true, met: true, process: '满意', result, solved: result !== '不满意' },
  ];
  const again: Step[] = [
    [
      48,
      handler,
      {
        type: 'RecordContact',
        mode: '电话',
        happenedAt: '',
        reason: '诉求人外出',
        situation: '电话说明重办情况',
        attachments: [],
      },
    ],
    [49, handler, { type: 'Reply', process: '再次到现场处理', result: '已按要求整改' }],
    [50, principal, { type: 'ApproveReply', seal: '电子签' }],
  ];
  const stages: Record<Stage, Step[]> = {
    toDispatch: [],
    toClaim: [],
    claimed,
    proposed,
    handling: signed,
    contacted,
    replied,
    approved,
    done: [...approved, answered(27, department.length % 2 ? '满意' : '基本满意')],
    noAnswer: [...approved, [27, 'daiyu', { type: 'NoAnswer' }]],
    reworked: [...approved, answered(27, '不满意')],
    twice: [...approved, answered(27, '不满意'), ...again, answered(51, '不满意')],
    void: [[1, 'hanmei', { type: 'Void', reason: '重复登记' }]],
    merged: [[1, 'hanmei', { type: 'Merge', into: 'GD2026092800001' }]],
    referred: [[2, 'hanmei', { type: 'MarkDifficult', reason: '涉及多个单位，职责不清' }]],
    escalated: [...signed, [31, 'hanmei', { type: 'Escalate', reason: '历史遗留问题，五个工作日内无法办结' }]],
  };
  return stages[stage];
};

const perform = async (scene: Scene, sample: SampleTicket): Promise<void> => {
  const start = new Date(sample.dispatchedAt).getTime();
  for (const [hours, who, order] of stepsTo(sample.stage, sample.department ?? 'centre')) {
    const by = scene.county.person(who);
    if (!by) throw new Error(`the sample names nobody called ${who}`);
    const at = new Date(start + hours * HOUR).toISOString();
    const filled = order.type === 'RecordContact' ? { ...order, happenedAt: at } : order;
    const answer = await act(scene, sample.ticket.no, { ...filled, by, at } as PersonCommand);
    if ('refused' in answer) throw new Error(`sample ${sample.ticket.no}, ${order.type}: ${answer.says}`);
  }
};

/**
 * Loads the sample county into an empty database: the organisation, and tickets in every state, each brought there by
 * the law itself. What would have been said at the time is not sent. Returns how many tickets; 0 when there were some.
 */
export const loadSample = async (databaseUrl: string, secretKey: string, now: Date): Promise<number> => {
  const database = openDatabase(databaseUrl, 4);
  try {
    if ((await database.ticket.count()) > 0) return 0;
    await importOrganisation(database, Organisation.parse(organisation));
    const document = { ...DEFAULT_POLICY, county: '青溪县' };
    await keepPolicy(database, { from: '2026-01-01', document, at: now, by: '示例' });
    const cache = await openCountyCache({
      database,
      now: () => now,
      publicUrl: undefined,
      platforms: ['wecom', 'dingtalk'],
      log: silentLog(),
    });
    const archive = openArchive(database, openSeal(secretKey), {
      newId,
      real: () => Date.now(),
      place: async () => ({ state: 'queued', queue: null }),
      jobs: async () => [],
      forecast: async () => 0,
    });
    const samples = history();
    for (const sample of samples) {
      await archive.work(async (desk) => {
        const scene: Scene = { desk, county: cache.county(), via: { door: 'import', message: 'sample' } };
        const result = await registerTicket(
          scene,
          understandTicket(TicketJson.parse(sample.ticket), cache.county()),
          new Date(sample.dispatchedAt),
        );
        if (result.outcome === 'rejected') throw new Error(`sample ${result.no}: ${result.reason}`);
        await perform(scene, sample);
      });
    }
    const documents = openDocuments();
    await scan(archive, cache.county(), documents, now).finally(() => documents.close());
    await database.delivery.updateMany({
      data: { state: 'superseded', reason: '示例数据的历史消息，不发送', heldUntil: null },
    });
    return samples.length;
  } finally {
    await database.$disconnect();
  }
};
