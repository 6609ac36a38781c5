import { COMMANDS, mayUse } from '../../../commands/registry.ts';
import type { Tie } from '../../../domain/assessment/assembleMonth.ts';
import { toDate } from '../../../domain/instant.ts';
import { type Accountability, openReport, RUNG_NAMES } from '../../../domain/month/accountability.ts';
import type { Appeal } from '../../../domain/month/appeal.ts';
import type { Assessment } from '../../../domain/month/assessment.ts';
import { CENTRE, hasRole } from '../../../domain/person.ts';
import { formOf } from '../forms.ts';
import { departmentNamed, type View } from '../lines.ts';
import type { FormField, MonthState } from '../shapes.ts';

type MonthForm = MonthState['forms'][number];

/** What of a form the month settles: values that stand there, fields that are no matter now, choices that are left. */
interface Fitting {
  name: string;
  expected?: boolean;
  values?: Record<string, string>;
  without?: readonly string[];
  only?: readonly string[];
  required?: readonly string[];
  options?: Record<string, FormField['options']>;
  about?: Pick<MonthForm, 'matter' | 'ticket' | 'about'>;
}

/** A command as a form, where this person may use it. */
const fitted = (alias: string, fitting: Fitting, view: View): MonthForm[] => {
  const spec = COMMANDS.find((command) => command.alias === alias);
  if (!spec || !mayUse(view.viewer, spec)) return [];
  const { name, expected = true, values = {}, without = [], only, required = [], options = {}, about = {} } = fitting;
  const form = formOf(spec, { alias, name, expected }, undefined, view);
  const fields = form.fields
    .filter(({ key }) => !without.includes(key) && (only === undefined || only.includes(key)))
    .map((field) => {
      const value = values[field.key];
      const choices = options[field.key];
      return {
        ...field,
        required: field.required || required.includes(field.key),
        ...(value === undefined ? {} : { value }),
        ...(choices ? { options: choices } : {}),
      };
    });
  return [{ ...form, fields, ...about }];
};

/** 定榜 once the window has ended; a tie offers those it is about. 更正 of what is published. */
const lockForms = (state: Assessment, ties: readonly Tie[], view: View): MonthForm[] => {
  const { month } = state;
  if (state.state === 'published')
    return fitted('lock', { name: '更正', expected: false, values: { month }, required: ['correction'] }, view);
  if (view.at < toDate(state.appealsUntil)) return [];
  const tied = ties.flatMap(({ departments }) => departments).map((code) => departmentNamed(code, view.county));
  const choose = tied.length > 0;
  return fitted(
    'lock',
    {
      name: '定榜',
      values: { month },
      only: choose ? ['month', 'bottom'] : ['month'],
      required: choose ? ['bottom'] : [],
      options: choose ? { bottom: tied.map(({ id, name }) => ({ value: id, text: name })) } : {},
    },
    view,
  );
};

const isDirector = ({ viewer }: View): boolean => viewer.department === CENTRE && hasRole(viewer, 'director');

const appealForms = (open: readonly Appeal[], view: View): MonthForm[] =>
  isDirector(view)
    ? open.flatMap(({ id }) => {
        const about = { matter: { kind: 'appeal', id }, about: id };
        return [
          ...fitted('accept', { name: '同意申诉', about }, view),
          ...fitted('refuse', { name: '驳回申诉', about }, view),
        ];
      })
    : [];

const isDraft = (state: Assessment, { at }: View): boolean =>
  state.state === 'draft' && at <= toDate(state.appealsUntil);

/** A department's own objection, within the window. */
const appealForm = (state: Assessment, view: View): MonthForm[] =>
  isDraft(state, view) && view.viewer.department !== CENTRE
    ? fitted('appeal', { name: '申诉', expected: false, values: { month: state.month } }, view)
    : [];

/** What is to be done with one notice, by whoever does it on its rung. */
const noticeForms = (notice: Accountability, view: View): MonthForm[] => {
  const { id, rung, department } = notice;
  const about = { matter: { kind: 'accountability', id }, about: id };
  const decide = (what: string): MonthForm[] => [
    ...fitted('accept', { name: `同意${what}`, about }, view),
    ...fitted('refuse', { name: `驳回${what}`, about }, view),
  ];
  if (notice.state === 'prepared') return isDirector(view) ? decide('发出通知') : [];
  if (notice.state !== 'sent') return [];
  const carries = hasRole(view.viewer, RUNG_NAMES[rung].by);
  const of = { values: { department }, about };
  if (rung !== 3)
    return carries
      ? [
          ...fitted('interview', { name: '约谈定时间', ...of, only: ['department', 'when', 'place'] }, view),
          ...(notice.interview
            ? fitted(
                'interview',
                { name: '约谈纪要', ...of, only: ['department', 'minutes'], required: ['minutes'] },
                view,
              )
            : []),
        ]
      : [];
  if (carries && openReport(notice)) return decide('整改报告');
  if (carries && !notice.order)
    return fitted('rectify', { name: '整改通知', ...of, only: ['department', 'dueAt', 'content'] }, view);
  const reports = view.viewer.department === department && notice.order && !openReport(notice);
  return reports ? fitted('rectify', { name: '整改报告', about, only: ['report'], required: ['report'] }, view) : [];
};

/** A proposed deduction to be confirmed: of a ticket, or one that stands by its own number. */
const confirmForm = ({ id, ticket }: { id: string; ticket?: string }, view: View): MonthForm[] =>
  fitted(
    'confirm',
    {
      name: '确认扣分',
      about: ticket === undefined ? { matter: { kind: 'mark', id }, about: id } : { ticket, about: id },
    },
    view,
  );

/** Everything the month asks of this person, most pressing first. */
export const monthForms = (
  month: {
    state: Assessment | undefined;
    ties: readonly Tie[];
    openAppeals: readonly Appeal[];
    proposed: readonly { id: string; ticket?: string }[];
    notices: readonly Accountability[];
  },
  view: View,
): MonthForm[] => {
  const { state, ties, openAppeals, proposed, notices } = month;
  return [
    ...appealForms(openAppeals, view),
    ...proposed.flatMap((mark) => confirmForm(mark, view)),
    ...(state ? [...lockForms(state, ties, view), ...appealForm(state, view)] : []),
    ...notices.flatMap((notice) => noticeForms(notice, view)),
    ...(state && isDirector(view)
      ? fitted('report', { name: '月报', expected: false, values: { month: state.month } }, view)
      : []),
  ];
};
