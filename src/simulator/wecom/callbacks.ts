import { randomBytes } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { actionsOn, readCard } from './cards.ts';
import { decrypt, encrypt, type Seal, signature } from './crypto.ts';
import type { StreetState } from './state.ts';

type Plain = Record<string, unknown>;

/** How a callback went: the vendor's view, and the decrypted passive answer if there was one. */
export interface Delivered {
  delivered: boolean;
  reason?: string;
  answer?: Plain;
}

const TIMEOUT_MS = 5_000;
const URL_CHECK_MS = 1_000;
const RETRIES = 3;

export const appSeal = ({ settings }: StreetState): Seal => ({
  token: settings.wecom.token,
  encodingAESKey: settings.wecom.encodingAESKey,
  receiveId: settings.wecom.corpId,
});
export const botSeal = ({ settings }: StreetState): Seal | undefined =>
  settings.wecom.botToken && settings.wecom.botEncodingAESKey
    ? { token: settings.wecom.botToken, encodingAESKey: settings.wecom.botEncodingAESKey, receiveId: '' }
    : undefined;

export const callbackUrl = ({ settings }: StreetState, door: 'app' | 'bot'): string =>
  `${settings.botUrl}/callbacks/${settings.callbackSecret ? `${settings.callbackSecret}/` : ''}wecom/${door}`;

const seconds = (state: StreetState): string => String(Math.floor(state.town.now().getTime() / 1000));

const signedQuery = (state: StreetState, seal: Seal, encrypted: string): { query: URLSearchParams; nonce: string } => {
  const nonce = randomBytes(6).toString('hex');
  const timestamp = seconds(state);
  return {
    nonce,
    query: new URLSearchParams({ msg_signature: signature(seal, timestamp, nonce, encrypted), timestamp, nonce }),
  };
};

/** The URL check when the address is saved: the plain echo within a second (D90238). */
export const verifyUrl = async (state: StreetState): Promise<boolean> => {
  const seal = appSeal(state);
  const echo = randomBytes(8).toString('hex');
  const encrypted = encrypt(seal, echo);
  const { query } = signedQuery(state, seal, encrypted);
  query.set('echostr', encrypted);
  const answer = await fetch(`${callbackUrl(state, 'app')}?${query}`, { signal: AbortSignal.timeout(URL_CHECK_MS) })
    .then((response) => (response.status === 200 ? response.text() : ''))
    .catch(() => '');
  state.callbackVerified = answer === echo;
  return state.callbackVerified;
};

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false });

/** Reads a passive XML answer; undefined for an empty one. Throws when it is not what the vendor takes. */
const readXmlAnswer = (seal: Seal, text: string): Plain | undefined => {
  if (text.trim() === '') return undefined;
  const envelope = parser.parse(text).xml as Record<string, string> | undefined;
  if (!envelope?.Encrypt) throw new Error('passive answer without Encrypt');
  if (signature(seal, String(envelope.TimeStamp), String(envelope.Nonce), envelope.Encrypt) !== envelope.MsgSignature)
    throw new Error('passive answer: signature');
  return parser.parse(decrypt(seal, envelope.Encrypt)).xml as Plain;
};

const readJsonAnswer = (seal: Seal, text: string, nonce: string): Plain | undefined => {
  if (text.trim() === '') return undefined;
  const envelope = JSON.parse(text) as { encrypt: string; msgsignature: string; timestamp: number; nonce: string };
  if (envelope.nonce !== nonce) throw new Error("passive answer: nonce must be the request's");
  if (signature(seal, String(envelope.timestamp), envelope.nonce, envelope.encrypt) !== envelope.msgsignature)
    throw new Error('passive answer: signature');
  return JSON.parse(decrypt(seal, envelope.encrypt)) as Plain;
};

const post = async (state: StreetState, door: 'app' | 'bot', seal: Seal, plain: string): Promise<Delivered> => {
  const encrypted = encrypt(seal, plain);
  const { query, nonce } = signedQuery(state, seal, encrypted);
  const body =
    door === 'app'
      ? `<xml><ToUserName><![CDATA[${seal.receiveId}]]></ToUserName><AgentID><![CDATA[${state.settings.wecom.agentId}]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
      : JSON.stringify({ encrypt: encrypted });
  try {
    const response = await fetch(`${callbackUrl(state, door)}?${query}`, {
      method: 'POST',
      body,
      headers: { 'content-type': door === 'app' ? 'text/xml' : 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    state.town.note({
      platform: 'wecom',
      direction: 'out',
      what: `POST wecom/${door}`,
      status: String(response.status),
      body: plain,
    });
    if (response.status !== 200) return { delivered: false, reason: `HTTP ${response.status}` };
    const answer = door === 'app' ? readXmlAnswer(seal, text) : readJsonAnswer(seal, text, nonce);
    return { delivered: true, ...(answer ? { answer } : {}) };
  } catch (thrown) {
    return { delivered: false, reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Sends a callback, again up to three times for anything but 200; the same message, freshly signed. A `duplicate` fault sends it thrice. */
export const callBack = async (
  state: StreetState,
  door: 'app' | 'bot',
  plain: string,
  once = false,
): Promise<Delivered> => {
  const seal = door === 'app' ? appSeal(state) : botSeal(state);
  if (!seal) return { delivered: false, reason: '没有配置回调 (no callback configured)' };
  if (state.town.strikes('wecom', 'late')) await pause(3_000);
  const extra = state.town.strikes('wecom', 'duplicate') ? 2 : 0;
  let result = await post(state, door, seal, plain);
  for (let again = 0; !result.delivered && !once && again < RETRIES; again += 1)
    result = await post(state, door, seal, plain);
  for (let repeat = 0; repeat < extra; repeat += 1) await post(state, door, seal, plain);
  return result;
};

const snake = (name: string): string =>
  ({ KeyName: 'keyname', CheckBox: 'checkbox' })[name] ?? name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
const LISTS = new Set([
  'HorizontalContentList',
  'JumpList',
  'ButtonList',
  'SelectList',
  'VerticalContentList',
  'OptionList',
  'ActionList',
]);
const NUMBERS = new Set(['desc_color', 'type', 'style', 'mode']);

/** A card in the XML spelling, as JSON again: repeated elements are lists (D90241). */
export const cardFromXml = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(cardFromXml);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = snake(key);
      const inner = LISTS.has(key) && !Array.isArray(member) ? [cardFromXml(member)] : cardFromXml(member);
      if (NUMBERS.has(name)) return [name, Number(inner)];
      return [name, inner === 'true' ? true : inner === 'false' ? false : inner];
    }),
  );
};

/** What an app's passive answer shows: for a click only the clicker sees the change. */
export const applyAppAnswer = (
  state: StreetState,
  answer: Plain,
  where: { person: string; message?: string },
): string | undefined => {
  const { town } = state;
  if (answer.MsgType === 'text') {
    town.post({
      platform: 'wecom',
      person: where.person,
      channel: 'app',
      kind: 'text',
      text: String(answer.Content ?? ''),
    });
    return undefined;
  }
  const message = where.message === undefined ? undefined : town.message(where.message);
  if (!message) return 'an answer for no card';
  const viewer = town.person(where.person)?.wecom ?? where.person;
  if (answer.MsgType === 'update_button') {
    const name = String((answer.Button as Plain | undefined)?.ReplaceName ?? '');
    town.amend(message.id, {
      views: { ...message.views, [viewer]: { text: `${message.text}\n${name}`, actions: [] } },
    });
    return undefined;
  }
  if (answer.MsgType !== 'update_template_card') return `an answer of type ${String(answer.MsgType)}`;
  const card = {
    ...(cardFromXml(answer.TemplateCard) as Plain),
    task_id: (message.card as Plain | undefined)?.task_id,
  };
  const updates = [...(message.updates ?? []), { at: town.now().toISOString(), card, onlyFor: [viewer] }];
  town.amend(message.id, { card, text: readCard(card), actions: actionsOn(card), updates });
  return undefined;
};
