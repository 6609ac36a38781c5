import { blankSecrets } from '../blank.ts';
import { parseJson } from '../call.ts';
import { readCardAnswer, readStreamCardAnswer } from '../cards/cardAnswer.ts';
import type { CardInstance } from '../cards/cardBook.ts';
import { newFrame, TOPIC_CARD } from '../frames.ts';
import type { Office } from '../office.ts';
import { cardSign } from '../signature.ts';
import { callbackUrl, notePush, postJson } from './push.ts';

/** One callback of a card that is to be made, `copies` times at once. */
export interface CardCall {
  card: CardInstance;
  /** The clicker, as the answer's private data is kept. */
  userId: string;
  body: Record<string, unknown>;
  copies: number;
}

/** The bot's answer in time: the change it asks for, or what is wrong with it. */
export type Answered = { taken: true; change: ReturnType<typeof readCardAnswer> } | { taken: false; reason: string };

/** Over the stream: the acknowledgement carries the answer. Copies are exact repeats of one frame. */
export async function callByStream(office: Office, { body, userId, copies }: CardCall): Promise<Answered> {
  const frame = newFrame({ type: 'CALLBACK', topic: TOPIC_CARD, data: body, at: office.town.now() });
  const pushes = await Promise.all(
    Array.from({ length: copies }, () => office.gateway.push(frame, office.limits.cardMs)),
  );
  const pushed = pushes.find((each) => each.outcome === 'acked') ?? pushes[0];
  if (pushed?.outcome !== 'acked') {
    notePush(office, `stream ${TOPIC_CARD}`, pushed?.outcome ?? 'nobody', body);
    return {
      taken: false,
      reason: pushed?.outcome === 'silent' ? '机器人 2 秒内没有应答' : '机器人没有在线的 Stream 连接',
    };
  }
  const { ack } = pushed;
  notePush(office, `stream ${TOPIC_CARD}`, `acked ${ack.code}`, {
    ...body,
    answer: blankSecrets(parseJson(ack.data) ?? ack.data),
  });
  if (ack.code !== 200) return { taken: false, reason: `机器人应答 ${ack.code} ${ack.message}`.trim() };
  return { taken: true, change: readStreamCardAnswer(ack.data, userId) };
}

/** Over HTTP: the response is the answer. Signed when the address was registered with a key. */
export async function callByHttp(office: Office, { card, body, userId, copies }: CardCall): Promise<Answered> {
  const route = registered(office, card);
  const timestamp = String(office.town.now().getTime());
  const headers: Record<string, string> =
    route.secret === undefined
      ? {}
      : { 'x-ddpaas-signature-timestamp': timestamp, 'x-ddpaas-signature': cardSign(timestamp, route.secret) };
  const send = () => postJson(route.url, headers, body, office.limits.cardMs);
  const answers = await Promise.all(Array.from({ length: copies }, send));
  const answer = answers.find((each) => each.ok) ?? answers[0];
  notePush(office, 'POST /callbacks/dingtalk/card', answer?.status ?? 'unreachable', {
    ...body,
    answer: blankSecrets(parseJson(answer?.text ?? '')),
  });
  if (answer?.ok !== true) return { taken: false, reason: `机器人没有应答：${answer?.status ?? 'unreachable'}` };
  const parsed = answer.text === '' ? null : parseJson(answer.text);
  return { taken: true, change: parsed === undefined ? '应答不是 JSON' : readCardAnswer(parsed, userId) };
}

/** The registered address, else the one an administrator set in the console: the bot's own door. */
function registered(office: Office, card: CardInstance): { url: string; secret?: string } {
  const route = card.callbackRouteKey === undefined ? undefined : office.cardRoutes.get(card.callbackRouteKey);
  if (route !== undefined) return route;
  const secret = office.settings.dingtalk.cardCallbackSecret;
  return { url: callbackUrl(office, 'card'), ...(secret === undefined ? {} : { secret }) };
}
