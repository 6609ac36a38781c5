import { readFile, stat } from 'node:fs/promises';
import type { Layout } from './layout.ts';
import { refuse } from './refuse.ts';

/** The user the server runs as; PostgreSQL refuses to run as root. */
export interface Identity {
  uid: number;
  gid: number;
  name: string;
}

/** Unprivileged users to run as, the best first; the last is on every Unix. */
const UNPRIVILEGED = ['hotline', 'postgres', 'nobody'];

const usersOf = (passwd: string): Identity[] =>
  passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] : [];
  });

const ownerOf = (path: string): Promise<{ uid: number; gid: number } | undefined> => stat(path).catch(() => undefined);

/**
 * The user the server must run as: undefined means the present one. As root it is the owner of the server's folder
 * when there is one already, else an unprivileged user of this machine. Refuses a folder that belongs to somebody
 * else, since only its owner may start it.
 */
export const chooseIdentity = async (layout: Layout): Promise<Identity | undefined> => {
  const me = process.getuid?.();
  if (me === undefined) return undefined;
  const owner = await ownerOf(layout.cluster);
  if (me !== 0) {
    if (owner && owner.uid !== me) throw foreign(layout.cluster);
    return undefined;
  }
  const users = usersOf(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  if (owner && owner.uid !== 0) {
    return {
      uid: owner.uid,
      gid: owner.gid,
      name: users.find(({ uid }) => uid === owner.uid)?.name ?? String(owner.uid),
    };
  }
  const chosen = UNPRIVILEGED.flatMap((wanted) => users.filter(({ name, uid }) => name === wanted && uid !== 0))[0];
  if (!chosen) throw nobodyHere();
  return chosen;
};

const foreign = (folder: string) =>
  refuse(
    'folder-of-another',
    `数据库目录 ${folder} 属于另一个用户，请用原来的用户启动，或执行 sudo chown -R $(id -u):$(id -g) ${folder}。`,
    'The database folder belongs to another user: start as that user or change its owner.',
  );

const nobodyHere = () =>
  refuse(
    'no-plain-user',
    '以 root 运行时内置数据库需要一个普通用户，请先执行 useradd --system hotline，或设置 DATABASE_URL。',
    'As root the embedded PostgreSQL needs an unprivileged user: useradd --system hotline, or set DATABASE_URL.',
  );
