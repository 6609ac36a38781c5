import { expect } from 'vitest';
import { story } from '../town/story.ts';

story(
  'a ticket for an unknown department waits at the centre with the nearest names, and is dispatched from the card',
  async ({ town }) => {
    const no = 'GD20261020002001';
    await town.tickets({ no, department: '城管大队' });
    const card = await town.card({ chat: 'wrkCentre' }, 'dispatch', no);
    expect(card.actions?.[0]?.form?.[0]?.options?.[0]).toMatchObject({ id: 'cgj' });
    await town.presses('hanmei', card, 'dispatch', { department: 'cgj' });
    const ticket = await town.ticket(no);
    expect([ticket.status, ticket.department]).toEqual(['toClaim', 'cgj']);
    await town.card({ chat: 'wrkCgj' }, 'claim', no);
  },
);

story(
  'the same ticket again changes nothing; a corrected limit moves it; a bad neighbour does not sink it',
  async ({ town }) => {
    const ticket = {
      no: 'GD20261020002005',
      department: 'cgj',
      receivedAt: '2026-10-20T08:40:00+08:00',
      dispatchedAt: '2026-10-20T08:40:00+08:00',
    };
    expect(await town.tickets(ticket)).toEqual([{ no: 'GD20261020002005', outcome: 'created' }]);
    await town.card({ chat: 'wrkCgj' }, 'claim', 'GD20261020002005');
    expect(await town.tickets(ticket)).toEqual([{ no: 'GD20261020002005', outcome: 'unchanged' }]);
    const results = await town.tickets({ ...ticket, dueAt: '2026-10-30T17:30:00+08:00' }, { no: '', title: '' });
    expect(results.map(({ outcome }) => outcome)).toEqual(['updated', 'rejected']);
    expect((await town.ticket('GD20261020002005')).dueAt).toBe('2026-10-30T09:30:00.000Z');
  },
);
