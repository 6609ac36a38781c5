import type { CardKind } from '../../../cards/card.ts';
import type { PlatformName } from '../../../cards/exchange.ts';
import type { LetterLine, LetterState } from '../../../workflow/centreDesk.ts';
import type { County } from '../../../workflow/county.ts';
import { departmentNamed } from '../lines.ts';
import type { Queue } from '../shapes.ts';

export const PLATFORM_NAMES: Record<PlatformName, string> = { wecom: '企业微信', dingtalk: '钉钉' };

export const QUEUE_NAMES: Record<Queue, string> = {
  toDispatch: '待派单',
  difficult: '待签批疑难',
  returns: '退单',
  extensions: '延期',
  toFollowUp: '待回访',
  failed: '失败的发送',
};

const STATES: Record<LetterState, string> = {
  wanted: '待发送',
  queued: '排队中',
  accepted: '已送达',
  failed: '未送达',
  superseded: '已被代替',
  merged: '已并入清单',
  recalling: '正在撤回',
  recalled: '已撤回',
};

export const stateName = (state: LetterState, held = false): string => (held ? '暂缓发送' : STATES[state]);

/** What a letter is, in the office's words. */
const KINDS: Record<CardKind | 'text' | 'file', string> = {
  newTicket: '新工单',
  toDispatch: '待派单',
  ticket: '工单',
  assisting: '协办工单',
  note: '备注',
  signOff: '签批',
  assigned: '交办',
  review: '审核',
  internalDue: '内部时限提醒',
  sentBack: '审核退回',
  toAccept: '中心审核',
  toDecide: '待决定的申请',
  followUp: '回访',
  claimReminder: '签收提醒',
  nearDue: '临期提醒',
  noDeputy: '无分管领导',
  unreached: '未通知到',
  referral: '呈批',
  petition: '信访件',
  explain: '当面解释',
  decided: '申请结果',
  steps: '可办事项',
  newTickets: '新工单清单',
  toDispatches: '待派单清单',
  tickets: '工单清单',
  signOffs: '签批清单',
  assignments: '交办清单',
  reviews: '审核清单',
  followUps: '回访清单',
  digest: '工单提示',
  broadcast: '超期通报',
  personalList: '个人待办',
  leagueDaily: '日榜',
  leagueMonthly: '月榜',
  notice: '通知',
  question: '追问',
  matter: '事项',
  text: '文字消息',
  file: '文件或图片',
};

export const kindName = (kind: string): string => (KINDS as Record<string, string>)[kind] ?? kind;

const SCOPES = { centre: '县热线中心工作群', county: '全县工作群' } as const;

/** A group by whose it is; one that is not bound by its id. */
export const groupName = (
  chat: { department?: string; scope?: 'centre' | 'county'; id: string } | undefined,
  id: string,
  county: County,
): string => {
  if (chat?.scope) return SCOPES[chat.scope];
  return chat?.department ? `${departmentNamed(chat.department, county).name}工作群` : `群 ${id}`;
};

/** Whom a letter is for, by name. */
export const toName = ({ to }: LetterLine, county: County): string => {
  if ('chat' in to) return groupName(county.chat(to.platform, to.chat), to.chat, county);
  const person = county.person(to.personId);
  return person ? `${person.name}（${departmentNamed(person.department, county).name}）` : to.personId;
};
