import { hex, realNow } from './machine.ts';

/** A token in force. `user` is the resident a user token stands for; absent on the app's own. */
interface Issued {
  value: string;
  until: number;
  user?: string;
}

/**
 * Access tokens of the app and of people who logged in. The same app token is handed out inside its validity and lives
 * on from then. ASSUMPTION: tokens of the new and the legacy API are one (used so in the field, formally unconfirmed).
 */
export class TokenBook {
  readonly #lifeMs: number;
  #app: Issued | undefined;
  readonly #users = new Map<string, Issued>();
  readonly #codes = new Map<string, { person: string; until: number }>();

  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  /** The app's token, the same one while it is valid, its validity renewed. */
  issue(): { value: string; seconds: number } {
    const live = this.#app !== undefined && this.#app.until > realNow() ? this.#app.value : hex(16);
    this.#app = { value: live, until: realNow() + this.#lifeMs };
    return { value: live, seconds: Math.floor(this.#lifeMs / 1000) };
  }

  accepts(value: string): boolean {
    return this.#app !== undefined && this.#app.value === value && this.#app.until > realNow();
  }

  /** Makes the app's token invalid at once: the next call must fetch another. */
  revoke(): void {
    this.#app = undefined;
  }

  /** A login code of a resident: five minutes, one use (免登 and 扫码 alike). */
  code(person: string): string {
    const code = hex(16);
    this.#codes.set(code, { person, until: realNow() + 300_000 });
    return code;
  }

  /** The resident of a code, which is used up by asking; undefined when unknown, used or too old. */
  redeem(code: string): string | undefined {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    return found !== undefined && found.until > realNow() ? found.person : undefined;
  }

  issueFor(person: string): { value: string; seconds: number } {
    const issued = { value: hex(16), until: realNow() + this.#lifeMs, user: person };
    this.#users.set(issued.value, issued);
    return { value: issued.value, seconds: Math.floor(this.#lifeMs / 1000) };
  }

  /** Whose user token this is. */
  userOf(value: string): string | undefined {
    const found = this.#users.get(value);
    return found !== undefined && found.until > realNow() ? found.user : undefined;
  }

  describe(): { kind: string; until: string }[] {
    const until = (issued: Issued): string => new Date(issued.until).toISOString();
    return [
      ...(this.#app === undefined ? [] : [{ kind: 'app', until: until(this.#app) }]),
      ...[...this.#users.values()].map((each) => ({ kind: 'user', until: until(each) })),
    ];
  }
}
