import { expectEvidence } from '../../workflow/evidence.ts';
import type { CommandSpec } from '../spec.ts';

/** 佐证 (R1.4): says which ticket the next pictures and files belong to. An addition to the contract's commands. */
export const evidence: CommandSpec = {
  name: '佐证',
  alias: 'evidence',
  help: '之后十分钟内发来的照片和文件归入这件工单的佐证材料（第一条）',
  example: '佐证 GD20261122000017',
  who: ['handler', 'deputy', 'principal', 'delegate', 'liaison', 'operator', 'followUp'],
  tickets: 'one',
  acts: ['RecordContact', 'Reply', 'ApproveReply'],
  arguments: [],
  run: async (call) => {
    const [no = ''] = call.tickets;
    await expectEvidence(call.scene, call.actor, no, call.at);
    return { say: `请把照片或文件发给我，将归入工单 ${no} 的佐证材料（十分钟内）。`, changed: [] };
  },
};
