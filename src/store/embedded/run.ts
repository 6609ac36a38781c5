import { type SpawnOptions, spawn } from 'node:child_process';
import type { Identity } from './identity.ts';

/** What a program said and how it ended. */
export interface Outcome {
  code: number | null;
  output: string;
}

/**
 * How each of the server's programs is started: as the given user, in a folder that this user can reach, in plain C
 * messages and UTC, with nothing of our own environment.
 */
export const surroundings = (home: string, who: Identity | undefined): SpawnOptions => ({
  cwd: home,
  env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  ...(who ? { uid: who.uid, gid: who.gid } : {}),
});

/**
 * Runs a program to its end, with `input` as its standard input. A program that cannot be started at all ends with
 * code null and the reason as output.
 */
export const run = (program: string, args: string[], options: SpawnOptions, input = ''): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (thrown) => resolve({ code: null, output: startFailure(thrown) }));
    child.on('close', (code, signal) =>
      resolve({ code, output: signal ? `${output}\nerror: ended by ${signal}` : output }),
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });

/** ENOENT of an existing program means that its loader is missing: a musl system such as Alpine. */
export const startFailure = (thrown: NodeJS.ErrnoException): string => {
  if (thrown.code === 'ENOENT') return 'error while loading shared libraries';
  return thrown.message;
};
