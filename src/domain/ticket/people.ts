import type { Law } from '../law.ts';
import { CENTRE } from '../person.ts';
import type { Ticket } from './state.ts';

/** Whom the sign-off names and who can still act: active people of the ticket's department, the lead first, by id. */
export const namedPeople = (ticket: Ticket, law: Law): string[] => {
  const ids = ticket.signOff ? [ticket.signOff.lead, ...ticket.signOff.handlers] : [];
  return [...new Set(ids)].filter((id) => {
    const person = law.person(id);
    return person?.active === true && person.department === ticket.department;
  });
};

/** R1.2: a contact of this round by the department or those that assist it; what the centre explains (R4.2) is not one. */
export const hasContact = (ticket: Ticket, law: Law): boolean =>
  ticket.contacts.some((contact) => contact.round === ticket.round && law.person(contact.by)?.department !== CENTRE);
