import type { Law } from '../law.ts';
import type { Ticket } from './state.ts';

/** Whom the sign-off names and who can still act: active people of the ticket's department, the lead first, by id. */
export const namedPeople = (ticket: Ticket, law: Law): string[] => {
  const ids = ticket.signOff ? [ticket.signOff.lead, ...ticket.signOff.handlers] : [];
  return [...new Set(ids)].filter((id) => {
    const person = law.person(id);
    return person?.active === true && person.department === ticket.department;
  });
};
