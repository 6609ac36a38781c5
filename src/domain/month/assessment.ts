import { decides, type Tie } from '../assessment/assembleMonth.ts';
import type { Adjustment } from '../assessment/facts.ts';
import { type Instant, toDate } from '../instant.ts';
import type { MatterRules } from '../matter.ts';
import { CENTRE, hasRole, type Person } from '../person.ts';
import { type Refusal, refuse } from '../ticket/refusal.ts';

/**
 * 月度考核 (R7.2): one month from draft to publication. Its id is the month, `2026-10`. The table itself lies in the
 * archive by version; here stands who did what when, and what decided appeals change.
 */
export interface Assessment {
  id: string;
  month: string;
  state: 'draft' | 'published';
  draftedAt: Instant;
  /** Appeals are taken until then: the closing time of the third working day after the draft. */
  appealsUntil: Instant;
  factsSha256: string;
  /** What decided appeals and corrections change, in their order. */
  adjustments: Adjustment[];
  /** The window has ended and the director was asked. */
  askedAt?: Instant;
  lockedAt?: Instant;
  lockedBy?: string;
  /** How the director decided a tie across the cut. */
  decidedBottom?: string[];
  /** Published versions so far: 1 with the lock, one more with every correction. */
  version: number;
  corrections: { version: number; by: string; at: Instant; reason: string }[];
}

/** What the assessed table says of the decision: who is 并列待定, and the digest of its facts. */
interface Assessed {
  ties: readonly Tie[];
  factsSha256: string;
}

export type AssessmentCommand =
  /** The clock drafts the month; drafting again before the lock renews it under the same window. */
  | { type: 'Draft'; at: Instant; month: string; appealsUntil: Instant; factsSha256: string }
  /** An accepted appeal. */
  | { type: 'Adjust'; at: Instant; by: string; adjustment?: Adjustment; factsSha256: string }
  | { type: 'AskLock'; at: Instant }
  | { type: 'Lock'; at: Instant; by: Person; openAppeals: readonly string[]; bottom: string[]; assessed: Assessed }
  | {
      type: 'Correct';
      at: Instant;
      by: Person;
      reason: string;
      adjustment?: Adjustment;
      bottom: string[];
      assessed: Assessed;
    };

export type AssessmentEvent = { at: Instant; by: string } & (
  | { type: 'MonthDrafted'; month: string; appealsUntil: Instant; factsSha256: string }
  | { type: 'MonthAdjusted'; adjustment?: Adjustment; factsSha256: string }
  | { type: 'LockAsked' }
  | { type: 'MonthLocked'; version: number; factsSha256: string; decidedBottom?: string[] }
  | {
      type: 'MonthCorrected';
      version: number;
      factsSha256: string;
      reason: string;
      adjustment?: Adjustment;
      decidedBottom?: string[];
    }
);

/** R7.2. */
export const MONTHLY = { article: '第七条', duty: 'R7.2' } as const;

const isDirector = (by: Person): boolean => by.department === CENTRE && hasRole(by, 'director');

/** Why the ties are not decided by what was named; undefined: they are. */
const undecided = (ties: readonly Tie[], bottom: readonly string[], month: string): Refusal | undefined => {
  if (decides(ties, bottom)) return undefined;
  if (ties.length === 0) return refuse('ArgumentWrong', '本月没有并列待定，不用写末位。', MONTHLY);
  const seats = ties.reduce((sum, tie) => sum + tie.seats, 0);
  const names = ties.flatMap(({ departments }) => departments);
  return refuse(
    bottom.length === 0 ? 'ArgumentMissing' : 'ArgumentWrong',
    `${names.length} 个单位并列待定，请从中确定 ${seats} 个末位单位，例：定榜 ${month} 末位:单位名称`,
    MONTHLY,
  );
};

const lock = (
  command: Extract<AssessmentCommand, { type: 'Lock' }>,
  state: Assessment,
): AssessmentEvent[] | Refusal => {
  const { at, by, openAppeals, bottom, assessed } = command;
  if (state.state !== 'draft')
    return refuse('AlreadyDone', `${state.month} 已定榜；如需更正请发送：定榜 ${state.month} 更正:原因`, MONTHLY);
  if (at < state.appealsUntil) return refuse('TooEarly', `${state.month} 申诉期未满，三个工作日届满后定榜。`, MONTHLY);
  if (openAppeals.length > 0)
    return refuse('WrongStatus', `还有申诉没有决定：${openAppeals.join('、')}，请先同意或驳回。`, MONTHLY);
  const open = undecided(assessed.ties, bottom, state.month);
  if (open) return open;
  const { factsSha256 } = assessed;
  const decided = bottom.length > 0 ? { decidedBottom: bottom } : {};
  return [{ type: 'MonthLocked', at, by: by.id, version: 1, factsSha256, ...decided }];
};

const correct = (
  command: Extract<AssessmentCommand, { type: 'Correct' }>,
  state: Assessment,
): AssessmentEvent[] | Refusal => {
  const { at, by, reason, adjustment, bottom, assessed } = command;
  if (state.state !== 'published') return refuse('TooEarly', `${state.month} 还没有定榜，不用更正。`, MONTHLY);
  if (assessed.factsSha256 === state.factsSha256)
    return refuse('NothingChanged', `${state.month} 的数据没有变化，不用更正。`, MONTHLY);
  const open = undecided(assessed.ties, bottom, state.month);
  if (open) return open;
  return [
    {
      type: 'MonthCorrected',
      at,
      by: by.id,
      version: state.version + 1,
      factsSha256: assessed.factsSha256,
      reason,
      ...(adjustment ? { adjustment } : {}),
      ...(bottom.length > 0 ? { decidedBottom: bottom } : {}),
    },
  ];
};

const byDirector = (
  command: Extract<AssessmentCommand, { type: 'Lock' | 'Correct' }>,
  state: Assessment | undefined,
): AssessmentEvent[] | Refusal => {
  if (!isDirector(command.by)) return refuse('NotYourRole', '定榜和更正由县热线中心负责人办理。', MONTHLY);
  if (!state) return refuse('NothingAsked', '这个月还没有生成月榜草稿，次月第一个工作日生成。', MONTHLY);
  return command.type === 'Lock' ? lock(command, state) : correct(command, state);
};

/** The rules of the month's assessment. */
export const assessments: MatterRules<Assessment, AssessmentCommand, AssessmentEvent> = {
  kind: 'assessment',
  decide: (command, state) => {
    const { at } = command;
    switch (command.type) {
      case 'Draft': {
        if (state?.state === 'published') return refuse('AlreadyDone', `${state.month} 已定榜。`, MONTHLY);
        const { month, factsSha256 } = command;
        const appealsUntil = state?.appealsUntil ?? command.appealsUntil;
        return [{ type: 'MonthDrafted', at, by: 'system', month, appealsUntil, factsSha256 }];
      }
      case 'Adjust': {
        if (state?.state !== 'draft') return refuse('TooLate', '这个月已定榜，请用“定榜 月 更正:…”更正。', MONTHLY);
        const { by, adjustment, factsSha256 } = command;
        return [{ type: 'MonthAdjusted', at, by, factsSha256, ...(adjustment ? { adjustment } : {}) }];
      }
      case 'AskLock':
        if (!state) return refuse('NothingAsked', '这个月还没有生成月榜草稿。', MONTHLY);
        return state.state === 'draft' && !state.askedAt && toDate(at) >= toDate(state.appealsUntil)
          ? [{ type: 'LockAsked', at, by: 'system' }]
          : [];
      case 'Lock':
      case 'Correct':
        return byDirector(command, state);
      default:
        return command satisfies never;
    }
  },
  evolve: (state, event) => {
    const { at, by } = event;
    if (event.type === 'MonthDrafted') {
      const { month, appealsUntil, factsSha256 } = event;
      const begun = { id: month, month, state: 'draft' as const, adjustments: [], version: 0, corrections: [] };
      return { ...begun, ...state, draftedAt: state?.draftedAt ?? at, appealsUntil, factsSha256 };
    }
    if (!state) throw new Error(`${event.type} cannot be an assessment's first event`);
    if (event.type === 'LockAsked') return { ...state, askedAt: at };
    const { factsSha256 } = event;
    const added = 'adjustment' in event && event.adjustment ? [event.adjustment] : [];
    const adjusted = { ...state, factsSha256, adjustments: [...state.adjustments, ...added] };
    if (event.type === 'MonthAdjusted') return adjusted;
    const { version, decidedBottom } = event;
    const { decidedBottom: _before, ...rest } = adjusted;
    const published = { ...rest, state: 'published' as const, version, ...(decidedBottom ? { decidedBottom } : {}) };
    return event.type === 'MonthLocked'
      ? { ...published, lockedAt: at, lockedBy: by }
      : { ...published, corrections: [...state.corrections, { version, by, at, reason: event.reason }] };
  },
  index: (state) => {
    const open = state.state === 'draft';
    return {
      title: open ? `${state.month} 月榜待定榜` : `${state.month} 月榜（第 ${state.version} 版）`,
      month: state.month,
      departments: [],
      tickets: [],
      open,
      waiting: open && state.askedAt ? [`director@${CENTRE}`] : [],
      dueAt: state.appealsUntil,
    };
  },
};
