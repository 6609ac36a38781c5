import type { Person } from '../../town/types.ts';
import { isRecord, recordOf, textOf, textsOf } from '../call.ts';
import type { Office } from '../office.ts';
import { refuse } from '../refusal.ts';
import { groupOf, privateCidOf } from '../residents/identity.ts';
import type { CardInstance } from './cardBook.ts';

type Body = Record<string, unknown>;

const SPACE_TYPES = ['IM_GROUP', 'IM_ROBOT', 'ONE_BOX', 'IM_SINGLE'] as const;

/** One place a card is to be shown. */
export interface Space {
  spaceType: (typeof SPACE_TYPES)[number];
  spaceId: string;
}

/** How one delivery went, in the vendor's words. A failed one does not fail the call. */
export interface DeliverResult extends Space {
  success: boolean;
  carrierId?: string;
  errorMsg: string;
}

/**
 * Reads `dtv1.card//IM_GROUP.<cid>;IM_ROBOT.<userId>`; the type may be in lower case.
 * @throws Refusal param.openSpaceIdEmpty, param.openSpaceIdInvalid
 */
export function readSpaces(body: Body): Space[] {
  const value = textOf(body, 'openSpaceId');
  if (value === undefined) throw refuse('param.openSpaceIdEmpty');
  const invalid = (): never => {
    throw refuse('param.openSpaceIdInvalid');
  };
  if (!value.startsWith('dtv1.card//')) return invalid();
  const parts = value
    .slice('dtv1.card//'.length)
    .split(';')
    .filter((part) => part !== '');
  if (parts.length === 0) return invalid();
  return parts.map((part) => {
    const bare = part.startsWith('dtv1.card//') ? part.slice('dtv1.card//'.length) : part;
    const dot = bare.indexOf('.');
    const spaceType = SPACE_TYPES.find((type) => type === bare.slice(0, dot).toUpperCase());
    const spaceId = bare.slice(dot + 1);
    return dot > 0 && spaceType !== undefined && spaceId !== '' ? { spaceType, spaceId } : invalid();
  });
}

/**
 * A space needs its space model.
 * @throws Refusal param.openSpaceModelInvalid
 */
export function checkSpaceModels(models: Body, spaces: readonly Space[]): void {
  for (const { spaceType } of spaces) {
    if (spaceType === 'IM_GROUP' && typeof recordOf(models, 'imGroupOpenSpaceModel')?.supportForward !== 'boolean') {
      throw refuse('param.openSpaceModelInvalid', 'param.openSpaceModelInvalid: imGroupOpenSpaceModel.supportForward');
    }
    if (spaceType === 'ONE_BOX' && recordOf(models, 'topOpenSpaceModel')?.spaceType !== 'ONE_BOX') {
      throw refuse('param.openSpaceModelInvalid', 'param.openSpaceModelInvalid: topOpenSpaceModel.spaceType');
    }
  }
}

/**
 * A space needs its deliver model.
 * @throws Refusal param.openDeliverModelEmpty, param.openDeliverModelError
 */
export function checkDeliverModels(body: Body, spaces: readonly Space[]): void {
  const needed = {
    IM_GROUP: 'imGroupOpenDeliverModel',
    IM_ROBOT: 'imRobotOpenDeliverModel',
    ONE_BOX: 'topOpenDeliverModel',
  };
  for (const { spaceType } of spaces) {
    if (spaceType === 'IM_SINGLE') continue;
    const model = recordOf(body, needed[spaceType]);
    if (model === undefined) throw refuse('param.openDeliverModelEmpty');
    if (spaceType === 'IM_ROBOT' && model.spaceType !== 'IM_ROBOT') throw refuse('param.openDeliverModelError');
    if (spaceType === 'ONE_BOX' && model.expiredTimeMillis === undefined) throw refuse('param.openDeliverModelError');
  }
}

/** Shows the card in each space and says how each went. */
export function deliverCard(office: Office, card: CardInstance, body: Body, spaces: readonly Space[]): DeliverResult[] {
  return spaces.map((space) => {
    const carrierId =
      space.spaceType === 'IM_ROBOT' ? toPerson(office, card, body, space) : toGroup(office, card, body, space);
    return carrierId.ok
      ? { ...space, success: true, carrierId: carrierId.id, errorMsg: '' }
      : { ...space, success: false, errorMsg: carrierId.why };
  });
}

type Carried = { ok: true; id: string } | { ok: false; why: string };

function toGroup(office: Office, card: CardInstance, body: Body, space: Space): Carried {
  const group = groupOf(office.town, space.spaceId);
  const model = recordOf(body, space.spaceType === 'ONE_BOX' ? 'topOpenDeliverModel' : 'imGroupOpenDeliverModel') ?? {};
  const robot = space.spaceType === 'ONE_BOX' || model.robotCode === office.settings.dingtalk.robotCode;
  if (group === undefined || office.lost.has(group.id) || !robot || space.spaceType === 'IM_SINGLE')
    return { ok: false, why: 'chatbot not exist' };
  if (office.town.strikes('dingtalk', 'dissolved', group.id)) return { ok: false, why: 'chatbot not exist' };
  const recipients = textsOf(model, 'recipients') ?? [];
  const showing = { spaceType: 'IM_GROUP' as const, spaceId: group.id, recipients };
  return show(office, card, { chat: group.id, mentions: mentionsOf(office, model), showing });
}

function toPerson(office: Office, card: CardInstance, body: Body, space: Space): Carried {
  const person: Person | undefined = office.town.personBy('dingtalk', space.spaceId);
  const code = recordOf(body, 'imRobotOpenDeliverModel')?.robotCode ?? office.settings.dingtalk.robotCode;
  if (person === undefined) return { ok: false, why: 'user not exist' };
  if (code !== office.settings.dingtalk.robotCode) return { ok: false, why: 'chatbot not exist' };
  const showing = { spaceType: 'IM' as const, spaceId: privateCidOf(person), recipients: [] };
  return show(office, card, { person: person.id, mentions: [], showing });
}

function show(office: Office, card: CardInstance, where: Parameters<Office['cards']['show']>[1]): Carried {
  const at = office.town.now().getTime();
  const chat = where.chat === undefined ? {} : { chat: where.chat };
  if (office.town.strikes('dingtalk', 'silent-drop', where.chat)) {
    return { ok: true, id: office.sent.file({ ...chat, messages: [], at }).processQueryKey };
  }
  const message = office.cards.show(card, where);
  return { ok: true, id: office.sent.file({ ...chat, messages: [{ id: message.id }], at }).processQueryKey };
}

function mentionsOf(office: Office, model: Body): string[] {
  const { atUserIds } = model;
  if (!isRecord(atUserIds)) return [];
  return Object.keys(atUserIds).filter((id) => id === '@ALL' || office.town.personBy('dingtalk', id) !== undefined);
}
