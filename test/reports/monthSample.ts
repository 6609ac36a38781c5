import type { CardContext } from '../../src/cards/context.ts';
import type { ShownMonth } from '../../src/cards/leagueMonthly.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import type { MonthAnalysis } from '../../src/domain/analysis/monthAnalysis.ts';
import { COLUMNS, type DepartmentFacts, type FactLine } from '../../src/domain/assessment/facts.ts';
import { leagueTable } from '../../src/domain/assessment/leagueTable.ts';
import type { Department } from '../../src/domain/person.ts';
import { canonical } from '../../src/kernel/canonical.ts';
import { sha256 } from '../../src/kernel/ids.ts';
import { openCounty } from '../../src/workflow/county.ts';
import { county as calendar } from '../rules/officeCalendar.ts';

const NAMES = [
  '县城市管理局',
  '县住房和城乡建设局',
  '县教育体育局',
  '县人力资源和社会保障局',
  '县卫生健康委员会',
  '南关镇人民政府',
  '县自然资源和规划局',
  '国网石城县供电公司',
];

/** So many departments, the first ones with names of the usual length. */
export const sampleDepartments = (count: number): Department[] =>
  Array.from({ length: count }, (_none, index) => ({
    code: `d${String(index + 1).padStart(3, '0')}`,
    name: NAMES[index] ?? `第${index + 1}乡人民政府`,
    aliases: [],
  }));

const SAMPLE_POLICY = { ...DEFAULT_POLICY, county: '石城县' };

/** A card's surroundings with these departments, in 石城县. */
export const sampleContext = (departments: readonly Department[]): CardContext => ({
  at: new Date('2026-11-06T09:00:00+08:00'),
  county: openCounty({
    departments,
    people: [],
    chats: [],
    policy: SAMPLE_POLICY,
    inForceAt: () => ({ policy: SAMPLE_POLICY, calendar }),
    scheme: () => DEFAULT_SCHEME,
    calendar,
    platforms: [],
  }),
});

/** The tickets of one department: how many are on time, satisfied and so on falls with its place in the list. */
const linesOf = (department: string, index: number): FactLine[] =>
  Array.from({ length: index === 7 ? 0 : index === 3 ? 4 : 10 + (index % 9) }, (_none, ticket) => {
    const late = ticket < index % 4;
    const unhappy = ticket < index % 5 && ticket > 0;
    return {
      department,
      ticket: `GD202610${String(index + 1).padStart(3, '0')}${String(ticket + 1).padStart(3, '0')}`,
      columns: [
        'dispatched',
        ...(late ? [] : ['claimedInTime']),
        'due',
        'closed',
        ...(late ? ['overdue'] : ['closedOnTime']),
        'closedAll',
        'feedbackOnTime',
        'followedUp',
        'contacted',
        ...(ticket % 3 === 0 ? ['met'] : []),
        'evaluated',
        'processSatisfied',
        ...(unhappy ? [] : ['resultSatisfied']),
        'assessed',
        ...(unhappy ? [] : ['resolved']),
      ],
    };
  });

/** Deductions are counted from the marks, not from the lines. */
const COUNTED = COLUMNS.filter((column) => column !== 'deductions');

const factsOf = (department: string, lines: readonly FactLine[], deductions: number): DepartmentFacts => ({
  department,
  counts: {
    ...Object.fromEntries(
      COUNTED.map((column) => [column, String(lines.filter(({ columns }) => columns.includes(column)).length)]),
    ),
    deductions: String(deductions),
  },
  rates: {},
  events: deductions > 0 ? { closedLate: String(deductions) } : {},
  manual: {},
});

/** October 2026 of so many departments: a published table with the tickets behind it. */
export const sampleMonth = (departments: readonly Department[]): { published: ShownMonth; lines: FactLine[] } => {
  const lines = departments.flatMap(({ code }, index) => linesOf(code, index));
  const deducted = departments[5]?.code;
  const facts = departments.map(({ code }) =>
    factsOf(
      code,
      lines.filter(({ department }) => department === code),
      code === deducted ? 1 : 0,
    ),
  );
  const league = leagueTable({ month: '2026-10', scheme: DEFAULT_SCHEME, facts });
  const published: ShownMonth = {
    state: 'published',
    version: 1,
    factsSha256: sha256(canonical(facts)),
    table: {
      month: '2026-10',
      asOf: '2026-11-05T17:30:00+08:00',
      scheme: DEFAULT_SCHEME,
      facts,
      rows: league.rows.map((row, index) => ({
        ...row,
        movement: row.place === null ? null : (index % 5) - 2,
        streak: league.bottom.includes(row.department) ? 3 : 0,
        inYear: league.bottom.includes(row.department) ? 3 : 0,
      })),
      bottom: league.bottom,
      marks: deducted
        ? [
            {
              id: 'GD202610006001-closedLate',
              department: deducted,
              kind: 'deduction',
              event: 'closedLate',
              clause: 'R3.3',
              because: '到期后第2个工作日办结',
              tickets: ['GD202610006001'],
              state: 'confirmed',
            },
          ]
        : [],
      exclusions: [
        {
          department: departments[0]?.code ?? '',
          ticket: 'GD202610001099',
          from: 'evaluations',
          because: '诉求不合规，已当面解释',
        },
      ],
      adjustments: [],
    },
  };
  return { published, lines };
};

/** An analysis with something under every heading. */
export const sampleAnalysis = (departments: readonly Department[]): MonthAnalysis => ({
  month: '2026-10',
  totals: [
    { name: '受理', count: 1320, monthAgo: 1200, yearAgo: 1100 },
    { name: '办结', count: 1288, monthAgo: 1210 },
  ],
  byType: [
    { name: '求助', count: 620, monthAgo: 560, yearAgo: 540 },
    { name: '投诉', count: 410, monthAgo: 400, yearAgo: 390 },
    { name: '咨询', count: 290, monthAgo: 240, yearAgo: 170 },
  ],
  byCategory: [
    { name: '供暖', count: 260, monthAgo: 80, yearAgo: 240 },
    { name: '噪声扰民', count: 140, monthAgo: 150, yearAgo: 160 },
  ],
  byArea: [{ name: '城关镇', count: 500, monthAgo: 480, yearAgo: 470 }],
  byDepartment: departments.slice(0, 5).map(({ code }, index) => ({ name: code, count: 90 - index, monthAgo: 80 })),
  hotTopics: [{ category: '供暖', count: 260, share: '19.70', areas: ['城关镇', '南关镇'] }],
  repeated: [{ kind: 'place', tickets: 12, groups: 3, top: [{ category: '噪声扰民', count: 8 }] }],
  emerging: [{ category: '供暖', area: '南关镇', count: 18, expected: '4.20', probability: '0.000001', months: 6 }],
  trending: [{ category: '物业管理', counts: [40, 52, 66, 81] }],
  general: [{ category: '供暖', areas: 12, count: 260 }],
});
