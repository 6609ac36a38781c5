import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { liaisonOf } from '../fill.ts';
import type { Claimable, Ground } from '../ground.ts';
import { acknowledged } from '../load.ts';
import { ALL_ROUNDS, atMost, compare, quantile, type Row } from '../measure.ts';
import { frame } from '../streets.ts';

const PER_ROUND = 300;
/** As many frames under way as P1 has connections. */
const UNDER_WAY = 20;
const STEADY = { perSecond: 100, frames: 1_000 };
const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

type Send = ReturnType<typeof acknowledged>;

const frameFor = (ground: Ground, { no, department }: Claimable) =>
  frame(ROBOT_TOPIC, {
    msgId: randomUUID(),
    msgtype: 'text',
    text: { content: `签收 ${no}` },
    senderStaffId: liaisonOf(department),
    conversationType: '1',
    conversationId: `cid${department}`,
    robotCode: ground.settings.dingtalk.robotCode,
    sessionWebhook: `${ground.streets.url}/session`,
    sessionWebhookExpiredTime: ground.clock.now().getTime() + 3_600_000,
  });

const keptOrThrow = (code: number): void => {
  if (code !== 200) throw new Error(`acknowledged with ${code}`);
};

const throughput = async (send: Send, frames: { id: string; text: string }[]): Promise<number> => {
  const left = [...frames];
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: UNDER_WAY }, async () => {
      for (let one = left.shift(); one; one = left.shift()) keptOrThrow(await send(one));
    }),
  );
  return frames.length / ((performance.now() - begun) / 1000);
};

/** The acknowledgements' milliseconds at a steady hundred frames a second. */
const steadily = async (send: Send, frames: { id: string; text: string }[]): Promise<number[]> => {
  const times: Promise<number>[] = [];
  const begun = performance.now();
  for (const [index, one] of frames.entries()) {
    const due = begun + (index * 1000) / STEADY.perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const sent = performance.now();
    times.push(
      send(one).then((code) => {
        keptOrThrow(code);
        return performance.now() - sent;
      }),
    );
  }
  return Promise.all(times);
};

/** P3: a DingTalk stream frame that claims a ticket, until its acknowledgement. */
export const row: Row = async (ground) => {
  const tickets = await ground.claimable('GDD', PER_ROUND * ALL_ROUNDS + STEADY.frames);
  await ground.bot();
  const floor = await ground.floor();
  const ours = acknowledged(await ground.streets.connected());
  const socket = new WebSocket(floor.url.replace('http', 'ws'));
  await new Promise((resolve) => socket.once('open', resolve));
  const theirs = acknowledged(socket);
  const frames = (round: number) =>
    tickets.slice(round * PER_ROUND, (round + 1) * PER_ROUND).map((ticket) => frameFor(ground, ticket));
  const ratio = await compare(
    'P3 claim by DingTalk frame',
    {
      ours: async (round) => {
        await ground.clock.forward(11);
        return throughput(ours, frames(round));
      },
      floor: (round) => throughput(theirs, frames(round)),
    },
    0.6,
  );
  await ground.clock.forward(11);
  const times = await steadily(
    ours,
    tickets.slice(-STEADY.frames).map((ticket) => frameFor(ground, ticket)),
  );
  socket.terminate();
  return [ratio, atMost('P3 acknowledgement p99 at 100 frames a second', quantile(times, 0.99), 500, 'ms')];
};
