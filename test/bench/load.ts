import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { encrypt, signature } from '../../src/simulator/wecom/crypto.ts';

/** What a person writes to the app. */
export interface Order {
  person: string;
  text: string;
}
interface Tenant {
  corpId: string;
  agentId: number;
  token: string;
  encodingAESKey: string;
}

const CONNECTIONS = 20;

/** Signed, encrypted callbacks as the vendor sends them, made before the clock runs. */
export const callbacks = (
  { corpId, agentId, token, encodingAESKey }: Tenant,
  orders: readonly Order[],
): { path: string; body: string }[] =>
  orders.map(({ person, text }) => {
    const seal = { token, encodingAESKey, receiveId: corpId };
    const now = Math.floor(Date.now() / 1000);
    const inner = `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[${person}]]></FromUserName><CreateTime>${now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${randomUUID()}</MsgId><AgentID>${agentId}</AgentID></xml>`;
    const encrypted = encrypt(seal, inner);
    const nonce = randomUUID();
    const query = new URLSearchParams({
      timestamp: String(now),
      nonce,
      msg_signature: signature(seal, String(now), nonce, encrypted),
    });
    return {
      path: `/callbacks/wecom/app?${query}`,
      body: `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
    };
  });

const post = (url: string, agent: Agent, call: { path: string; body: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}${call.path}`, { method: 'POST', agent }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${response.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(call.body);
  });

/** Sends them over twenty connections; how many a second were answered 200. */
export const drive = async (url: string, calls: { path: string; body: string }[]): Promise<{ perSecond: number }> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const left = [...calls];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let call = left.pop(); call; call = left.pop()) await post(url, agent, call);
    }),
  );
  agent.destroy();
  return { perSecond: calls.length / ((performance.now() - begun) / 1000) };
};
