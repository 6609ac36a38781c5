import { blankSecrets } from '../blank.ts';
import { isRecord, parseJson } from '../call.ts';
import { type Frame, newFrame, TOPIC_ROBOT } from '../frames.ts';
import { sleep } from '../machine.ts';
import { postWebhookMessage } from '../oapi/webhooks.ts';
import type { Office } from '../office.ts';
import { Refusal } from '../refusal.ts';
import { robotSign } from '../signature.ts';

type Body = Record<string, unknown>;

/** Whether the bot took a push; `again`: worth one more delivery. */
interface Taken {
  delivered: boolean;
  reason?: string;
  again?: boolean;
}

/** Where a push belongs: for the reply that may come back and for faults of one chat. */
export type Place = { chat: string } | { person: string };

export const chatOf = (place: Place): string | undefined => ('chat' in place ? place.chat : undefined);

/** An address of the bot's HTTP door, with its secret part when it has one. */
export const callbackUrl = (office: Office, door: 'robot' | 'card' | 'event'): string => {
  const { botUrl, callbackSecret } = office.settings;
  return `${botUrl}/callbacks/${callbackSecret === undefined ? '' : `${callbackSecret}/`}dingtalk/${door}`;
};

/** How many copies go out, after the wait a fault asks for. */
export async function faultyCopies(office: Office, chat: string | undefined): Promise<number> {
  if (office.town.strikes('dingtalk', 'late', chat)) await sleep(office.limits.lateMs);
  return office.town.strikes('dingtalk', 'duplicate', chat) ? 3 : 1;
}

/** Delivers a robot message by the mode the app is set to; one that nobody took comes once more later, same `msgId`. */
export async function pushRobotMessage(
  office: Office,
  body: Body,
  place: Place,
): Promise<{ delivered: boolean; reason?: string }> {
  const copies = await faultyCopies(office, chatOf(place));
  const taken = await office.town.inTurn('dingtalk', () =>
    Promise.all(Array.from({ length: copies }, () => deliver(office, body, place))),
  );
  const good = taken.find((each) => each.delivered);
  if (good !== undefined) return { delivered: true };
  if (taken.some((each) => each.again) && office.limits.redeliverMs > 0) redeliverLater(office, body, place);
  return { delivered: false, reason: taken[0]?.reason ?? '机器人没有收到' };
}

function redeliverLater(office: Office, body: Body, place: Place): void {
  const timer = setTimeout(() => {
    office.pending.delete(timer);
    void deliver(office, body, place);
  }, office.limits.redeliverMs);
  office.pending.add(timer.unref());
}

const deliver = (office: Office, body: Body, place: Place): Promise<Taken> =>
  office.settings.dingtalk.mode === 'http' ? deliverByHttp(office, body, place) : deliverByStream(office, body);

/** Whether a robot message was taken says only that a frame was answered; what the answer holds is not looked at. */
async function deliverByStream(office: Office, body: Body): Promise<Taken> {
  const frame: Frame = newFrame({ type: 'CALLBACK', topic: TOPIC_ROBOT, data: body, at: office.town.now() });
  const pushed = await office.gateway.push(frame, office.limits.robotStreamMs);
  const status = pushed.outcome === 'acked' ? `acked ${pushed.ack.code}` : pushed.outcome;
  notePush(office, `stream ${TOPIC_ROBOT}`, status, body);
  if (pushed.outcome === 'nobody') return { delivered: false, reason: '机器人没有在线的 Stream 连接' };
  if (pushed.outcome === 'silent') return { delivered: false, reason: '机器人 3 秒内没有应答', again: true };
  const { code } = pushed.ack;
  return code === 200 ? { delivered: true } : { delivered: false, reason: `机器人应答 ${code}`, again: code >= 500 };
}

async function deliverByHttp(office: Office, body: Body, place: Place): Promise<Taken> {
  const timestamp = String(office.town.now().getTime());
  const sign = robotSign(timestamp, office.settings.dingtalk.clientSecret);
  const answer = await postJson(callbackUrl(office, 'robot'), { timestamp, sign }, body, office.limits.robotHttpMs);
  notePush(office, 'POST /callbacks/dingtalk/robot', answer.status, body);
  if (!answer.ok) return { delivered: false, reason: `机器人没有应答：${answer.status}`, again: true };
  takeReply(office, answer.text, place);
  return { delivered: true };
}

/** The body of the answer may be a message itself; `empty` or no body says nothing. */
function takeReply(office: Office, text: string, place: Place): void {
  const reply = parseJson(text);
  if (!isRecord(reply) || reply.msgtype === undefined || reply.msgtype === 'empty') return;
  try {
    postWebhookMessage(office, reply, place, 'session');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    office.town.note({
      platform: 'dingtalk',
      direction: 'in',
      what: 'robot answer',
      status: `refused ${error.code}`,
      body: reply,
    });
  }
}

/** What came back from the bot's HTTP door. */
export interface HttpAnswer {
  ok: boolean;
  status: string;
  text: string;
}

/** Posts JSON to the bot and waits no longer than the vendor does. */
export async function postJson(
  url: string,
  headers: Record<string, string>,
  body: Body,
  waitMs: number,
): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(waitMs),
    });
    return { ok: response.ok, status: String(response.status), text: await response.text() };
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return { ok: false, status: late ? 'timeout' : 'unreachable', text: '' };
  }
}

/** Notes a push to the bot for the town's engineers. */
export function notePush(office: Office, what: string, status: string, body: unknown): void {
  office.town.note({ platform: 'dingtalk', direction: 'out', what, status, body: blankSecrets(body) });
}
