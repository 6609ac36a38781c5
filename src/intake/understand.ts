import { complainsOf } from '../domain/complaint.ts';
import { noCallerDetails } from '../domain/privacy.ts';
import type { Intake } from '../domain/ticket/commands.ts';
import type { County } from '../workflow/county.ts';
import type { UnderstoodTicket } from '../workflow/registerTicket.ts';
import type { TicketJson } from './ticketSchema.ts';

const utc = (moment: string): string => new Date(moment).toISOString();

/** What the law needs of a ticket, and the text that is sealed. Departments are found by name, alias or code, exactly. */
export const understandTicket = (ticket: TicketJson, county: County): UnderstoodTicket => {
  const department = ticket.department ? county.departmentNamed(ticket.department) : undefined;
  const assisting = (ticket.coDepartments ?? [])
    .map((words) => county.departmentNamed(words)?.code)
    .filter((code) => code !== undefined);
  const { caller } = ticket;
  const title = noCallerDetails(ticket.title, {
    ...(caller?.name ? { name: caller.name } : {}),
    ...(ticket.address ? { address: ticket.address } : {}),
  });
  const intake: Intake = {
    no: ticket.no,
    type: ticket.type,
    title,
    urgent: ticket.urgent ?? false,
    anonymous: caller?.anonymous ?? false,
    confidential: caller?.confidential ?? false,
    reachable: (caller?.phone ?? '') !== '',
    aboutDepartment: department !== undefined && complainsOf(ticket, department, county.people),
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
    ...(title === ticket.title ? {} : { title: ticket.title }),
    ...(ticket.address ? { address: ticket.address } : {}),
    ...(name || phone ? { caller: { ...(name ? { name } : {}), ...(phone ? { phone } : {}) } } : {}),
  };
  return { intake, text };
};
