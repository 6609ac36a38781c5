import type { Law } from '../law.ts';
import type { Ticket } from './state.ts';

/** R1.2: the department's people have been in touch with the caller in this round; the centre's own talks do not count. */
export const contactedThisRound = (ticket: Ticket): boolean =>
  ticket.contacts.some((contact) => contact.round === ticket.round && !contact.byCentre);

/** Whom the sign-off names and who can still act: active people of the ticket's department, the lead first, by id. */
export const namedPeople = (ticket: Ticket, law: Law): string[] => {
  const ids = ticket.signOff ? [ticket.signOff.lead, ...ticket.signOff.handlers] : [];
  return [...new Set(ids)].filter((id) => {
    const person = law.person(id);
    return person?.active === true && person.department === ticket.department;
  });
};
