import { newPlay, playStep, SCENES } from '../../src/simulator/page/scenes/play.js';
import { storiesWith } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

/** The page's player, on the town's API alone. */
const worldOf = (town: StoryTown) => {
  let state: unknown;
  return {
    town: () => state,
    refresh: async () => {
      state = await (await fetch(`${town.url}/town`)).json();
    },
    post: async (path: string, body: object) => {
      const response = await fetch(`${town.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      const answer = await response.json();
      if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
  };
};

const atDawn = storiesWith({ startAt: '2026-10-21T08:20:00+08:00' });

for (const scene of SCENES)
  atDawn(`the scene ${scene.title}（${scene.article}） plays to its end, from any hour`, async ({ town }) => {
    const world = worldOf(town);
    await world.refresh();
    const play = newPlay(scene, (world.town() as { clock: string }).clock, 0.5);
    for (const step of scene.steps) {
      await playStep(world, play).catch((thrown: Error) => {
        throw new Error(`第 ${play.step + 1} 步“${step.says}”：${thrown.message}`);
      });
    }
    town.leavesUnread('the player reads what the scene is about', () => true);
  });
