import { join, resolve } from 'node:path';

/** Where the embedded server keeps what under `DATA_DIR`. */
export interface Layout {
  /** `DATA_DIR` itself, absolute. */
  home: string;
  /** The server's own folder (PGDATA), mode 0700, owned by the user it runs as. */
  cluster: string;
  /** A server folder in the making, followed by its maker's process id; it takes its place when it is complete. */
  unfinished: string;
  /** Mode 0600: the password of the only role. */
  password: string;
  /** The port of the last start, used again when it is free. */
  port: string;
  /** Which process the server belongs to. */
  owner: string;
  /** What the server says; it names no statement and no value. */
  log: string;
}

/** The embedded server's files under `dataDir`. */
export const layoutOf = (dataDir: string): Layout => {
  const home = resolve(dataDir);
  const at = (name: string) => join(home, name);
  return {
    home,
    cluster: at('postgres'),
    unfinished: at('postgres.new'),
    password: at('postgres.password'),
    port: at('postgres.port'),
    owner: at('postgres.owner'),
    log: at('postgres.log'),
  };
};

/** The only role and the only database of the embedded server. */
export const ROLE = 'hotline';
export const DATABASE = 'hotline';
