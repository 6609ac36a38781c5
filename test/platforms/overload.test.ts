import { connect, type Socket } from 'node:net';
import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import type { ChatPlatform, RawResponse } from '../../src/chat/platform.ts';
import { type FrontDesk, openFrontDesk } from '../../src/http/server.ts';
import { silentLog } from '../../src/kernel/log.ts';

const BOUND = 64;
const OVER = 6;

let desk: FrontDesk | undefined;
afterEach(() => desk?.stop());

/** A door whose every callback waits until it is let through. */
const openSlowDoor = async () => {
  const { promise: opened, resolve: open } = Promise.withResolvers<RawResponse>();
  let begun = 0;
  const platform = {
    name: 'wecom',
    callbacks: {
      'wecom/app': () => {
        begun += 1;
        return opened;
      },
    },
  } as unknown as ChatPlatform;
  desk = await openFrontDesk({
    host: '127.0.0.1',
    port: 0,
    intake: {
      archive: { work: () => Promise.reject(new Error('no intake here')) },
      county: () => never(),
      now: () => new Date(0),
    },
    intakeToken: undefined,
    evidence: () => never(),
    callbackSecret: undefined,
    platforms: [platform],
    health: { notReady: async () => [], metrics: new Registry(), measure: async () => undefined },
    log: silentLog(),
  });
  const address = `http://127.0.0.1:${desk.port}`;
  return {
    begun: () => begun,
    open: () => open({ status: 200, body: 'kept' }),
    /** A callback whose body does not arrive. */
    half: () => halfSent(desk?.port ?? 0),
    callback: () => fetch(`${address}/callbacks/wecom/app`, { method: 'POST', body: '<xml/>' }),
    get: (path: string) => fetch(`${address}${path}`),
  };
};

const halfSent = (port: number): Promise<Socket> =>
  new Promise((sent) => {
    const socket = connect(port, '127.0.0.1', () => {
      const head = 'POST /callbacks/wecom/app HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n\r\n<';
      socket.write(head, () => sent(socket));
    });
    socket.on('error', () => undefined);
  });

const never = (): never => {
  throw new Error('not asked here');
};

test('above the bound a callback is refused at once and not begun; those in hand are answered, and then there is room', async () => {
  const door = await openSlowDoor();
  const held = Array.from({ length: BOUND }, () => door.callback());
  await expect.poll(door.begun).toBe(BOUND);

  const over = await Promise.all(Array.from({ length: OVER }, () => door.callback()));
  for (const refused of over) {
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ code: 'busy' });
  }
  expect(door.begun()).toBe(BOUND);
  expect((await door.get('/healthz')).status).toBe(200);
  expect((await door.get('/openapi.json')).status).toBe(200);

  door.open();
  for (const answer of await Promise.all(held)) expect([answer.status, await answer.text()]).toEqual([200, 'kept']);
  expect((await door.callback()).status).toBe(200);
  expect(door.begun()).toBe(BOUND + 1);
});

test('callbacks that never arrive whole take nobody’s place', async () => {
  const door = await openSlowDoor();
  const halves = await Promise.all(Array.from({ length: BOUND + OVER }, () => door.half()));
  door.open();
  expect((await door.callback()).status).toBe(200);
  expect(door.begun()).toBe(1);
  for (const half of halves) half.destroy();
});
