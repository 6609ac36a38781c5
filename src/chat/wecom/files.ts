import { createHash } from 'node:crypto';
import type { Failure, FileSent, Outcome, PlatformContext } from '../platform.ts';
import { isFailure, type WecomApi } from './api.ts';
import { APP_CHANNEL, WEBHOOK_CHANNEL } from './app.ts';
import { coverOf } from './cover.ts';
import { newsNotice } from './render.ts';
import { BOT_CHANNEL, type Robot } from './robot.ts';
import type { AppSettings } from './settings.ts';
import type { FileToUpload } from './upload.ts';

interface Means {
  api: WecomApi;
  app: AppSettings | undefined;
  robot: Robot | undefined;
  context: PlatformContext;
}

/** A media id serves three days (D90253); ours is given up half a day earlier. */
const SERVES_MS = 2.5 * 24 * 3_600_000;

/** Uploads once for all who get the same file by the same way. */
const mediaId = async (
  { context }: Means,
  key: string,
  upload: () => Promise<string | Failure>,
): Promise<string | Failure> => {
  const known = await context.memory.get(key);
  if (typeof known?.mediaId === 'string' && Number(known.until) > context.real()) return known.mediaId;
  const id = await upload();
  if (typeof id === 'string') await context.memory.set(key, { mediaId: id, until: context.real() + SERVES_MS });
  return id;
};

const byWebhook = async (means: Means, sending: FileSent, file: FileToUpload): Promise<Outcome> => {
  const key = 'chat' in sending.to ? sending.to.webhookKey : undefined;
  if (!key) return { ok: false, class: 'rejected', channel: WEBHOOK_CHANNEL, reason: '该群没有登记群机器人地址' };
  const path = `/cgi-bin/webhook/send?key=${encodeURIComponent(key)}`;
  // D99110: a picture goes in the message itself, with the MD5 of its raw bytes.
  const image = { base64: file.bytes.toString('base64'), md5: createHash('md5').update(file.bytes).digest('hex') };
  if (file.as === 'image') return sent(await means.api.plain(path, { msgtype: 'image', image }, WEBHOOK_CHANNEL));
  const id = await mediaId(means, `media:${key}:${sending.letter.file}`, () =>
    means.api.upload(file, WEBHOOK_CHANNEL, key),
  );
  if (typeof id !== 'string') return id;
  return sent(await means.api.plain(path, { msgtype: 'file', file: { media_id: id } }, WEBHOOK_CHANNEL));
};

const sent = (answer: object): Outcome => (isFailure(answer) ? answer : { ok: true, channel: WEBHOOK_CHANNEL });

/** A picture with a page of its own stands above the way to it; without a public address of its own it goes alone. */
const asNews = async (
  means: Means,
  { letter: { file: kept, name, page } }: FileSent,
  file: FileToUpload,
): Promise<object | undefined> => {
  const cover = page && file.as === 'image' ? await coverOf(means, kept, file) : undefined;
  return page && cover ? { msgtype: 'template_card', template_card: newsNotice({ name, page, cover }) } : undefined;
};

const asMedia = async (means: Means, { letter }: FileSent, file: FileToUpload): Promise<object | Failure> => {
  const id = await mediaId(means, `media:app:${letter.file}`, () => means.api.upload(file, APP_CHANNEL));
  return typeof id === 'string' ? { msgtype: file.as, [file.as]: { media_id: id } } : id;
};

const byApp = async (means: Means, sending: FileSent, file: FileToUpload): Promise<Outcome> => {
  const { app, api } = means;
  if (!app || !('person' in sending.to))
    return { ok: false, class: 'rejected', channel: APP_CHANNEL, reason: '应用消息不能发到群' };
  const message = (await asNews(means, sending, file)) ?? (await asMedia(means, sending, file));
  if (isFailure(message)) return message;
  const body = { touser: sending.to.person, agentid: app.agentId, ...message };
  const answer = await api.asApp('/cgi-bin/message/send', body, APP_CHANNEL);
  return isFailure(answer) ? answer : { ok: true, channel: APP_CHANNEL };
};

const byRobot = async (
  means: Means,
  sending: FileSent,
  file: FileToUpload,
  next: string | undefined,
): Promise<Outcome> => {
  const { robot } = means;
  if (!robot) {
    const reason = '回调模式的机器人不能主动推送';
    return { ok: false, class: 'rejected', channel: BOT_CHANNEL, reason, ...(next ? { next } : {}) };
  }
  const id = await mediaId(means, `media:bot:${sending.letter.file}`, () => robot.upload(file));
  return typeof id === 'string' ? robot.pushMedia(sending.to, { as: file.as, mediaId: id }, next) : id;
};

/** Sends a document or a picture by the channel chosen for its chat or person. */
export const deliverFile = async (
  means: Means,
  sending: FileSent,
  channel: string,
  next: string | undefined,
): Promise<Outcome> => {
  const { as, name, file } = sending.letter;
  const bytes = await means.context.file(file);
  if (!bytes) return { ok: false, class: 'rejected', channel, reason: `文件 ${name} 已不在存档中` };
  if (channel === BOT_CHANNEL) return byRobot(means, sending, { as, name, bytes }, next);
  if (channel === APP_CHANNEL) return byApp(means, sending, { as, name, bytes });
  return byWebhook(means, sending, { as, name, bytes });
};
