import { type Call, isRecord, isTextMap, recordOf, textOf, textsOf } from '../call.ts';
import type { CardChange, CardInstance } from '../cards/cardBook.ts';
import { checkDeliverModels, checkSpaceModels, deliverCard, readSpaces } from '../cards/spaces.ts';
import type { Office } from '../office.ts';
import { refuse } from '../refusal.ts';
import { personByUnionId } from '../residents/identity.ts';
import { ok, type Route } from './route.ts';

type Body = Call['body'];

const LONGEST_TRACK_ID = 100;
const LONGEST_KEY_BYTES = 100;
/** All variables of a card together (legacy page). The 1 KB per value of the new page is not enforced in practice. */
const MOST_DATA_BYTES = 100 * 1024;

const readMap = (part: unknown): Record<string, string> | undefined => {
  if (part === undefined || part === null) return undefined;
  const map = isRecord(part) ? part.cardParamMap : undefined;
  if (map === undefined) return undefined;
  if (!isTextMap(map)) throw refuse('param.invalid', 'cardParamMap的值必须为字符串');
  if (Object.keys(map).some((key) => Buffer.byteLength(key) > LONGEST_KEY_BYTES)) throw refuse('param.invalid');
  if (Buffer.byteLength(JSON.stringify(map)) > MOST_DATA_BYTES) throw refuse('param.invalid', 'cardData过大');
  return map;
};

/** Views of single people by userId, whatever kind of id the call names them by. */
const readPrivate = (body: Body, office: Office, unionIds: boolean): Record<string, Record<string, string>> => {
  const views: Record<string, Record<string, string>> = {};
  for (const [id, part] of Object.entries(recordOf(body, 'privateData') ?? {})) {
    const person = unionIds ? personByUnionId(office.town, id) : office.town.personBy('dingtalk', id);
    if (person?.dingtalk === undefined) throw refuse('param.userIdNotExist');
    views[person.dingtalk] = readMap(part) ?? {};
  }
  return views;
};

const trackIdOf = (body: Body): string => {
  const outTrackId = textOf(body, 'outTrackId');
  if (outTrackId === undefined) throw refuse('param.outTrackIdEmpty');
  if (outTrackId.length > LONGEST_TRACK_ID) throw refuse('param.invalid', 'outTrackId过长');
  return outTrackId;
};

const checkTemplate = (body: Body, office: Office): string => {
  const id = textOf(body, 'cardTemplateId');
  if (id === undefined) throw refuse('param.cardTemplateIdEmpty');
  if (office.limits.unpublishedTemplates.includes(id)) throw refuse('param.templateUnpublished');
  if (id !== office.settings.dingtalk.cardTemplateId) throw refuse('param.templateNotExist');
  return id;
};

const callbackOf = (body: Body): Pick<CardInstance, 'callbackType' | 'callbackRouteKey'> => {
  const { callbackType } = body;
  if (callbackType === undefined) return {};
  if (callbackType !== 'STREAM' && callbackType !== 'HTTP') throw refuse('param.invalid', 'callbackType');
  const callbackRouteKey = textOf(body, 'callbackRouteKey');
  return { callbackType, ...(callbackRouteKey === undefined ? {} : { callbackRouteKey }) };
};

const SPACE_MODELS = ['imGroupOpenSpaceModel', 'imRobotOpenSpaceModel', 'topOpenSpaceModel', 'coFeedOpenSpaceModel'];
const spaceModelsOf = (body: Body): Body =>
  Object.fromEntries(SPACE_MODELS.flatMap((key) => (body[key] === undefined ? [] : [[key, body[key]]])));

/** Reads a new card whole; nothing is kept when a part is wrong. */
function readCard(body: Body, office: Office): CardInstance {
  const outTrackId = trackIdOf(body);
  const templateId = checkTemplate(body, office);
  const publicMap = readMap(body.cardData);
  if (publicMap === undefined) throw refuse('param.cardPublicDataEmpty');
  const userIdType = body.userIdType === 2 ? 2 : 1;
  const privateMaps = new Map(Object.entries(readPrivate(body, office, userIdType === 2)));
  if (office.cards.byTrack(outTrackId) !== undefined) throw refuse('param.cardAlreadyExist');
  const atUserIds = textsOf(body, 'cardAtUserIds') ?? [];
  const bare = {
    outTrackId,
    atUserIds,
    templateId,
    publicMap,
    privateMaps,
    userIdType,
    showings: [],
    source: body,
  } as const;
  return { ...bare, showings: [], ...callbackOf(body), models: spaceModelsOf(body) };
}

/** `POST /v1.0/card/instances/createAndDeliver` (development/create-and-deliver-cards). */
const createAndDeliver: Route = {
  method: 'POST',
  path: '/v1.0/card/instances/createAndDeliver',
  token: 'app',
  answer: ({ body }, office) => {
    trackIdOf(body);
    const spaces = readSpaces(body);
    checkSpaceModels(body, spaces);
    checkDeliverModels(body, spaces);
    const card = readCard(body, office);
    office.cards.add(card);
    const deliverResults = deliverCard(office, card, body, spaces);
    return ok({ success: true, result: { outTrackId: card.outTrackId, deliverResults } });
  },
};

/** `POST /v1.0/card/instances` (development/interface-for-creating-a-card-instance): made, not yet shown. */
const create: Route = {
  method: 'POST',
  path: '/v1.0/card/instances',
  token: 'app',
  answer: ({ body }, office) => {
    const card = readCard(body, office);
    office.cards.add(card);
    return ok({ success: true, result: card.outTrackId });
  },
};

const existing = (body: Body, office: Office): CardInstance => {
  const card = office.cards.byTrack(trackIdOf(body));
  if (card === undefined) throw refuse('param.cardNotExist');
  return card;
};

/** `POST /v1.0/card/instances/deliver` (development/delivery-card-interface). */
const deliver: Route = {
  method: 'POST',
  path: '/v1.0/card/instances/deliver',
  token: 'app',
  answer: ({ body }, office) => {
    const card = existing(body, office);
    const spaces = readSpaces(body);
    checkSpaceModels(card.models, spaces);
    checkDeliverModels(body, spaces);
    return ok({ success: true, result: deliverCard(office, card, body, spaces) });
  },
};

/** `PUT /v1.0/card/instances/spaces`: adds space models to a card made before. */
const addSpaces: Route = {
  method: 'PUT',
  path: '/v1.0/card/instances/spaces',
  token: 'app',
  answer: ({ body }, office) => {
    const card = existing(body, office);
    const models = spaceModelsOf(body);
    if (Object.keys(models).length === 0) throw refuse('param.openSpaceModelInvalid');
    card.models = { ...card.models, ...models };
    return ok({ success: true, result: true });
  },
};

/** `PUT /v1.0/card/instances` (development/interactive-card-update-interface). Without the key flags a map is replaced whole. */
const update: Route = {
  method: 'PUT',
  path: '/v1.0/card/instances',
  token: 'app',
  answer: ({ body }, office) => {
    const outTrackId = trackIdOf(body);
    const publicMap = readMap(body.cardData);
    const privateMaps = readPrivate(body, office, body.userIdType === 2);
    if (publicMap === undefined && Object.keys(privateMaps).length === 0)
      throw refuse('param.cardDataAndPrivateDataBothEmpty');
    const card = existing({ outTrackId }, office);
    const options = recordOf(body, 'cardUpdateOptions') ?? {};
    const change: CardChange = {
      ...(publicMap ? { publicMap } : {}),
      mergePublic: options.updateCardDataByKey === true,
      privateMaps,
      mergePrivate: options.updatePrivateDataByKey === true,
      source: body,
    };
    office.cards.change(card, change);
    return ok({ success: true, result: true });
  },
};

/** `PUT /v1.0/card/streaming`: the app has not been given this permission. */
const streaming: Route = {
  method: 'PUT',
  path: '/v1.0/card/streaming',
  token: 'app',
  answer: () => {
    const scope = 'Card.Streaming.Write';
    throw refuse('Forbidden.AccessDenied.AccessTokenPermissionDenied', `应用尚未开通所需的权限：[${scope}]`, 403, {
      accessdenieddetail: { requiredScopes: [scope] },
    });
  },
};

/** `POST /v1.0/card/callbacks/register` (development/register-card-callback-address). */
const registerCallback: Route = {
  method: 'POST',
  path: '/v1.0/card/callbacks/register',
  token: 'app',
  answer: ({ body }, office) => {
    const key = textOf(body, 'callbackRouteKey');
    const url = textOf(body, 'callbackUrl');
    if (key === undefined) throw refuse('param.callbackRouteKeyEmpty');
    if (url === undefined) throw refuse('param.callbackUrlEmpty');
    if (!/^https?:\/\//.test(url)) throw refuse('system.updateCallbackFailed');
    const known = office.cardRoutes.get(key);
    if (known !== undefined && known.url !== url && body.forceUpdate !== true) {
      throw refuse('param.callbackRouteKeyExist', 'param.callbackRouteKeyExist', 500);
    }
    const secret = textOf(body, 'apiSecret') ?? known?.secret;
    office.cardRoutes.set(key, { url, ...(secret === undefined ? {} : { secret }) });
    return ok({ success: true, result: { callbackUrl: url, ...(secret === undefined ? {} : { apiSecret: secret }) } });
  },
};

export const CARD_ROUTES: readonly Route[] = [
  createAndDeliver,
  create,
  deliver,
  addSpaces,
  update,
  streaming,
  registerCallback,
];
