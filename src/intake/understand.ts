import type { Intake } from '../domain/ticket/commands.ts';
import type { County } from '../workflow/county.ts';
import type { UnderstoodTicket } from '../workflow/registerTicket.ts';
import type { TicketJson } from './ticketSchema.ts';

const utc = (moment: string): string => new Date(moment).toISOString();

/** A complaint that names the department it goes to, or its people, must not be shown in that department's group. */
const aboutDepartment = (
  ticket: TicketJson,
  department: { code: string; name: string; aliases: readonly string[] } | undefined,
  county: County,
): boolean => {
  if (ticket.type !== '投诉' || !department) return false;
  const text = `${ticket.title}\n${ticket.content}`;
  const people = county.people.filter((person) => person.department === department.code).map((person) => person.name);
  const named = [department.name, ...department.aliases, ...people].some(
    (name) => name.length >= 2 && text.includes(name),
  );
  return (
    named && /(工作人员|执法人员|窗口|态度|不作为|乱作为|推诿|服务差|慢作为|吃拿卡要|领导|干部|职工|办事员)/.test(text)
  );
};

/** What the law needs of a ticket, and the text that is sealed. Departments are found by name, alias or code, exactly. */
export const understandTicket = (ticket: TicketJson, county: County): UnderstoodTicket => {
  const department = ticket.department ? county.departmentNamed(ticket.department) : undefined;
  const assisting = (ticket.coDepartments ?? [])
    .map((words) => county.departmentNamed(words)?.code)
    .filter((code) => code !== undefined);
  const { caller } = ticket;
  const intake: Intake = {
    no: ticket.no,
    type: ticket.type,
    title: ticket.title,
    urgent: ticket.urgent ?? false,
    anonymous: caller?.anonymous ?? false,
    confidential: caller?.confidential ?? false,
    reachable: (caller?.phone ?? '') !== '',
    aboutDepartment: aboutDepartment(ticket, department, county),
    coDepartments: assisting.filter((code) => code !== department?.code),
    receivedAt: utc(ticket.receivedAt),
    ...(ticket.cityNo ? { cityNo: ticket.cityNo } : {}),
    ...(ticket.category ? { category: ticket.category } : {}),
    ...(ticket.area ? { area: ticket.area } : {}),
    ...(ticket.source ? { source: ticket.source } : {}),
    ...(department ? { department: department.code } : {}),
    ...(ticket.department && !department ? { askedDepartment: ticket.department } : {}),
    ...(ticket.dispatchedAt ? { dispatchedAt: utc(ticket.dispatchedAt) } : {}),
    ...(ticket.dueAt ? { dueAt: utc(ticket.dueAt) } : {}),
  };
  const name = caller?.name;
  const phone = caller?.phone;
  const text = {
    content: ticket.content,
    ...(ticket.address ? { address: ticket.address } : {}),
    ...(name || phone ? { caller: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}),
  };
  return { intake, text };
};
