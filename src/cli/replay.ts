import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Answer, Incoming } from '../cards/exchange.ts';
import { PlainError } from '../kernel/errors.ts';
import { type Replayed, replayCallback, type SavedCallback } from '../replay.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';

const Platform = z.enum(['wecom', 'dingtalk'], '须为 wecom 或 dingtalk');
const Words = z.record(z.string(), z.string());
const AtDoor = z.object({
  platform: Platform,
  /** The path below `/callbacks/`. */
  door: z.string('须写明入口，例：wecom/bot'),
  method: z.enum(['GET', 'POST']).default('POST'),
  query: Words.default({}),
  headers: Words.default({}),
  body: z.union([z.string(), z.record(z.string(), z.unknown())]).default(''),
  at: z.iso.datetime({ offset: true }).optional(),
});
/** A frame of a stream or a socket, as the vendor sent it. */
const Frame = z.object({
  platform: Platform,
  door: z.enum(['wecom/socket', 'dingtalk/stream'], '须为 wecom/socket 或 dingtalk/stream'),
  frame: z.union([z.string(), z.record(z.string(), z.unknown())]),
  at: z.iso.datetime({ offset: true }).optional(),
});
/** As a platform understood it: what `LOG_LEVEL=trace` saves. */
const Understood = z.object({
  platform: Platform,
  at: z.iso.datetime({ offset: true }),
  incoming: z.looseObject({
    kind: z.enum(['message', 'click', 'entered']),
    dedupeKey: z.string(),
    person: z.string(),
    door: z.string(),
  }),
});

/** When it came: as the file says, else as the platform stamped it (seconds, or milliseconds). */
const timeOf = (at: string | undefined, stamped: unknown): Date => {
  if (at !== undefined) return new Date(at);
  const stamp = Number(stamped);
  if (!Number.isFinite(stamp) || stamp <= 0)
    throw new PlainError('no-time', '文件里没有时间：请写 at，例 "at": "2026-10-20T09:00:00+08:00"。');
  return new Date(stamp < 1e11 ? stamp * 1000 : stamp);
};

const lowered = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const jsonIn = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new PlainError('bad-json', `${path} 不是合法的 JSON。`);
  }
};

/** The vendors' stamps: DingTalk's in the frame's headers, WeCom's in the body of its events. */
const stampIn = (text: string, path: string): unknown => {
  const frame = jsonIn(text, path) as { headers?: { time?: unknown }; body?: { create_time?: unknown } } | null;
  return frame?.headers?.time ?? frame?.body?.create_time;
};

/** The form by what is in the file: understood, a frame, or a request at a door. */
const formOf = (value: unknown) => {
  const has = (member: string): boolean => typeof value === 'object' && value !== null && member in value;
  return has('incoming') ? Understood : has('frame') ? Frame : AtDoor;
};

const savedOf = (value: unknown, path: string): SavedCallback => {
  const parsed = formOf(value).safeParse(value);
  if (!parsed.success)
    throw new PlainError(
      'bad-callback',
      `${path} 不是一条保存的回调：${parsed.error.issues.map((issue) => `${issue.path.join('.') || '整个文件'} ${issue.message}`).join('；')}`,
    );
  if ('incoming' in parsed.data) {
    const { platform, at, incoming } = parsed.data;
    const defaults = { attachments: [], values: {}, reply: {} };
    return { platform, at: new Date(at), incoming: { ...defaults, ...incoming, platform } as unknown as Incoming };
  }
  if ('frame' in parsed.data) {
    const { platform, door, frame, at } = parsed.data;
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
    return { platform, door, at: timeOf(at, stampIn(text, path)), frame: text };
  }
  const { platform, door, method, query, body } = parsed.data;
  const headers = lowered(parsed.data.headers);
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
  return {
    platform,
    door,
    at: timeOf(parsed.data.at, query.timestamp ?? headers.timestamp ?? headers['x-ddpaas-signature-timestamp']),
    request: { method, path: `/callbacks/${door}`, query, headers, body: bytes },
  };
};

const answerLines = (answer: Answer | undefined): string[] => {
  if (!answer) return [];
  const said = answer.say?.form === 'text' ? answer.say.text : answer.say ? `卡片 ${answer.say.card.kind}` : undefined;
  return [
    ...(said === undefined ? [] : [`回答：${said}`]),
    ...(answer.replace ? [`原卡片改为：${answer.replace.kind}`] : []),
    ...(answer.hint ? [`提示：${answer.hint}`] : []),
  ];
};

const textOf = ({ response, unread, from, doneBefore, answer, events, letters, changes, told }: Replayed): string =>
  [
    ...(response
      ? [`入口答 HTTP ${response.status}${response.status === 200 ? '' : '：被拒收，请核对令牌、密钥和时间'}`]
      : []),
    ...(unread ? ['平台不认识这一帧，或其中没有要办的事'] : []),
    ...(from ? [`来自 ${from.person}${from.chat ? `，群 ${from.chat}` : '，私聊'}`] : ['没有要办的事']),
    ...(doneBefore ? ['这一条以前已经办过，下面是当作没办过再办一遍的结果'] : []),
    ...answerLines(answer),
    ...events.map(({ of, type, by }) => `留痕：${of} ${type}（${by}）`),
    ...letters.map(
      ({ to, kind, tickets }) => `发出：${kind} → ${to}${tickets.length > 0 ? `（${tickets.join('、')}）` : ''}`,
    ),
    ...changes.map(({ to, card }) => `改卡：${card} @ ${to}`),
    ...told.map((text) => `告知中心：${text}`),
    '以上只是演算，没有写入，也没有发出。',
  ].join('\n');

/** `hotline replay FILE`: exit 1 when the door refuses it. */
export const replayFile = async (path: string): Promise<Printed> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
  });
  const saved = savedOf(jsonIn(text, path), path);
  return withArchive(async ({ archive, county, configuration }) => {
    const found = await replayCallback(saved, { archive, county: county.county, configuration });
    return {
      json: found,
      text: textOf(found),
      failed: found.unread === true || (found.response !== undefined && found.response.status !== 200),
    };
  });
};
