import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { advanced } from './advance.ts';
import { CALENDAR } from './calendar.ts';
import { pictureType } from './files.ts';
import { openLink } from './openLink.ts';
import { type TownBook, townTime } from './town.ts';
import type { Group, Message, Person, Platform, Street } from './types.ts';

/** The town's API as the contract fixes it. */
export interface ApiParts {
  town: TownBook;
  streets: Record<Platform, Street>;
  botUrl: string;
  intakeToken: string | undefined;
}

/** A sentence for whoever asked wrongly. */
class Wrong extends Error {}

const platform = z.enum(['wecom', 'dingtalk']);
const Say = z.object({
  platform,
  chat: z.string().optional(),
  person: z.string(),
  text: z.string().min(1).max(20_000),
  quote: z.string().optional(),
  /** Pictures and files by the name that their mark in the text has; the bytes in base64. */
  uploads: z
    .array(z.object({ name: z.string().min(1).max(100), data: z.base64() }))
    .max(9)
    .optional(),
});
const Click = z.object({
  platform,
  person: z.string(),
  message: z.string(),
  action: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
});
const Contact = z.object({ platform, person: z.string(), became: z.string().min(1).max(64).optional() });
const Look = z.object({ platform, chat: z.string().optional(), person: z.string() });
const Happening = z.object({ platform, chat: z.string(), what: z.enum(['disbanded', 'removed', 'joined', 'renamed']) });
const Move = z.union([z.object({ to: z.string() }), z.object({ advance: z.string() })]);
const FaultOrder = z.object({
  platform,
  kind: z.enum([
    'none',
    'duplicate',
    'late',
    'drop-answer',
    'http-500',
    'busy',
    'rate-limit',
    'token-expired',
    'cut-socket',
    'kick',
    'silent-drop',
    'dormant',
    'dissolved',
    'quota',
    'slow',
    'reorder',
    'refuse',
  ]),
  times: z.int().positive().optional(),
  seconds: z.number().positive().optional(),
  chat: z.string().optional(),
  code: z.string().min(1).max(100).optional(),
});

/** Nine photos of a phone, in base64. */
const BODY_LIMIT = 40 * 1024 * 1024;

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT) throw new Wrong('内容过大 (body too large)');
  }
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Wrong('内容不是 JSON (the body is no JSON)');
  }
};

const parsed = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Wrong(
    `参数不正确 (wrong arguments): ${result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
  );
};

const personOf = (town: TownBook, on: Platform, words: string): Person => {
  const found = town.person(words) ?? town.personBy(on, words) ?? town.people.find((person) => person.name === words);
  if (!found) throw new Wrong(`没有这位居民 (no such person): ${words}`);
  if (!found[on]) throw new Wrong(`${found.name} 不用${on === 'wecom' ? '企业微信' : '钉钉'} (not on ${on})`);
  return found;
};

const groupOf = (town: TownBook, on: Platform, id: string | undefined): Group | undefined => {
  if (id === undefined) return undefined;
  const group = town.group(id);
  if (!group || group.platform !== on) throw new Wrong(`没有这个群 (no such group): ${id}`);
  return group;
};

const messageOf = (town: TownBook, id: string): Message => {
  const message = town.message(id);
  if (!message) throw new Wrong(`没有这条消息 (no such message): ${id}`);
  return message;
};

const SETTLE_MS = 120_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the bot says that everything due by `target` is done. */
const untilSettled = async (botUrl: string, target: Date): Promise<{ settled?: string; error?: string }> => {
  const end = Date.now() + SETTLE_MS;
  let last = '机器人没有应答 (the bot does not answer)';
  while (Date.now() < end) {
    const answer = await fetch(`${botUrl}/readyz`, { signal: AbortSignal.timeout(5_000) })
      .then((response) => response.json() as Promise<{ settled?: string }>)
      .catch(() => undefined);
    if (answer?.settled && new Date(answer.settled) >= target) return { settled: answer.settled };
    if (answer) last = `机器人办到 ${answer.settled ?? '未知'} (the bot has settled up to here)`;
    else if (Date.now() > end - SETTLE_MS + 10_000) return { error: last };
    await pause(100);
  }
  return { error: last };
};

const moveClock = async ({ town, botUrl }: ApiParts, body: unknown): Promise<[number, object]> => {
  const order = parsed(Move, body);
  const now = town.now();
  const target = 'to' in order ? new Date(order.to) : advanced(now, order.advance);
  if (!target || Number.isNaN(target.getTime()))
    throw new Wrong(
      '时间读不懂 (cannot read the time); 例 (e.g.) {"to":"2026-10-21T08:33:00+08:00"} {"advance":"3 working days"}',
    );
  // The clock tells whole seconds: a bot could never be done with the fraction of one.
  target.setTime(Math.ceil(target.getTime() / 1_000) * 1_000);
  if (target < now) throw new Wrong(`钟不能往回拨 (the clock never goes back): ${townTime(now)}`);
  town.clock.moveTo(target);
  town.news.emit('clock', { now: townTime(target) });
  const { settled, error } = await untilSettled(botUrl, target);
  return error ? [504, { clock: townTime(town.now()), error }] : [200, { clock: townTime(town.now()), settled }];
};

const Tickets = z.union([z.looseObject({ no: z.string() }), z.array(z.looseObject({ no: z.string() })).max(1_000)]);

/** The city's platform hands tickets to the bot's intake API; its answer comes back as it is. */
const handIn = async ({ botUrl, intakeToken }: ApiParts, body: unknown): Promise<[number, object]> => {
  const tickets = parsed(Tickets, body);
  if (intakeToken === undefined) throw new Wrong('没有配置接口令牌，不能交办工单 (no intake token)');
  const response = await fetch(`${botUrl}/api/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${intakeToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(tickets),
    signal: AbortSignal.timeout(30_000),
  });
  return [response.status, (await response.json()) as object];
};

/** Everything there is; with `requests` only the newest so many of what was asked and answered. */
const look = ({ town, streets }: ApiParts, query: URLSearchParams): object => ({
  clock: townTime(town.now()),
  people: town.people,
  groups: town.groups,
  messages: town.messages,
  tokens: { wecom: streets.wecom.describe(), dingtalk: streets.dingtalk.describe() },
  faults: town.faults,
  calendar: CALENDAR,
  requests: query.has('requests') ? town.traffic.slice(-Number(query.get('requests'))) : town.traffic,
});

const act = async (parts: ApiParts, path: string, body: unknown): Promise<[number, object] | undefined> => {
  const { town, streets } = parts;
  if (path === '/town/messages') {
    const order = parsed(Say, body);
    const chat = groupOf(town, order.platform, order.chat);
    const quote = order.quote === undefined ? undefined : messageOf(town, order.quote);
    const person = personOf(town, order.platform, order.person);
    town.look(person, order.platform, chat?.id);
    return [
      200,
      await streets[order.platform].say({
        person,
        text: order.text,
        ...(chat ? { chat } : {}),
        ...(quote ? { quote } : {}),
        uploads: (order.uploads ?? []).map(({ name, data }) => ({ name, bytes: Buffer.from(data, 'base64') })),
      }),
    ];
  }
  if (path === '/town/clicks') {
    const order = parsed(Click, body);
    const message = messageOf(town, order.message);
    if (message.platform !== order.platform)
      throw new Wrong('这张卡片在另一个平台 (the card is on the other platform)');
    const person = personOf(town, order.platform, order.person);
    town.look(person, order.platform, message.chat);
    return [
      200,
      await streets[order.platform].click({
        person,
        message,
        action: order.action,
        ...(order.values ? { values: order.values } : {}),
      }),
    ];
  }
  if (path === '/town/contacts') {
    const { platform: on, person, became } = parsed(Contact, body);
    const change = streets[on].changeContact;
    if (!change) throw new Wrong('这个平台不推送通讯录变更 (no contact events there)');
    return [200, await change({ person: personOf(town, on, person), ...(became ? { became } : {}) })];
  }
  if (path === '/town/reads') {
    const order = parsed(Look, body);
    const chat = groupOf(town, order.platform, order.chat);
    town.look(personOf(town, order.platform, order.person), order.platform, chat?.id);
    return [200, {}];
  }
  if (path === '/town/groups') {
    const order = parsed(Happening, body);
    const { happens } = streets[order.platform];
    const group = groupOf(town, order.platform, order.chat);
    if (!happens || !group) throw new Wrong('企业微信不告诉机器人群的变动 (WeCom tells a robot nothing of its groups)');
    return [200, await happens(group, order.what)];
  }
  if (path === '/town/clock') return moveClock(parts, body);
  if (path === '/town/tickets') return handIn(parts, body);
  if (path === '/town/faults') {
    const { seconds, ...fault } = parsed(FaultOrder, body);
    town.setFault({
      platform: fault.platform,
      kind: fault.kind,
      ...(fault.times ? { times: fault.times } : {}),
      ...(fault.chat ? { chat: fault.chat } : {}),
      ...(fault.code ? { code: fault.code } : {}),
      ...(seconds ? { until: Date.now() + seconds * 1000 } : {}),
    });
    return [200, { faults: town.faults }];
  }
  if (path === '/town/reset') {
    town.reset();
    for (const street of Object.values(streets)) street.reset();
    return [200, { clock: townTime(town.now()) }];
  }
  return undefined;
};

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
};

const NEWS = ['message', 'clock', 'faults', 'traffic', 'reset'] as const;

/** Server-sent events: what happens in the town, as it happens. */
const listen = ({ town }: ApiParts, request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    connection: 'keep-alive',
  });
  const listeners = NEWS.map((what) => {
    const listener = (value: unknown): void =>
      void response.write(`event: ${what}\ndata: ${JSON.stringify(value)}\n\n`);
    town.news.on(what, listener);
    return { what, listener };
  });
  const beat = setInterval(
    () => response.write(`event: clock\ndata: ${JSON.stringify({ now: townTime(town.now()) })}\n\n`),
    5_000,
  );
  request.on('close', () => {
    clearInterval(beat);
    for (const { what, listener } of listeners) town.news.off(what, listener);
  });
};

/** A picture in its place, anything else to be saved: it came from outside and must not run in the page. */
const giveFile = ({ town }: ApiParts, response: ServerResponse, id: string): void => {
  const file = town.files.get(id);
  if (!file) return answer(response, 404, { error: '模拟城重启后，以前的图片和文件不再保留 (gone)' });
  const type = pictureType(file.bytes);
  const saved = `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`;
  response
    .writeHead(200, {
      'content-type': type ?? 'application/octet-stream',
      'content-disposition': type ? 'inline' : saved,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'max-age=3600',
    })
    .end(file.bytes);
};

/** Answers `/town…` and `/clock`; false when the path is not the town's. */
export const townApi =
  (parts: ApiParts) =>
  async (request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> => {
    if (path === '/clock') answer(response, 200, { now: townTime(parts.town.now()) });
    else if (path === '/town/events') listen(parts, request, response);
    else if (path === '/town' && request.method === 'GET')
      answer(response, 200, look(parts, new URL(request.url ?? '/', 'http://town').searchParams));
    else if (path.startsWith('/town/files/')) giveFile(parts, response, path.slice('/town/files/'.length));
    else if (path === '/town/open') openLink(parts, request, response);
    else if (path.startsWith('/town') && request.method === 'POST') {
      try {
        const [status, body] = (await act(parts, path, await bodyOf(request))) ?? [
          404,
          { error: '没有这个地址 (no such address)' },
        ];
        answer(response, status, body);
      } catch (thrown) {
        if (!(thrown instanceof Wrong)) throw thrown;
        answer(response, 400, { error: thrown.message });
      }
    } else return false;
    return true;
  };
