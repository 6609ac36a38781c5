import type { StoryTown } from './town.ts';
import type { StoryTicket } from './view.ts';

/** The ways a ticket of the city management bureau (WeCom) goes, each step read by those whom it concerns. */

const GROUP = { chat: 'wrkCgj' };
const ending = (no: string): string => no.slice(-4);

/** A ticket arrives; its group reads the card. */
export const arrives = async (town: StoryTown, no: string, more: Partial<StoryTicket> = {}): Promise<void> => {
  await town.tickets({ no, department: 'cgj', ...more });
  await town.card(GROUP, 'claim', no);
};

/** … and the liaison claims it; the principal reads what waits for the signature. */
export const claimed = async (town: StoryTown, no: string, more: Partial<StoryTicket> = {}): Promise<void> => {
  await arrives(town, no, more);
  await town.asks('limin', `@工单助手 签收 ${ending(no)}`, [`已签收 ${no}`], 'wrkCgj');
  await town.card({ person: 'lijianguo' }, 'signoff', no);
};

/** … and the principal signs: 王芳 leads, 张伟 handles; both read it. */
export const signedOff = async (town: StoryTown, no: string, more: Partial<StoryTicket> = {}): Promise<void> => {
  await claimed(town, no, more);
  await town.asks('lijianguo', `签批 ${ending(no)} 牵头:王芳 经办:张伟`, `已签批 ${no}`);
  await town.reads({ person: 'wangfang' }, no, '请办理');
  await town.reads({ person: 'zhangwei' }, no, '请办理');
};

/** The handler meets the caller, replies, and the principal approves; the centre's caller reads it. */
export const finished = async (town: StoryTown, no: string): Promise<void> => {
  await replied(town, no);
  await town.asks('lijianguo', `审核 ${ending(no)} 通过 用印:电子签`, no);
  await town.reads({ person: 'yangyan' }, no);
};

/** The handler meets the caller and replies; the principal reads the reply. */
export const replied = async (town: StoryTown, no: string): Promise<void> => {
  await town.asks('zhangwei', `联系 ${ending(no)} 方式:见面 地点:现场 情况:已说明`, `已记录 ${no} 的联系`);
  await town.asks('zhangwei', `回复 ${ending(no)} 流程:到现场处理 结果:已办好`, no);
  await town.card({ person: 'lijianguo' }, 'review:approve', no);
};

/** All the way to 待回访. */
export const closed = async (town: StoryTown, no: string, more: Partial<StoryTicket> = {}): Promise<void> => {
  await signedOff(town, no, more);
  await finished(town, no);
};
