import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { botEnvironment, demoSettings } from '../../src/simulator/settings.ts';
import { type StoryTown, until } from './town.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));

/** The administrator imports an organisation file while the bot of a story is running; returns what the tool printed. */
export const importsOrganisation = async (town: StoryTown, organisation: object): Promise<string> => {
  const file = join(town.dataDir, 'organisation.json');
  await writeFile(file, JSON.stringify(organisation));
  const env = {
    ...process.env,
    ...botEnvironment(demoSettings('http://127.0.0.1:9'), town.url),
    DATABASE_URL: town.databaseUrl,
    DATA_DIR: town.dataDir,
    SECRET_KEY: 'a-key-for-stories-only',
  };
  const { stdout } = await promisify(execFile)(process.execPath, [ENTRY, 'import', 'org', file], { env });
  expect(stdout).toContain('人员：');
  return stdout;
};

/** The bot reads the directory once a second: asks who somebody is until it answers by the new file. */
export const answersAnew = async (town: StoryTown, person: string, words: string): Promise<void> => {
  await until(async () => {
    await town.says(person, '我');
    return town.said({ person }).some(({ text }) => text.includes(words));
  }, `the bot says ${words}`);
  await town.reads({ person }, words);
  town.leavesUnread('asked before the bot had read the file', ({ text }) => /\n角色：|您还没有登记/.test(text));
};
