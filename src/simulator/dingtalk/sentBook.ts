import { fingerprint, hex } from './machine.ts';

/** One proactive sending of the robot: the messages it became, and whether it was taken back. */
export interface Sent {
  processQueryKey: string;
  /** openConversationId of a group sending; absent for a one-to-one batch. */
  chat?: string;
  /** Town message ids, by the platform id of the reader for a batch; one for a group. */
  messages: { id: string; userId?: string }[];
  recalled: boolean;
  /** Epoch milliseconds of the town. */
  at: number;
}

/** Sendings by processQueryKey (a card's carrierId is one too), and the vendor's msgId of each town message. */
export class SentBook {
  readonly #byKey = new Map<string, Sent>();
  readonly #keyOfMessage = new Map<string, string>();

  /** Files a sending under a new processQueryKey. */
  file(sent: Omit<Sent, 'processQueryKey' | 'recalled'>): Sent {
    const filed = { ...sent, processQueryKey: `pqk${hex(14)}=`, recalled: false };
    this.#byKey.set(filed.processQueryKey, filed);
    for (const message of filed.messages) this.#keyOfMessage.set(message.id, filed.processQueryKey);
    return filed;
  }

  byKey(processQueryKey: string): Sent | undefined {
    return this.#byKey.get(processQueryKey);
  }

  /** The processQueryKey under which this town message went out; undefined for session replies and residents' words. */
  keyOf(messageId: string): string | undefined {
    return this.#keyOfMessage.get(messageId);
  }

  /** The vendor's msgId of a town message: stable, opaque. */
  msgIdOf(messageId: string): string {
    return `msg${fingerprint(`message:${messageId}`)}==`;
  }
}
