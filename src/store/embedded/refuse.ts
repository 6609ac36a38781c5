import { PlainError } from '../../kernel/errors.ts';

/** A refusal in both languages: the office reads the first half, the computer room the second. */
export const refuse = (code: string, chinese: string, english: string): PlainError =>
  new PlainError(code, `${chinese}(${english})`, 503);

interface Known {
  pattern: RegExp;
  code: string;
  chinese: string;
  english: string;
}

/** What initdb and postgres say when the machine stands in their way, and what to do about it. */
const KNOWN: Known[] = [
  {
    pattern: /could not (create|resize) (semaphores|shared memory)|pre-existing shared memory/i,
    code: 'no-shared-memory',
    chinese: '系统共享内存不足或仍被占用，请稍后重试，或设置 DATABASE_URL 使用外部数据库',
    english: 'the machine has no shared memory to spare or it is still in use: try again, or set DATABASE_URL',
  },
  {
    pattern: /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/i,
    code: 'disk-full',
    chinese: '磁盘已满，请清理后重新启动',
    english: 'the disk is full: free some space and start again',
  },
  {
    pattern: /Address already in use|could not bind/i,
    code: 'port-taken',
    chinese: '端口被其他程序占用，请重新启动',
    english: 'another program took the port: start again',
  },
  {
    pattern: /user does not exist|could not look up effective user/i,
    code: 'user-unknown',
    chinese: '当前用户没有登记在 /etc/passwd，请登记该用户，或设置 DATABASE_URL 使用外部数据库',
    english: 'the present user is not listed in /etc/passwd: list it, or set DATABASE_URL',
  },
  {
    pattern:
      /Permission denied|Operation not permitted|Read-only file system|EACCES|EPERM|EROFS|has wrong ownership|invalid permissions/i,
    code: 'not-permitted',
    chinese: '没有权限读写数据目录，请换一个目录，例如 DATA_DIR=/var/lib/hotline',
    english: 'the folder may not be written: choose another, such as DATA_DIR=/var/lib/hotline',
  },
  {
    pattern: /error while loading shared libraries|symbol not found|not found \(required by/i,
    code: 'libraries-missing',
    chinese: '缺少系统库，请使用 Debian 一类的系统，或设置 DATABASE_URL 使用外部数据库',
    english: 'system libraries are missing: use a Debian-like system, or set DATABASE_URL',
  },
];

const lastLine = (output: string): string => {
  const telling = output.split('\n').filter((line) => /FATAL|PANIC|error|could not/i.test(line));
  return (telling.at(-1) ?? output.trim().split('\n').at(-1) ?? '').replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim();
};

/**
 * One sentence for a server or an initdb that gave up: the known causes with their cure, else its own last word.
 * `folder` is where it happened, `output` what the program said.
 */
export const explain = (folder: string, output: string): PlainError => {
  const known = KNOWN.find(({ pattern }) => pattern.test(output));
  if (known) {
    return refuse(
      known.code,
      `内置数据库无法启动（${folder}）：${known.chinese}。`,
      `Embedded PostgreSQL: ${known.english}.`,
    );
  }
  const word = lastLine(output);
  return refuse(
    'server-failed',
    `内置数据库无法启动（${folder}）：${word}。可设置 DATABASE_URL 使用外部数据库。`,
    'Embedded PostgreSQL gave up; DATABASE_URL may name another server.',
  );
};
