import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Rooms and whom they may import (README, "The house"). `types` rooms may be imported for their types alone. */
const MAY: Record<string, { rooms: readonly string[]; types?: readonly string[] }> = {
  kernel: { rooms: [] },
  domain: { rooms: [], types: ['kernel'] },
  cards: { rooms: ['domain', 'kernel'] },
  workflow: { rooms: ['domain', 'cards', 'kernel'] },
  commands: { rooms: ['workflow', 'domain', 'cards', 'kernel'], types: ['chat'] },
  chat: { rooms: ['cards', 'kernel'] },
  store: { rooms: ['workflow', 'domain', 'cards', 'kernel'], types: ['chat', 'delivery', 'intake'] },
  delivery: { rooms: ['workflow', 'kernel'], types: ['cards', 'chat'] },
  jobs: { rooms: ['workflow', 'domain', 'kernel'] },
  intake: { rooms: ['workflow', 'domain', 'kernel'] },
  http: { rooms: ['workflow', 'commands', 'intake', 'cards', 'domain', 'kernel'], types: ['chat'] },
  reports: { rooms: ['workflow', 'domain', 'cards', 'kernel'] },
  web: { rooms: [], types: ['http', 'cards', 'domain'] },
  config: { rooms: ['domain', 'kernel'] },
  cli: {
    rooms: ['workflow', 'intake', 'reports', 'http', 'config', 'store', 'domain', 'kernel', 'root'],
    types: ['cards'],
  },
  simulator: { rooms: [] },
  root: {
    rooms: [
      'kernel',
      'domain',
      'cards',
      'commands',
      'config',
      'workflow',
      'chat',
      'store',
      'delivery',
      'jobs',
      'reports',
      'intake',
      'http',
      'simulator',
      'cli',
      'prisma',
    ],
  },
};

/** Libraries that belong to one room; `simulator` is another program. */
const LIBRARIES: Record<string, readonly string[]> = {
  koa: ['http'],
  '@koa/router': ['http'],
  '@prisma/client': ['store'],
  '@prisma/adapter-pg': ['store'],
  'node-cron': ['jobs'],
};
const DOMAIN_LIBRARIES = ['decimal.js', 'dayjs'];

interface Import {
  from: string;
  typeOnly: boolean;
}

/** A file of the tree: its path below `src` and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

const roomOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? 'root') : 'root');

const importsOf = (text: string): Import[] => {
  const found = [...text.matchAll(/(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'/g)].map(
    ([, type, names = '', from = '']) => {
      const list = names
        .replace(/[{}]/g, '')
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
      return {
        from,
        typeOnly: type !== undefined || (list.length > 0 && list.every((name) => name.startsWith('type '))),
      };
    },
  );
  const lazy = [...text.matchAll(/import\('([^']+)'\)/g)].map(([, from = '']) => ({ from, typeOnly: false }));
  return [...found, ...lazy];
};

/** Where a relative import leads, below `src`; above it: `prisma`. */
const targetOf = (path: string, from: string): string => {
  const parts = path.split('/').slice(0, -1);
  for (const step of from.split('/')) {
    if (step === '..') {
      if (parts.length === 0) return 'prisma/';
      parts.pop();
    } else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
};

const platformOf = (path: string): string | undefined => /^chat\/([^/]+)\//.exec(path)?.[1];

const checkImport = (file: SourceFile, { from, typeOnly }: Import): string | undefined => {
  const room = roomOf(file.path);
  if (!from.startsWith('.')) {
    const library = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? from);
    const owners = LIBRARIES[library];
    if (owners && room !== 'simulator' && !owners.includes(room) && !typeOnly)
      return `${library} belongs to ${owners.join(', ')}`;
    return room === 'domain' && !from.startsWith('node:') && !DOMAIN_LIBRARIES.includes(library)
      ? `domain may not use ${library}`
      : undefined;
  }
  const target = targetOf(file.path, from);
  const other = roomOf(target);
  const [mine, theirs] = [platformOf(file.path), platformOf(target)];
  if (mine && theirs && mine !== theirs) return `a platform may not import its sibling ${theirs}`;
  if (other === room) return undefined;
  const may = MAY[room];
  if (may?.rooms.includes(other) || (typeOnly && may?.types?.includes(other))) return undefined;
  return `${room} may not import ${other}${typeOnly ? '' : may?.types?.includes(other) ? ' but for types' : ''}`;
};

const PATTERNS: readonly (readonly [RegExp, (room: string, path: string) => boolean, string])[] = [
  [
    /process\.env/,
    (room, path) => room !== 'config' && room !== 'simulator' && path !== 'demo.ts',
    'process.env is read in config alone',
  ],
  [
    /new Date\(\)|Date\.now\(\)/,
    (room, path) => !['kernel', 'simulator', 'cli', 'web'].includes(room) && path !== 'demo.ts',
    'the wall clock is read in kernel alone',
  ],
  [/Math\.random\(/, (room) => room !== 'kernel' && room !== 'simulator', 'chance is in kernel alone'],
  [
    /\bnow\(\)\s*(?:AT TIME ZONE|-|\+)|CURRENT_TIMESTAMP|(?:<|>|=)\s*now\(\)(?!\.)/,
    (room) => room === 'store',
    'business times never come from SQL',
  ],
];

/** Every breach in a tree, one line each: `path: what`. */
export const breaches = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) => {
    const room = roomOf(file.path);
    const wrong = importsOf(file.text).map((entry) => checkImport(file, entry));
    const code = file.text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const read = PATTERNS.filter(([pattern, applies]) => applies(room, file.path) && pattern.test(code)).map(
      ([, , what]) => what,
    );
    return [...wrong.filter((what) => what !== undefined), ...read].map((what) => `${file.path}: ${what}`);
  });

/** The sources of the program, generated ones left out. */
export const readTree = (root: string, folder = root): SourceFile[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ['generated', 'dist'].includes(entry.name) || path.endsWith('simulator/page') ? [] : readTree(root, path);
    return /\.(ts|vue)$/.test(entry.name) ? [{ path: relative(root, path), text: readFileSync(path, 'utf8') }] : [];
  });
