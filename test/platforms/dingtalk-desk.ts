import { EventEmitter } from 'node:events';
import type { Answer, Incoming } from '../../src/cards/exchange.ts';
import type { PlatformContext, Receipt, Receival } from '../../src/chat/platform.ts';

export type Respond = (incoming: Incoming) => Answer | Promise<Answer>;

/** A platform context in memory: an inbox that answers a repeat as before, tokens, nonces, memories. */
export interface Desk {
  context: PlatformContext;
  /** What came in and was acted on, repeats left out. */
  taken: Incoming[];
  answered: { id: string; receipt: Receipt }[];
  told: { topic: string; text: string }[];
  lost: { chat: string; reason: string }[];
  refusals: string[];
  tokensFetched: number;
  memory: Map<string, Record<string, unknown>>;
  happened: EventEmitter;
  respond: Respond;
}

const receiver = (desk: Desk): PlatformContext['receive'] => {
  const inbox = new Map<string, Promise<Receival>>();
  const first = async (incoming: Incoming): Promise<Receival> => {
    const answer = await desk.respond(incoming);
    desk.taken.push(incoming);
    desk.happened.emit('taken');
    const said = answer.say !== undefined || answer.replace !== undefined;
    return { answer, repeated: false, ...(said ? { answerId: `answer-${inbox.size}` } : {}) };
  };
  return async (incoming) => {
    const known = inbox.get(incoming.dedupeKey);
    if (known) return { ...(await known), repeated: true };
    const work = first(incoming);
    inbox.set(incoming.dedupeKey, work);
    work.catch(() => inbox.delete(incoming.dedupeKey));
    return work;
  };
};

const tokens = (desk: Desk): PlatformContext['token'] => {
  let kept: Promise<string> | undefined;
  return async (_key, fetch, options = {}) => {
    if (kept !== undefined && (await kept) !== options.refuse) return kept;
    desk.tokensFetched += 1;
    kept = fetch().then(({ value }) => value);
    kept.catch(() => {
      kept = undefined;
    });
    return kept;
  };
};

export const openDesk = (now: () => Date, respond: Respond = () => ({})): Desk => {
  const nonces = new Map<string, string>();
  const desk: Omit<Desk, 'context'> = {
    taken: [],
    answered: [],
    told: [],
    lost: [],
    refusals: [],
    tokensFetched: 0,
    memory: new Map(),
    happened: new EventEmitter(),
    respond,
  };
  const whole = desk as Desk;
  whole.context = {
    now,
    real: () => Date.now(),
    receive: receiver(whole),
    answered: async (id, receipt) => {
      desk.answered.push({ id, receipt });
      desk.happened.emit('answered');
    },
    nonce: async (key, digest) => {
      const known = nonces.get(key);
      nonces.set(key, known ?? digest);
      return known === undefined ? 'fresh' : known === digest ? 'repeat' : 'forged';
    },
    token: tokens(whole),
    file: async (id) => Buffer.from(`file ${id}`),
    renew: async () => undefined,
    memory: {
      get: async (key) => desk.memory.get(key),
      set: async (key, value) => void desk.memory.set(key, value),
      add: async (key, count) => {
        const now = Number(desk.memory.get(key)?.count ?? 0) + count;
        desk.memory.set(key, { count: now });
        return now;
      },
    },
    accountLost: async () => undefined,
    leader: () => ({
      held: () => true,
      onChange: (listener) => listener(true),
      release: async () => ({ others: false }),
    }),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    tellCentre: async (topic, text) => {
      desk.told.push({ topic, text });
      desk.happened.emit('told');
    },
    lost: async (chat, reason) => void desk.lost.push({ chat, reason }),
    count: (name, labels) => {
      if (name === 'callback_refused') desk.refusals.push(labels.reason ?? '');
    },
  };
  return whole;
};
