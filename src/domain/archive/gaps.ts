import type { Ticket } from '../ticket/state.ts';

/** What an inspector would miss in one ticket's material (R1.1–R1.6), in the office's words; empty: it is complete. */
export const gapsOf = (ticket: Ticket): string[] => {
  const contacts = ticket.contacts.filter(
    ({ round, byCentre }) => !byCentre && (round === ticket.round || ticket.round === 1),
  );
  const shown = contacts.some(({ mode, attachments }) => mode === '无' || attachments.length > 0);
  const review = ticket.reviews.findLast(({ approved }) => approved);
  return [
    ...(ticket.signOff ? [] : ['缺签批']),
    ...(contacts.length === 0 ? ['缺联系记录'] : shown ? [] : ['缺联系佐证']),
    ...(ticket.replies.length === 0 ? ['缺答复'] : []),
    ...(review ? [] : ['缺审核']),
  ];
};

/** Still being worked on: nothing is missing yet, it is filed once it is closed. */
export const isRunning = (ticket: Ticket): boolean => ticket.closedAt === undefined && ticket.status !== 'done';
