import { hex } from './machine.ts';

/** Where a session webhook speaks: into a group or to one resident alone. */
export interface Session {
  chat?: string;
  person?: string;
  /** Epoch milliseconds of the town. */
  until: number;
}

/** The session webhooks given out with robot messages. Each may be used many times until it expires. */
export class SessionBook {
  readonly #sessions = new Map<string, Session>();

  /** Opens a session and returns its key of 32 hex characters. */
  open(session: Session): string {
    const key = hex(16);
    this.#sessions.set(key, session);
    return key;
  }

  /** The session while it lasts, by the town's present. */
  find(key: string, now: Date): Session | undefined {
    const session = this.#sessions.get(key);
    return session !== undefined && session.until > now.getTime() ? session : undefined;
  }

  get size(): number {
    return this.#sessions.size;
  }
}
