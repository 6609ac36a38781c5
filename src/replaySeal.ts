import { cardSign, robotSign } from './chat/dingtalk/signature.ts';
import { type CallbackKey, seal } from './chat/envelope.ts';
import type { RawRequest } from './chat/platform.ts';
import { buildXml } from './chat/wecom/xml.ts';
import type { Configuration } from './config/environment.ts';

/** A request that was saved at a door. */
interface AtDoor {
  door: string;
  at: Date;
  request: RawRequest;
}

/** Any: a replay remembers none. */
const NONCE = 'replayed';

/** The key of a door whose callbacks come sealed. */
const keyOf = (door: string, { wecom, dingtalk }: Configuration): CallbackKey | undefined => {
  if (door === 'dingtalk/event')
    return dingtalk?.eventToken && dingtalk.eventAesKey
      ? { token: dingtalk.eventToken, encodingAESKey: dingtalk.eventAesKey, receiveId: dingtalk.clientId }
      : undefined;
  if (door === 'wecom/bot') return wecom?.botCallback && { ...wecom.botCallback, receiveId: '' };
  const { token, encodingAESKey, corpId } = wecom?.app ?? {};
  return door === 'wecom/app' && token && encodingAESKey && corpId
    ? { token, encodingAESKey, receiveId: corpId }
    : undefined;
};

const sealed = ({ door, at, request }: AtDoor, key: CallbackKey): RawRequest => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const { encrypted, signature } = seal(key, request.body.toString('utf8'), { timestamp, nonce: NONCE });
  const envelope = door === 'wecom/app' ? buildXml({ Encrypt: encrypted }) : JSON.stringify({ encrypt: encrypted });
  return {
    ...request,
    query: { ...request.query, timestamp, nonce: NONCE, msg_signature: signature },
    body: Buffer.from(envelope, 'utf8'),
  };
};

const dingtalkSigned = ({ door, at, request }: AtDoor, { dingtalk }: Configuration): RawRequest => {
  const timestamp = String(at.getTime());
  if (door === 'dingtalk/robot' && dingtalk && request.headers.sign === undefined)
    return {
      ...request,
      headers: { ...request.headers, timestamp, sign: robotSign(timestamp, dingtalk.clientSecret) },
    };
  const secret = dingtalk?.cardCallbackSecret;
  if (door !== 'dingtalk/card' || !secret || request.headers['x-ddpaas-signature'] !== undefined) return request;
  const signed = { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': cardSign(timestamp, secret) };
  return { ...request, headers: { ...request.headers, ...signed } };
};

/**
 * A request that was saved bare, as what was inside the vendor's envelope or without its signature, is sealed and signed
 * with this installation's own keys, so that it takes the whole way through the door. One that carries a signature is
 * left as it is: that is what is to be looked at.
 */
export const sealedAgain = <T extends AtDoor>(saved: T, configuration: Configuration): T => {
  if (saved.request.method !== 'POST') return saved;
  const key = keyOf(saved.door, configuration);
  const bare = saved.request.query.msg_signature === undefined;
  if (key) return bare ? { ...saved, request: sealed(saved, key) } : saved;
  return { ...saved, request: dingtalkSigned(saved, configuration) };
};
