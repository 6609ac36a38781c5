import type { Queue } from '../../../http/page/shapes.ts';

/** What the centre does next with a ticket of a queue, by the command's alias: its form is open when one goes there. */
export const ACTS: Partial<Record<Queue, string>> = {
  toDispatch: 'dispatch',
  difficult: 'decide',
  returns: 'accept',
  extensions: 'accept',
  toFollowUp: 'followup',
};
