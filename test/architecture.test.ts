import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { breaches, readTree } from './architecture.ts';

const PLANTED: readonly (readonly [string, string, string])[] = [
  ['domain/bad.ts', "import { act } from '../workflow/act.ts';", 'domain may not import workflow'],
  ['domain/zod.ts', "import { z } from 'zod';", 'domain may not use zod'],
  ['cards/bad.ts', "import { openArchive } from '../store/desk.ts';", 'cards may not import store'],
  [
    'chat/wecom/bad.ts',
    "import { deliver } from '../dingtalk/send.ts';",
    'a platform may not import its sibling dingtalk',
  ],
  ['chat/wecom/worse.ts', "import type { Ticket } from '../../domain/ticket/state.ts';", 'chat may not import domain'],
  [
    'commands/bad.ts',
    "import { openWecom } from '../chat/wecom/platform.ts';",
    'commands may not import chat but for types',
  ],
  ['workflow/bad.ts', "import { PrismaClient } from '@prisma/client';", '@prisma/client belongs to store'],
  ['delivery/bad.ts', "import Koa from 'koa';", 'koa belongs to http'],
  ['simulator/bad.ts', "import { maskText } from '../domain/privacy.ts';", 'simulator may not import domain'],
  ['workflow/env.ts', 'export const url = process.env.PUBLIC_URL;', 'process.env is read in config alone'],
  ['domain/clock.ts', 'export const today = () => new Date();', 'the wall clock is read in kernel alone'],
  ['jobs/chance.ts', 'export const luck = () => Math.random();', 'chance is in kernel alone'],
  ['store/sql.ts', 'export const sql = `SELECT 1 WHERE "dueAt" < now()`;', 'business times never come from SQL'],
];

test.each(PLANTED)('a planted breach in %s is found', (path, text, what) => {
  expect(breaches([{ path, text }])).toEqual([`${path}: ${what}`]);
});

test('what is allowed is let through', () => {
  const files = [
    {
      path: 'commands/good.ts',
      text: "import type { Receive } from '../chat/platform.ts';\nimport { act } from '../workflow/act.ts';",
    },
    { path: 'http/good.ts', text: "import Koa from 'koa';" },
    { path: 'kernel/clock.ts', text: 'export const now = () => new Date();' },
  ];
  expect(breaches(files)).toEqual([]);
});

const SRC = fileURLToPath(new URL('../src', import.meta.url));

test('the house keeps its own rules', () => {
  expect(breaches(readTree(SRC))).toEqual([]);
});

test('the top level holds what the user named and what tools insist on', () => {
  const named = [
    'package.json',
    'tsconfig.json',
    'src',
    'prisma',
    'test',
    'README.md',
    'README.zh-CN.md',
    'package-lock.json',
  ];
  const made = ['node_modules', 'data', 'coverage'];
  const found = readdirSync(fileURLToPath(new URL('..', import.meta.url))).filter(
    (name) => !name.startsWith('.') && !made.includes(name),
  );
  expect(found.filter((name) => !named.includes(name))).toEqual([]);
});
