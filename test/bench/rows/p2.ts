import { callback, drive } from '../load.ts';
import { compare, type Row } from '../measure.ts';

const PER_ROUND = 300;

/** P2: `/待办` for a person with fifty open tickets among 100,000. */
export const row: Row = async (ground) => {
  const [bot, floor] = [await ground.bot(), await ground.floor()];
  const calls = () =>
    Array.from({ length: PER_ROUND }, () =>
      callback(ground.settings.wecom, { person: 'chenbench', text: '待办' }, ground.clock.now()),
    );
  const verdict = await compare(
    'P2 待办 with 50 open among 100,000',
    { ours: () => drive(bot.url, calls()), floor: () => drive(floor.url, calls()) },
    0.6,
  );
  return [verdict];
};
