import type { FileLetter, Writing } from '../../cards/exchange.ts';
import { cutBytes } from '../../kernel/cut.ts';
import { reasonOf } from '../../kernel/errors.ts';
import type { Address, Failure, Leadership, Outcome, PlatformContext, WritingSent } from '../platform.ts';
import { botAnswer, greeting } from './callbacks.ts';
import { DUPLICATE_TASK, failureOf, notReachable } from './errors.ts';
import { botIncoming } from './incoming.ts';
import { LIMITS } from './limits.ts';
import { interactiveCard, markdownOf, plainMarkdown, readsAsMarkdown } from './render.ts';
import type { WecomSettings } from './settings.ts';
import { type Frame, openRobotSocket, type RobotSocket, robotFrame } from './socket.ts';
import { type FileToUpload, uploadInParts } from './upload.ts';

export const BOT_CHANNEL = 'wecom-bot';

/** Below the five seconds within which a clicked card may be changed (D101463). */
const ANSWER_MS = 4_300;
/** Codes by which a chat refuses a push until somebody speaks to the robot there (exact code UNCONFIRMED). */
const DORMANT: ReadonlySet<number> = new Set([93001, 93006, 93008, 40050, 86003]);

/** A card's task id is ours and unique: seen before, it arrived at an earlier try (code UNCONFIRMED, D90313). */
const taken = (code: number): boolean => code === 0 || code === DUPLICATE_TASK;

/** What was written becomes what the robot pushes: text as markdown, pressable cards as cards, lists as markdown. */
export const robotMessage = (letter: Writing): object => {
  if (letter.form === 'text')
    return { msgtype: 'markdown', markdown: { content: cutBytes(plainMarkdown(letter.text), LIMITS.streamBytes) } };
  const { card } = letter;
  if (readsAsMarkdown(card))
    return { msgtype: 'markdown', markdown: { content: markdownOf(card, LIMITS.streamBytes) } };
  return { msgtype: 'template_card', template_card: interactiveCard(card) };
};

const pushBody = (to: Address, message: object): object =>
  'chat' in to ? { chatid: to.chat, chat_type: 2, ...message } : { chatid: to.person, chat_type: 1, ...message };

/** A chat or person the robot may not push to: another channel carries it. */
const afterRefusal = (code: number, to: Address, real: number, next: string | undefined): Failure => {
  const failure = failureOf(code, BOT_CHANNEL, real);
  const movable = DORMANT.has(code) || failure.class === 'rejected';
  if (!movable || !next) return failure;
  return {
    ok: false,
    class: 'rejected',
    channel: BOT_CHANNEL,
    code: String(code),
    reason: 'chat' in to ? '群久未有人@机器人，平台不接受推送' : '对方还没有与机器人说过话',
    next,
    // Holds when the other channel is refused too.
    ...(failure.class === 'rejected' && failure.gone ? { gone: true, reason: failure.reason } : {}),
  };
};

/** The one place of the robot's socket among the instances (a second one would kick the first for ever). */
const PLACE = 'robot';

export interface Robot {
  start(): void;
  /** Gives the place up; where another instance waits, the socket is closed after that one is connected. */
  stop(): Promise<void>;
  /** Takes one frame by itself (JSON), without the socket. False: it is no message and no event of the robot's. */
  hear(text: string): Promise<boolean>;
  connected(): boolean;
  /** Connected, or standing by while another instance is. */
  ready(): boolean;
  /** Words or a card. `next`: the channel that carries it where the robot may not. */
  push(sending: WritingSent, next: string | undefined): Promise<Outcome>;
  /** A file uploaded before. */
  pushMedia(to: Address, media: Media, next: string | undefined): Promise<Outcome>;
  /** Uploads a file in parts; the media id serves three days (D101463). */
  upload(file: FileToUpload): Promise<string | Failure>;
}

/** What was uploaded: how it is shown, and the platform's id of it. */
export interface Media {
  as: FileLetter['as'];
  mediaId: string;
}

/** The smart robot over its socket: takes what people write and press, answers in the window, pushes cards. */
export const openRobot = (
  settings: WecomSettings & Required<Pick<WecomSettings, 'bot'>>,
  context: PlatformContext,
): Robot => {
  const socket: RobotSocket = openRobotSocket({
    url: settings.botWsUrl,
    bot: settings.bot,
    ...(settings.requestTimeoutMs ? { ackMs: settings.requestTimeoutMs } : {}),
    log: context.log,
    onFrame: (frame) =>
      void take(frame).catch((thrown) =>
        context.log.error({ reason: reasonOf(thrown) }, 'a robot message could not be taken'),
      ),
    onTrouble: (what) => {
      const text =
        what === 'kicked'
          ? '企业微信智能机器人的长连接被反复顶替，可能有另一套程序在用同一个机器人，请管理员检查。'
          : '企业微信智能机器人的 ID 或密钥被拒绝，请管理员检查 WECOM_BOT_ID 与 WECOM_BOT_SECRET。';
      void context
        .tellCentre(`robot:${what}`, text)
        .catch((thrown) => context.log.warn({ reason: reasonOf(thrown) }, 'the centre could not be told'));
    },
  });

  const noteSpoken = async (incoming: { chat?: string; person: string }): Promise<void> => {
    await context.memory.set(incoming.chat === undefined ? `spoken:${incoming.person}` : `chat:${incoming.chat}`, {
      spoken: true,
    });
  };

  const take = async ({ headers, body }: Frame): Promise<void> => {
    const begun = context.real();
    const incoming = botIncoming(body, { reqId: headers.req_id });
    if (!incoming) return;
    await noteSpoken(incoming);
    const receival = await context.receive(incoming);
    // The answer to the first delivery is in the ledger until it arrived; a second answer would be a second message.
    if (receival.repeated && incoming.kind === 'message') return;
    const said = botAnswer(receival, incoming.reply, `s${headers.req_id}`.slice(0, 60));
    if (!said || context.real() - begun > ANSWER_MS) return;
    const cmd = said.update
      ? 'aibot_respond_update_msg'
      : incoming.kind === 'entered'
        ? 'aibot_respond_welcome_msg'
        : 'aibot_respond_msg';
    const answer = incoming.kind === 'entered' ? greeting(receival.answer.say) : said.body;
    const ack = await socket.send(cmd, answer, headers.req_id).catch(() => undefined);
    if (ack?.errcode === 0 && receival.answerId)
      await context.answered(receival.answerId, { ok: true, channel: BOT_CHANNEL });
  };

  const send = async (to: Address, message: object, next: string | undefined): Promise<Outcome> => {
    try {
      const ack = await socket.send('aibot_send_msg', pushBody(to, message));
      const outcome = ack.errcode === 0 ? 'ok' : String(ack.errcode);
      context.count('platform_call', { platform: 'wecom', call: 'aibot_send_msg', outcome });
      return taken(ack.errcode)
        ? { ok: true, channel: BOT_CHANNEL }
        : afterRefusal(ack.errcode, to, context.real(), next);
    } catch (thrown) {
      return notReachable(BOT_CHANNEL, reasonOf(thrown));
    }
  };

  let place: Leadership | undefined;
  const follow = (held: boolean): void => {
    if (held) return socket.start();
    socket.stop().catch((thrown) => context.log.warn({ reason: reasonOf(thrown) }, 'the socket did not close'));
  };

  return {
    start: () => {
      place = context.leader(PLACE);
      place.onChange(follow);
    },
    stop: async () => {
      const left = await place?.release();
      await (left?.others ? socket.handOver() : socket.stop());
    },
    hear: async (text) => {
      const frame = robotFrame(JSON.parse(text));
      if (frame) await take(frame);
      return frame !== undefined;
    },
    connected: socket.subscribed,
    ready: () => socket.subscribed() || place?.held() === false,
    push: (sending, next) => send(sending.to, robotMessage(sending.letter), next),
    pushMedia: (to, { as, mediaId }, next) => send(to, { msgtype: as, [as]: { media_id: mediaId } }, next),
    upload: (file) => uploadInParts(socket, file, context.real()),
  };
};
