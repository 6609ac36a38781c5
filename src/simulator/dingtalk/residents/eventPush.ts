import { decrypt, encrypt, type Seal, signature } from '../../wecom/crypto.ts';
import { isRecord, parseJson, textOf } from '../call.ts';
import { hex } from '../machine.ts';
import type { Office } from '../office.ts';
import { sameText } from '../signature.ts';
import type { GroupEvent } from './groupEvent.ts';
import { callbackUrl, notePush, postJson } from './push.ts';

/** Events over HTTP are sealed as WeCom's callbacks are; the owner is the client id (protocol notes 6). */
const sealOf = (office: Office): Seal => {
  const { clientId, eventToken = '', eventAesKey = '' } = office.settings.dingtalk;
  return { token: eventToken, encodingAESKey: eventAesKey, receiveId: clientId };
};

const capital = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(members).map(([key, value]) => [key.slice(0, 1).toUpperCase() + key.slice(1), value]),
  );

/** Pushes an event; the address has to stand its trial before the first. True when the bot answered with the sealed word. */
export async function pushSealedEvent(office: Office, { type, data }: GroupEvent): Promise<boolean> {
  office.eventAddress.tried ||= await post(office, { EventType: 'check_url' });
  if (!office.eventAddress.tried) return false;
  const { corpId } = office.settings.dingtalk;
  return post(office, {
    EventType: type,
    EventTime: String(data.timeStamp),
    CorpId: corpId,
    BizId: corpId,
    ...capital(data),
  });
}

async function post(office: Office, message: Record<string, unknown>): Promise<boolean> {
  const seal = sealOf(office);
  const timestamp = String(office.town.now().getTime());
  const nonce = hex(4);
  const sealed = encrypt(seal, JSON.stringify(message));
  const sign = signature(seal, timestamp, nonce, sealed);
  const query = new URLSearchParams({ signature: sign, msg_signature: sign, timestamp, nonce });
  const url = `${callbackUrl(office, 'event')}?${query.toString()}`;
  const answer = await postJson(url, {}, { encrypt: sealed }, office.limits.eventHttpMs);
  const wrong = answer.ok ? refusalOf(seal, answer.text) : answer.status;
  notePush(office, 'POST /callbacks/dingtalk/event', wrong ?? '200 success', message);
  return wrong === undefined;
}

/** What is wrong with an answer; undefined when it is the word `success`, sealed and signed. */
function refusalOf(seal: Seal, text: string): string | undefined {
  const answer = parseJson(text);
  if (!isRecord(answer)) return 'refused: 应答不是 JSON 对象';
  const { sealed, sign, timestamp, nonce } = {
    sealed: textOf(answer, 'encrypt'),
    sign: textOf(answer, 'msg_signature'),
    timestamp: textOf(answer, 'timeStamp'),
    nonce: textOf(answer, 'nonce'),
  };
  if (!sealed || !sign || !timestamp || !nonce) return 'refused: 应答须有 msg_signature、encrypt、timeStamp、nonce';
  if (!sameText(sign, signature(seal, timestamp, nonce, sealed))) return 'refused: 900005 签名不匹配';
  try {
    return decrypt(seal, sealed) === 'success' ? undefined : 'refused: 应答不是 success';
  } catch (thrown) {
    return `refused: 900010 ${thrown instanceof Error ? thrown.message : ''}`;
  }
}
