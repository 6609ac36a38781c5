import { callback, claimOrder, drive } from '../load.ts';
import { ALL_ROUNDS, compare, type Row } from '../measure.ts';

const PER_ROUND = 300;

/** P1: a WeCom app callback that claims a ticket, answered in its encrypted answer; twenty connections. */
export const row: Row = async (ground) => {
  const tickets = await ground.claimable('GDW', PER_ROUND * ALL_ROUNDS);
  const [bot, floor] = [await ground.bot(), await ground.floor()];
  const { wecom } = ground.settings;
  const calls = (round: number) =>
    tickets
      .slice(round * PER_ROUND, (round + 1) * PER_ROUND)
      .map((ticket) => callback(wecom, claimOrder(ticket), ground.clock.now()));
  const verdict = await compare(
    'P1 claim by WeCom callback',
    {
      ours: async (round) => {
        // Three claims a department each round: the burst of the round before is over, so every claim has its job.
        await ground.clock.forward(11);
        return drive(bot.url, calls(round));
      },
      floor: (round) => drive(floor.url, calls(round)),
    },
    0.6,
  );
  return [verdict];
};
