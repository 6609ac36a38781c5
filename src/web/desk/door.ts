import type {
  Audit,
  CalendarYear,
  Deliveries,
  DeliveryLine,
  DepartmentBoard,
  Directory,
  LeagueLinesView,
  LeagueView,
  MonthState,
  PolicyView,
  Preview,
  Queue,
  QueueView,
  SchemeView,
} from '../../http/page/shapes.ts';
import { type Answer, get, post } from '../door/ask.ts';

/** What was filled in, without what was left empty, as the query of an address. */
export const asked = (wanted: Record<string, string | undefined>): string => {
  const query = new URLSearchParams(
    Object.entries(wanted).flatMap(([key, value]) => (value ? [[key, value] as [string, string]] : [])),
  ).toString();
  return query ? `?${query}` : '';
};

/** What `asked` takes. */
export type Wanted = Parameters<typeof asked>[0];

export const queues = (): Promise<Answer<QueueView[]>> => get('desk/queues');
export const queue = (name: Queue, cursor?: string): Promise<Answer<QueueView>> =>
  get(`desk/queues/${name}${asked({ cursor })}`);

export const deliveries = (wanted: Wanted): Promise<Answer<Deliveries>> => get(`desk/deliveries${asked(wanted)}`);
/** Tries a failed letter again; answers with its line as it is then. */
export const resend = (id: string): Promise<Answer<DeliveryLine>> =>
  post(`desk/deliveries/${encodeURIComponent(id)}/resend`, {});

export const departments = (): Promise<Answer<DepartmentBoard>> => get('desk/departments');
export const directory = (q: string): Promise<Answer<Directory>> => get(`desk/people${asked({ q })}`);
export const audit = (wanted: Wanted): Promise<Answer<Audit>> => get(`desk/audit${asked(wanted)}`);

export const daily = (date: string): Promise<Answer<LeagueView>> => get(`league/daily/${date}`);
export const monthly = (month: string): Promise<Answer<LeagueView>> => get(`league/monthly/${month}`);
/** The tickets behind one figure of a monthly table. */
export const figureLines = (
  month: string,
  cell: { department: string; column: string },
): Promise<Answer<LeagueLinesView>> => get(`league/monthly/${month}/lines${asked(cell)}`);
export const monthState = (month: string): Promise<Answer<MonthState>> => get(`league/month/${month}`);

/** A policy document that would hold from a day on. */
export interface PolicyWish {
  document: unknown;
  from: string;
}
export const policy = (): Promise<Answer<PolicyView>> => get('settings/policy');
export const previewPolicy = (wish: PolicyWish): Promise<Answer<Preview>> => post('settings/policy/preview', wish);
export const usePolicy = (wish: PolicyWish): Promise<Answer<PolicyView>> => post('settings/policy/use', wish);

export const scheme = (): Promise<Answer<SchemeView>> => get('settings/scheme');

export type SpecialDay = CalendarYear['days'][number];
export const calendarYear = (year: number): Promise<Answer<CalendarYear>> => get(`settings/calendar/${year}`);
export const previewCalendar = (year: number, days: SpecialDay[]): Promise<Answer<Preview>> =>
  post(`settings/calendar/${year}/preview`, { days });
export const useCalendar = (year: number, days: SpecialDay[]): Promise<Answer<CalendarYear>> =>
  post(`settings/calendar/${year}/use`, { days });
