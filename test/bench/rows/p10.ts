import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atMost, median, ROUNDS, type Row } from '../measure.ts';
import { startBot, startDemo } from '../programs.ts';

const SETTLED_MS = 2_000;

const demoSeconds = async (): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'hotline-bench-demo-'));
  // Started by root, the database runs as another user, who must reach its folder.
  await chmod(folder, 0o755);
  const demo = await startDemo(folder);
  await demo.stop();
  await rm(folder, { recursive: true, force: true });
  return demo.seconds;
};

/** P10: the start with an existing database until `/readyz` says yes, what the bot holds when nothing happens, the first demo. */
export const row: Row = async ({ databaseUrl, dataDir, settings }) => {
  const starts: number[] = [];
  const idle: number[] = [];
  const demos: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const bot = await startBot({ databaseUrl, dataDir, settings });
    starts.push(bot.seconds);
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    idle.push(bot.residentMb());
    await bot.stop();
    demos.push(await demoSeconds());
  }
  const list = (figures: readonly number[], digits: number): string =>
    figures.map((one) => one.toFixed(digits)).join(', ');
  console.log(`  P10 starts: ${list(starts, 2)} s; idle: ${list(idle, 0)} MB; demos: ${list(demos, 1)} s`);
  return [
    atMost('P10 start of an existing database', median(starts), 3, 's'),
    atMost('P10 idle memory', median(idle), 200, 'MB'),
    atMost('P10 first demo until its page answers', median(demos), 15, 's'),
  ];
};
