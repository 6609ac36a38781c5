import { expect, test } from 'vitest';
import { SCENES, TOUR } from '../../src/simulator/page/scenes/menu.js';
import { newPlay, playStep } from '../../src/simulator/page/scenes/play.js';
import { openSceneWorld, type SceneWorld } from '../town/sceneWorld.ts';
import { openTown } from '../town/town.ts';

type Scene = typeof TOUR;

const playWhole = async (world: SceneWorld, scene: Scene, chance: number): Promise<void> => {
  await world.refresh();
  const play = newPlay(scene, world.town().clock, chance);
  for (const step of scene.steps) {
    await world.refresh();
    await playStep(world, play).catch((thrown: Error) => {
      throw new Error(`${scene.title}，第 ${play.step + 1} 步“${step.says}”：${thrown.message}`);
    });
  }
};

/** A month's posts at once make the bot wait for the platforms' limits: the archive has a town of its own. */
const ARCHIVE: Scene[] = SCENES.filter(({ id }) => id === 'archive');
const OTHERS: Scene[] = [TOUR, ...SCENES.filter(({ id }) => id !== 'archive')];
const third = (place: number): Scene[] => OTHERS.filter((_scene, index) => index % 3 === place);

/** The other scenes are dealt out like cards: a town plays its hand one after the other, and the first once more. */
const TOWNS = [
  { startAt: '2026-10-23T18:20:00+08:00', when: 'a Friday evening', hand: [...third(0), ...third(0).slice(0, 1)] },
  { startAt: '2026-10-24T09:00:00+08:00', when: 'a Saturday morning', hand: [...third(1), ...third(1).slice(0, 1)] },
  { startAt: '2026-10-27T10:45:00+08:00', when: 'a Tuesday morning', hand: [...third(2), ...third(2).slice(0, 1)] },
  { startAt: '2026-10-30T08:20:00+08:00', when: 'the end of a month', hand: ARCHIVE },
];

for (const { startAt, when, hand } of TOWNS)
  test(`scenes play to their end one after the other, and the first again, from ${when}: ${hand.map(({ title }) => title.split('：')[0]).join('、')}`, async () => {
    const town = await openTown({ startAt });
    const world = await openSceneWorld(town.url);
    try {
      for (const [count, scene] of hand.entries()) await playWhole(world, scene, count / 100);
    } finally {
      world.close();
      await town.close();
    }
  });

test('the menu has scenes for each of the articles one to six, no two alike', () => {
  expect([...new Set(SCENES.map(({ article }) => article))]).toEqual([
    '第一条',
    '第二条',
    '第三条',
    '第四条',
    '第五条',
    '第六条',
  ]);
  expect(new Set(SCENES.map(({ id }) => id)).size).toBe(SCENES.length);
});
