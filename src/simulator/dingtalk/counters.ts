import { realNow } from './machine.ts';

/** Calls by API in the last second, and by month of the town. */
export class Counters {
  readonly #recent = new Map<string, number[]>();
  #month = '';
  #calls = 0;
  #pushes = 0;

  /** True when this API may be called now; a call that may is counted against `perSecond`. */
  allowSecond(api: string, perSecond: number): boolean {
    return this.#allow(api, perSecond, 1_000);
  }

  /** The same over a minute, for custom robots. */
  allowMinute(key: string, perMinute: number): boolean {
    return this.#allow(key, perMinute, 60_000);
  }

  #allow(key: string, most: number, windowMs: number): boolean {
    const now = realNow();
    const recent = (this.#recent.get(key) ?? []).filter((at) => at > now - windowMs);
    this.#recent.set(key, recent);
    if (recent.length >= most) return false;
    recent.push(now);
    return true;
  }

  /** Counts one paid API call in the town's month; false, and uncounted, when the month is spent. */
  countCall(at: Date, most: number): boolean {
    this.#turn(at);
    if (this.#calls >= most) return false;
    this.#calls += 1;
    return true;
  }

  /** Counts one push to the bot; false when the month is spent (the message then comes without its text). */
  countPush(at: Date, most: number): boolean {
    this.#turn(at);
    if (this.#pushes >= most) return false;
    this.#pushes += 1;
    return true;
  }

  #turn(at: Date): void {
    const month = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'Asia/Shanghai',
      year: 'numeric',
      month: '2-digit',
    }).format(at);
    if (month === this.#month) return;
    this.#month = month;
    this.#calls = 0;
    this.#pushes = 0;
  }

  describe(): { month: string; calls: number; pushes: number } {
    return { month: this.#month, calls: this.#calls, pushes: this.#pushes };
  }
}
