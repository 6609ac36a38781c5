import type Router from '@koa/router';
import { z } from 'zod';
import { EVENT_WORDS } from '../../../cards/history.ts';
import type { HolidayYear } from '../../../domain/deadline/calendar.ts';
import { addDays, at as instantAt, isCalendarDate } from '../../../domain/deadline/calendarDate.ts';
import { maskText } from '../../../domain/privacy.ts';
import type { TicketEvent } from '../../../domain/ticket/events.ts';
import type { AuditLine, AuditQuery } from '../../../workflow/centreDesk.ts';
import { problem } from '../../problem.ts';
import type { View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import { onlyFor } from '../sees.ts';
import { dayChanges } from '../settings/dayChanges.ts';
import type { Audit } from '../shapes.ts';
import { viewOf } from '../tickets.ts';
import { actorName, timelineOf, viaInWords } from '../timeline.ts';
import { DESK_WORDS, matterWords } from './auditWords.ts';
import { asked, cursorOf, placeAt } from './cursor.ts';
import { numbersMeant } from './numbers.ts';
import { kindName } from './words.ts';

const PAGE = 50;
/** No index leads to a person's traces: so many days are looked through, unless a day to begin from is named. */
const DAYS = 92;

type Entry = Audit['entries'][number];

/** What a member of a kept body says, when it is a text. */
const member = (body: unknown, ...path: string[]): string | undefined => {
  const found = path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    body,
  );
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
};

/** As many days as a line of the traces names. */
const DAYS_NAMED = 5;

/** `2026 年：2026-10-22（周四） 按周一至周五上班 → 放假（县庆）`; of many days the first. */
const holidaysDetail = (body: unknown, about: string): string => {
  const { before, after } = body as { before: HolidayYear; after: HolidayYear };
  const changed = dayChanges(before, after).map((line) => `${line.label} ${line.before} → ${line.after}`);
  const rest = changed.length > DAYS_NAMED ? `；等共 ${changed.length} 天` : '';
  return `${about.split(':')[1] ?? ''} 年：${changed.slice(0, DAYS_NAMED).join('；')}${rest}`;
};

const deskDetail = ({ type, body, about }: AuditLine): string | undefined => {
  if (type === 'LetterResent')
    return `${kindName(member(body, 'before', 'kind') ?? '')}，原因：${member(body, 'before', 'reason') ?? '未记录'}`;
  if (type === 'PolicyUsed')
    return `自 ${member(body, 'after', 'from') ?? ''} 起，此前为版本 ${member(body, 'before', 'version') ?? '0'}`;
  if (type === 'HolidaysUsed') return holidaysDetail(body, about);
  return undefined;
};

/** In words, and what was said or fixed, masked. */
const toldOf = (line: AuditLine, view: View): { words: string; detail?: string; ticket?: string } => {
  const { kind, about, seq, type, body, before, after } = line;
  switch (kind) {
    case 'ticket': {
      const event = body as TicketEvent;
      const [entry] = timelineOf(
        [{ seq: Number(seq), event, after: after ?? 'void', ...(before ? { before } : {}) }],
        view,
      );
      const detail = entry ? [entry.status, ...entry.details].join('；') : undefined;
      return { words: entry?.words ?? type, ticket: about, ...(detail ? { detail } : {}) };
    }
    case 'matter': {
      const reason = member(body, 'reason');
      return { words: matterWords(about.split(':')[0] ?? '', type), ...(reason ? { detail: maskText(reason) } : {}) };
    }
    case 'disclosure':
      return { words: '查看全文和诉求人', ticket: about, detail: `用途：${maskText(member(body, 'purpose') ?? '')}` };
    case 'desk': {
      const detail = deskDetail(line);
      return { words: DESK_WORDS[type] ?? type, ...(detail ? { detail } : {}) };
    }
    default:
      return kind satisfies never;
  }
};

const entryOf = (line: AuditLine, view: View): Entry => ({
  at: line.at.toISOString(),
  kind: line.kind,
  about: line.kind === 'matter' ? line.about.slice(line.about.indexOf(':') + 1) : line.about,
  by: actorName(line.by, view),
  ...(line.via ? { via: viaInWords(line.via) } : {}),
  ...toldOf(line, view),
});

const Day = z.string().refine(isCalendarDate, '日期须写成 2026-11-25').optional();
const Query = z.object({
  q: z.string().max(100, '最多 100 字').optional(),
  person: z.string().max(40, '最多 40 字').optional(),
  from: Day,
  to: Day,
  kind: z.enum(['ticket', 'matter', 'disclosure', 'desk'], '类别不正确').optional(),
});

const Place = z.tuple([z.iso.datetime(), z.enum(['ticket', 'matter', 'disclosure', 'desk']), z.string(), z.string()]);
const placeIn = (cursor: string | undefined): AuditQuery['before'] => {
  const place = placeAt(cursor, Place);
  return place && { at: new Date(place[0]), kind: place[1], about: place[2], seq: place[3] };
};
const cursorAt = ({ at, kind, about, seq }: AuditLine): string => cursorOf([at.toISOString(), kind, about, seq]);

const SHOWN = Object.keys(EVENT_WORDS);

const queryOf = (
  given: z.infer<typeof Query>,
  cursor: string | undefined,
  { at, county }: View,
): AuditQuery & { searchedDays?: number } => {
  const { q, person, from, to, kind } = given;
  const windowed = person !== undefined && q === undefined && from === undefined;
  const first = windowed ? addDays(county.calendar.localDate(at), -DAYS) : from;
  const before = placeIn(cursor);
  return {
    shown: SHOWN,
    limit: PAGE + 1,
    ...(kind ? { kind } : {}),
    ...(person ? { people: [person, ...county.people.filter(({ name }) => name === person).map(({ id }) => id)] } : {}),
    ...(first ? { from: instantAt(first, '00:00') } : {}),
    ...(to ? { to: instantAt(addDays(to, 1), '00:00') } : {}),
    ...(before ? { before } : {}),
    ...(windowed ? { searchedDays: DAYS } : {}),
  };
};

/** Who did what and when, over everything that is kept. */
export const auditRoute = (router: Router, parts: PageParts): void => {
  router.get('/page/desk/audit', onlyFor('audit'), async (context) => {
    const given = Object.fromEntries(
      ['q', 'person', 'from', 'to', 'kind'].map((key) => [key, asked(context.query[key])]),
    );
    const query = Query.safeParse(given);
    if (!query.success) {
      const [issue] = query.error.issues;
      return problem(context, 400, 'bad-query', `查询条件不正确：${issue?.message ?? ''}。`, String(issue?.path[0]));
    }
    const view = viewOf(context, parts);
    const { searchedDays, ...looked } = queryOf(query.data, asked(context.query.cursor), view);
    const { q } = query.data;
    const found = await parts.archive.work(async (desk) => {
      const names = q ? { names: [q, ...(await numbersMeant(desk, q))] } : {};
      return desk.centre.audit({ ...looked, ...names });
    });
    const shown = found.slice(0, PAGE);
    const last = shown.at(-1);
    const audit: Audit = {
      entries: shown.map((line) => entryOf(line, view)),
      ...(found.length > PAGE && last ? { cursor: cursorAt(last) } : {}),
      ...(searchedDays ? { searchedDays } : {}),
    };
    context.body = audit;
  });
};
