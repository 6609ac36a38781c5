import type { Law } from '../domain/law.ts';
import type { Department, Person, Role } from '../domain/person.ts';

/** What a card needs besides the ticket: the moment, names, the calendar, the address of the ticket page. */
export interface CardContext {
  at: Date;
  county: Law & {
    readonly departments: readonly Department[];
    readonly publicUrl?: string;
    holders(department: string, ...roles: readonly Role[]): Person[];
  };
}

/** For whom a card is drawn. In a group nothing personal of the caller and no restricted ticket is ever shown. */
export type Audience = { group: true } | { person: string };
