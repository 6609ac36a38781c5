import type { Department, Person } from './person.ts';
import type { TicketType } from './ticket/status.ts';

const OF_PEOPLE = /(工作人员|执法人员|窗口|态度|不作为|乱作为|推诿|服务差|慢作为|吃拿卡要|领导|干部|职工|办事员)/;

/**
 * Whether a 投诉 is about the department it goes to or its people (requirements.md, section 4): it names the department
 * or somebody there, and speaks of conduct. Such a ticket is never shown in that department's group.
 */
export const complainsOf = (
  ticket: { type: TicketType; title: string; content: string },
  department: Department,
  people: readonly Person[],
): boolean => {
  if (ticket.type !== '投诉') return false;
  const text = `${ticket.title}\n${ticket.content}`;
  const staff = people.filter((person) => person.department === department.code).map((person) => person.name);
  const named = [department.name, ...department.aliases, ...staff].some(
    (name) => name.length >= 2 && text.includes(name),
  );
  return named && OF_PEOPLE.test(text);
};
