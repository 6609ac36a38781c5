import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { arrives } from '../town/paths.ts';
import { DAILY_POSTS, storiesWith } from '../town/story.ts';

const ENTRY = fileURLToPath(new URL('../../src/cli/hotline.mjs', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotline-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hotline = (databaseUrl: string, ...words: string[]): Promise<string> => {
  const env = { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: folder, SECRET_KEY: 'a-key-for-this-test' };
  return promisify(execFile)(process.execPath, [ENTRY, 'policy', ...words], { env }).then(
    ({ stdout }) => stdout,
    (failed: { stderr: string }) => failed.stderr,
  );
};

const document = async (name: string, change: object): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ ...DEFAULT_POLICY, ...change }));
  return path;
};

/** Far enough ahead that the machine's own date is before it. */
const later = storiesWith({ startAt: '2099-10-19T16:50:00+08:00' });

later('a new policy holds from its day on: limits fixed before stay, what comes after follows it', async ({ town }) => {
  const twoDays = { ...DEFAULT_POLICY.limits, claim: { amount: 2, unit: 'workingDays' } };
  const file = await document('new.json', { version: '县-1', limits: twoDays });
  expect(await hotline(town.databaseUrl, 'use', file, '--from', '2099-10-20')).toContain('版本 1，自 2099-10-20 起');
  await arrives(town, 'GD20991019000001');
  const before = (await town.ticket('GD20991019000001')).claimDueAt;
  expect(before).toBe('2099-10-20T09:30:00.000Z');

  await town.clock({ to: '2099-10-20T09:00:00+08:00' });
  await arrives(town, 'GD20991020000002');
  expect((await town.ticket('GD20991020000002')).claimDueAt).toBe('2099-10-22T09:30:00.000Z');
  expect((await town.ticket('GD20991019000001')).claimDueAt).toBe(before);
  town.leavesUnread('the posts of the morning', (message) => DAILY_POSTS.test(message.text));
});

later('a bad policy is explained problem by problem, and one from the past is refused', async ({ town }) => {
  const bad = await document('bad.json', { limits: { ...DEFAULT_POLICY.limits, extensionDays: 0 }, wach: {} });
  const said = await hotline(town.databaseUrl, 'check', bad);
  expect(said).toContain('2 处问题');
  expect(said).toContain('limits.extensionDays');
  expect(said).toContain('wach：没有这一项');
  const good = await document('good.json', {});
  expect(await hotline(town.databaseUrl, 'check', good)).toContain('没有问题');
  expect(await hotline(town.databaseUrl, 'use', good, '--from', '2020-01-01')).toContain('已经过去');
  expect(await hotline(town.databaseUrl, 'show')).toContain('示例政策');
});
