import type {
  Attached,
  CalendarMonth,
  Done,
  Found,
  Revealed,
  Submitted,
  TicketPage,
  Todo,
  Ways,
} from '../../http/page/shapes.ts';
import { type Answer, get, post } from './ask.ts';

const at = (no: string): string => `tickets/${encodeURIComponent(no)}`;

export const ways = (): Promise<Answer<Ways>> => get('ways');
export const todo = (): Promise<Answer<Todo>> => get('todo');
export const tickets = (query: URLSearchParams): Promise<Answer<Found>> => get(`tickets?${query}`);
export const ticket = (no: string): Promise<Answer<TicketPage>> => get(at(no));
export const calendar = (month: string): Promise<Answer<CalendarMonth>> => get(`calendar?month=${month}`);

/** Opens what is masked; the front desk keeps who, when and for what purpose. */
export const reveal = (no: string, purpose: string): Promise<Answer<Revealed>> => post(`${at(no)}/reveal`, { purpose });

/** Sends a filled form for a ticket. */
export const submit = (no: string, action: string, filled: Submitted): Promise<Answer<Done>> =>
  post(`${at(no)}/commands/${encodeURIComponent(action)}`, filled);

/** Sends a filled form for a matter, or for nothing that it names. */
export const submitMatter = (action: string, filled: Submitted): Promise<Answer<Done>> =>
  post(`commands/${encodeURIComponent(action)}`, filled);

export const evidencePath = (no: string, id: string): string => `/page/${at(no)}/evidence/${encodeURIComponent(id)}`;

/** Lays one photo or scan with the ticket. */
export const attach = (no: string, file: File): Promise<Answer<Attached>> => {
  const form = new FormData();
  form.append('file', file, file.name);
  return post(`${at(no)}/evidence`, form);
};
