import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { WebSocket } from 'ws';
import { encrypt, signature } from '../../src/simulator/wecom/crypto.ts';
import { liaisonOf } from './fill.ts';
import type { Claimable } from './ground.ts';

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
export interface Call {
  path: string;
  body: string;
}

const CONNECTIONS = 20;

export const claimOrder = ({ no, department }: Claimable): Order => ({
  person: liaisonOf(department),
  text: `签收 ${no}`,
});

/** A signed, encrypted callback as the vendor sends it. */
export const callback = (
  { corpId, agentId, token, encodingAESKey }: Tenant,
  { person, text }: Order,
  at: Date,
): Call => {
  const seal = { token, encodingAESKey, receiveId: corpId };
  const now = Math.floor(at.getTime() / 1000);
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
};

/** Sends it and tells the status. */
export const post = (url: string, agent: Agent, call: Call): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}${call.path}`, { method: 'POST', agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(call.body);
  });

/** Sends them over twenty connections, each of which must be answered 200; how many a second. */
export const drive = async (url: string, calls: readonly Call[]): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const left = [...calls];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let call = left.shift(); call; call = left.shift()) {
        const status = await post(url, agent, call);
        if (status !== 200) throw new Error(`HTTP ${status}`);
      }
    }),
  );
  agent.destroy();
  return calls.length / ((performance.now() - begun) / 1000);
};

/** Sends frames and waits for their acknowledgements; `send` decides the pace. */
export const acknowledged = (socket: WebSocket): ((frame: { id: string; text: string }) => Promise<number>) => {
  const waiting = new Map<string, (code: number) => void>();
  socket.on('message', (bytes) => {
    const ack = JSON.parse(String(bytes)) as { code: number; headers: { messageId: string } };
    waiting.get(ack.headers.messageId)?.(ack.code);
    waiting.delete(ack.headers.messageId);
  });
  return ({ id, text }) =>
    new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(text);
    });
};
