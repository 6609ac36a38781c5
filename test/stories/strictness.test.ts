import { expect, test } from 'vitest';
import { openTown } from '../town/town.ts';

test('a message that nobody in a story reads is named, until somebody reads it', async () => {
  const town = await openTown();
  try {
    await town.tickets({ no: 'GD20261020007001', department: 'cgj' });
    expect(town.unread()).toEqual([expect.stringMatching(/^wrkCgj 10-20T08:4\d .*GD20261020007001/)]);
    await town.card({ chat: 'wrkCgj' }, 'claim');
    expect(town.unread()).toEqual([]);
  } finally {
    await town.close();
  }
});
