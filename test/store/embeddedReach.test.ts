import { execFile } from 'node:child_process';
import { chmod, chown, cp, lstat, mkdir, readdir, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { complete, installedPackage, prepareBinaries } from '../../src/store/embedded/binaries.ts';
import { chooseIdentity, type Identity } from '../../src/store/embedded/identity.ts';
import { layoutOf } from '../../src/store/embedded/layout.ts';
import { openHome } from '../../src/store/embedded/reach.ts';
import { ask, emptyFolder, refusal, serverPid, start, startElsewhere } from './embeddedFolder.ts';

/** A copy of the installed programs as npm leaves them where install scripts are blocked: without the libraries' links. */
const installedWithoutScripts = async (at: string): Promise<string> => {
  await cp(installedPackage(), at, { recursive: true, verbatimSymlinks: true });
  const libraries = join(at, 'native', 'lib');
  for (const name of await readdir(libraries)) {
    if ((await lstat(join(libraries, name))).isSymbolicLink()) await rm(join(libraries, name));
  }
  return at;
};

const run = promisify(execFile);

test('with install scripts blocked the libraries get their links from us', async () => {
  const root = await installedWithoutScripts(join(await emptyFolder(), 'package'));
  expect(await complete(root)).toBe(true);
  expect(await readlink(join(root, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  const { stdout } = await run(join(root, 'native', 'bin', 'postgres'), ['--version']);
  expect(stdout).toMatch(/^postgres \(PostgreSQL\) \d+/);
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  const plainUser = async (folder: string): Promise<Identity> => {
    const who = await chooseIdentity(layoutOf(folder));
    if (!who) throw new Error('no unprivileged user here');
    return who;
  };

  test('the server runs as an unprivileged user, who may pass the data folder but not list it', async () => {
    const folder = join(await emptyFolder(), 'a', 'b');
    await chmod(join(folder, '..', '..'), 0o755);
    const { url } = await start(folder);
    expect((await stat(`/proc/${await serverPid(folder)}`)).uid).not.toBe(0);
    expect((await stat(join(folder, 'postgres'))).mode & 0o777).toBe(0o700);
    expect((await stat(folder)).mode & 0o777).toBe(0o710);
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a data folder under a closed home is refused by the name of what bars the way, with the cure', async () => {
    const closed = await emptyFolder();
    const refused = await refusal(join(closed, 'data'));
    expect(refused.code).toBe('folder-out-of-reach');
    expect(refused.message).toContain(closed);
    expect(refused.message).toContain('DATA_DIR=/var/lib/hotline');
  });

  test('programs under a closed home are copied to where the server user can run them', async () => {
    const closed = join(await emptyFolder(), 'home');
    await mkdir(closed, { mode: 0o700 });
    const root = await installedWithoutScripts(join(closed, 'package'));
    await chmod(join(root, 'native'), 0o700);
    const home = await emptyFolder();
    const who = await plainUser(home);
    await openHome(home, who);
    const { postgres } = await prepareBinaries(layoutOf(home), who, root);
    expect(postgres.startsWith(home)).toBe(true);
    const { stdout } = await run(postgres, ['--version'], { uid: who.uid, gid: who.gid, cwd: home });
    expect(stdout).toMatch(/^postgres \(PostgreSQL\) \d+/);
  });

  test('a folder that a plain user made is served as that user', async () => {
    const folder = await emptyFolder();
    const user = await plainUser(folder);
    await chown(folder, user.uid, user.gid);
    const { process: first, answer } = await startElsewhere(folder, { user });
    await ask(answer.url, 'SELECT 1');
    const stopped = new Promise((resolve) => first.once('exit', resolve));
    first.stdin?.end();
    await stopped;
    const { url } = await start(folder);
    expect((await stat(`/proc/${await serverPid(folder)}`)).uid).toBe(user.uid);
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a plain user is told that the folder belongs to another', async () => {
    const folder = await emptyFolder();
    const { stop } = await start(folder);
    await stop();
    await chmod(folder, 0o755);
    const { answer } = await startElsewhere(folder, { user: { uid: 54_321, gid: 54_321 } });
    expect(answer.code).toBe('folder-of-another');
    expect(answer.sentence).toContain('chown');
  });
});
