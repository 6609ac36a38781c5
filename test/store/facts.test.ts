import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../src/domain/ticket/commands.ts';
import type { FactPeriod, PeriodFigures } from '../../src/workflow/ports.ts';
import { answer, approve, at, claim, contact, order, reply, signOff } from '../rules/ticketCounty.ts';
import { counted, type FactsRig, month, openFactsRig, summed } from './factsRig.ts';

let rig: FactsRig;
beforeAll(async () => {
  rig = await openFactsRig();
});
afterAll(() => rig?.close());

const figuresOf = async (department: string, period: FactPeriod): Promise<PeriodFigures | undefined> => {
  const figures = await rig.desk((desk) => desk.figures({ ...period, department }));
  return figures[0];
};
const linesOf = (no: string, period: FactPeriod) =>
  rig.desk(async (desk) => (await desk.factLines(period)).filter(({ ticket }) => ticket === no));

const USUAL: Command[] = [claim, signOff, contact('10-21 09:30'), reply('10-21 11:00'), approve('10-21 15:00')];

describe('figures of a month', () => {
  test('a ticket that goes the usual way counts once in each column', async () => {
    await rig.play('GD20261020001', [...USUAL, answer('10-21 17:00', '满意')]);
    expect(await linesOf('GD20261020001', month('2026-10'))).toEqual([
      {
        department: 'cgj',
        ticket: 'GD20261020001',
        columns: [
          'dispatched',
          'claimedInTime',
          'due',
          'closed',
          'closedOnTime',
          'closedAll',
          'feedbackOnTime',
          'followedUp',
          'contacted',
          'met',
          'evaluated',
          'processSatisfied',
          'resultSatisfied',
        ],
      },
    ]);
    const figures = await rig.desk((desk) => desk.figures(month('2026-10')));
    const lines = await rig.desk((desk) => desk.factLines(month('2026-10')));
    expect(Object.fromEntries(figures.map((each) => [each.department, counted(each)]))).toEqual(summed(lines));
    expect(await rig.desk((desk) => desk.figures(month('2026-11')))).toEqual([]);
  });
});
