import type { Message, Town } from '../../town/types.ts';
import { countyTime } from '../machine.ts';
import { draw, faceOf, type Variables } from './drawing.ts';

/** A card as DingTalk keeps it, identified for ever by the bot's `outTrackId`. */
export interface CardInstance {
  outTrackId: string;
  templateId: string;
  publicMap: Record<string, string>;
  /** Variables of single viewers, by userId; they cover the public ones. */
  privateMaps: Map<string, Record<string, string>>;
  callbackType?: 'STREAM' | 'HTTP';
  callbackRouteKey?: string;
  userIdType: 1 | 2;
  /** Whose `<a atId=…>` in a markdown variable is a real @ (create-and-deliver-cards, cardAtUserIds). */
  atUserIds: string[];
  /** Where it was shown. `recipients`: only they see it. */
  showings: { messageId: string; spaceType: 'IM_GROUP' | 'IM'; spaceId: string; recipients: string[] }[];
  /** The body it was created with, as people's phones got it. */
  source: unknown;
  /** The space models given so far, for a later `deliver`. */
  models: Record<string, unknown>;
}

/** A card on paper between two runs. */
export type KeptCard = Omit<CardInstance, 'privateMaps'> & { privateMaps: [string, Record<string, string>][] };

/** A change of a card: maps to set, whether they are merged by key, the vendor JSON that brought it, and who sees it. */
export interface CardChange {
  publicMap?: Record<string, string>;
  mergePublic: boolean;
  privateMaps: Record<string, Record<string, string>>;
  mergePrivate: boolean;
  source: unknown;
}

const merged = (
  old: Record<string, string> | undefined,
  set: Record<string, string>,
  merge: boolean,
): Record<string, string> => (merge ? { ...old, ...set } : { ...set });

/** All card instances, and their pictures in the town's messages. */
export class CardBook {
  readonly #town: Town;
  readonly #byTrack = new Map<string, CardInstance>();
  readonly #byMessage = new Map<string, CardInstance>();

  constructor(town: Town) {
    this.#town = town;
  }

  add(card: CardInstance): void {
    this.#byTrack.set(card.outTrackId, card);
  }

  byTrack(outTrackId: string): CardInstance | undefined {
    return this.#byTrack.get(outTrackId);
  }

  byMessage(messageId: string): CardInstance | undefined {
    return this.#byMessage.get(messageId);
  }

  /** Shows the card as a new message. Returns it. */
  show(
    card: CardInstance,
    where: {
      chat?: string;
      person?: string;
      mentions: string[];
      showing: Omit<CardInstance['showings'][number], 'messageId'>;
    },
  ): Message {
    const { showing, mentions, ...place } = where;
    const message = this.#town.post({
      platform: 'dingtalk',
      ...place,
      kind: 'card',
      card: card.source,
      channel: 'card',
      ...(mentions.length > 0 ? { mentions } : {}),
      ...this.#picture(card, showing.recipients),
    });
    card.showings.push({ ...showing, messageId: message.id });
    this.#byMessage.set(message.id, card);
    return message;
  }

  /** Applies a change and redraws the card wherever it is shown. Without a key flag a map is replaced whole. */
  change(card: CardInstance, change: CardChange): void {
    if (change.publicMap !== undefined) card.publicMap = merged(card.publicMap, change.publicMap, change.mergePublic);
    for (const [userId, map] of Object.entries(change.privateMaps)) {
      card.privateMaps.set(userId, merged(card.privateMaps.get(userId), map, change.mergePrivate));
    }
    const onlyFor = change.publicMap === undefined ? Object.keys(change.privateMaps) : [];
    for (const showing of card.showings) {
      const before = this.#town.message(showing.messageId)?.updates ?? [];
      const update = {
        at: countyTime(this.#town.now()),
        card: change.source,
        ...(onlyFor.length > 0 ? { onlyFor } : {}),
      };
      this.#town.amend(showing.messageId, { ...this.#picture(card, showing.recipients), updates: [...before, update] });
    }
  }

  #picture(
    card: CardInstance,
    recipients: readonly string[],
  ): Pick<Message, 'text' | 'actions' | 'views' | 'variables'> {
    const open = draw(card.publicMap, card.atUserIds);
    const views: NonNullable<Message['views']> = {};
    for (const viewer of new Set([...card.privateMaps.keys(), ...recipients])) {
      const variables: Variables = { ...card.publicMap, ...card.privateMaps.get(viewer) };
      if (recipients.length === 0 || recipients.includes(viewer))
        views[viewer] = { ...draw(variables, card.atUserIds), variables: faceOf(variables) };
    }
    const seen = recipients.length === 0 ? open : { text: '〔仅指定成员可见的卡片〕', actions: [] };
    return { ...seen, views, ...(recipients.length === 0 ? { variables: faceOf(card.publicMap) } : {}) };
  }

  /** Every card as plain JSON, for a later run. */
  kept(): KeptCard[] {
    return [...this.#byTrack.values()].map((card) => ({ ...card, privateMaps: [...card.privateMaps] }));
  }

  /** Takes up the cards of an earlier run, whose messages the town has again. */
  takeUp(cards: readonly KeptCard[]): void {
    for (const kept of cards) {
      const card = { ...kept, privateMaps: new Map(kept.privateMaps) };
      this.add(card);
      for (const { messageId } of card.showings) this.#byMessage.set(messageId, card);
    }
  }

  get size(): number {
    return this.#byTrack.size;
  }
}
