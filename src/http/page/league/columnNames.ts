import type { Column } from '../../../domain/assessment/facts.ts';

const NAMES: Record<Column | 'defective', string> = {
  dispatched: '派单',
  claimedInTime: '及时签收',
  due: '到期',
  closed: '办结',
  closedOnTime: '按时办结',
  closedAll: '审核办结',
  feedbackOnTime: '按时反馈',
  followedUp: '已回访',
  contacted: '已联系',
  met: '已见面',
  evaluated: '已评价',
  processSatisfied: '过程满意',
  resultSatisfied: '结果满意',
  assessed: '问及解决',
  resolved: '已解决',
  returned: '退单',
  reworked: '重办',
  overdue: '超期',
  deductions: '扣分',
  defective: '答复或签批不规范',
};

/** A counted column in the office's words. */
export const columnName = (column: string): string => (NAMES as Record<string, string>)[column] ?? column;
