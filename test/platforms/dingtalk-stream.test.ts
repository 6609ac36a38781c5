import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { openDingtalk } from '../../src/chat/dingtalk/platform.ts';
import { waitMs } from '../../src/chat/dingtalk/stream.ts';
import { openGateway } from './dingtalk-gateway.ts';
import { type Desk, type Door, openDesk, openDoor, until } from './dingtalk-rig.ts';

const ROBOT = '/v1.0/im/bot/messages/get';
const CARD = '/v1.0/card/instances/callback';

describe('on the street', () => {
  let door: Door;
  afterEach(() => door.close());
  const says = (text: string) => door.rig.street.say({ person: door.rig.person('zhangsan'), text });
  const opened = () => door.rig.town.traffic.filter(({ what }) => what.includes('/gateway/connections/open')).length;

  test('a cut line comes back by itself with a new ticket', async () => {
    door = await openDoor({ limits: { faultPollMs: 5 } });
    door.rig.town.faults.push({ kind: 'cut-socket', times: 1 });
    await until(() => !door.platform.ready().ok);
    expect(door.platform.ready()).toEqual({ ok: false, reason: 'Stream 连接未连上' });
    await until(() => door.platform.ready().ok);
    expect(opened()).toBe(2);
    expect(await says('待办')).toMatchObject({ delivered: true });
  });

  test('told to leave, it opens the new line before it closes the old, and only one', async () => {
    door = await openDoor({ limits: { faultPollMs: 5, disconnectMs: 50 } });
    door.rig.town.faults.push({ kind: 'kick', times: 1 });
    await until(() => door.rig.town.traffic.some(({ status }) => status === 'closed'));
    const order = door.rig.town.traffic.filter(({ what }) => what === 'GET /ws' || what === 'socket');
    expect(order.map(({ status }) => status)).toEqual(['101 connected', '101 connected', 'closed']);
    expect(await says('待办')).toMatchObject({ delivered: true });
    expect(opened()).toBe(2);
    expect(door.rig.street.describe().sockets).toEqual({ open: 1, receiving: 1 });
  });

  test("the vendor's pings are answered as they came", async () => {
    door = await openDoor({ limits: { pingMs: [1, 2] } });
    expect(await says('待办')).toMatchObject({ delivered: true });
    expect(door.rig.town.traffic.filter(({ status }) => status.startsWith('refused'))).toEqual([]);
  });

  test('a message is acknowledged before a slow desk has kept it, and the answer follows', async () => {
    let finish = (): void => undefined;
    door = await openDoor({
      respond: () =>
        new Promise((resolve) => {
          finish = () => resolve({ say: { form: 'text', text: '久等了' } });
        }),
    });
    expect(await says('待办')).toMatchObject({ delivered: true });
    expect(door.desk.taken).toEqual([]);
    finish();
    await until(() => door.desk.answered.length === 1);
    expect(door.said({ platform: 'dingtalk', person: '0001' }).map(({ text }) => text)).toEqual(['久等了']);
  });

  test('acknowledged and then not kept: the sender is asked to say it again', async () => {
    let fail = (): void => undefined;
    door = await openDoor({
      respond: () =>
        new Promise((_resolve, reject) => {
          fail = () => reject(new Error('no database'));
        }),
    });
    await says('待办');
    fail();
    await until(() => door.said({ platform: 'dingtalk', person: '0001' }).length === 1);
    expect(door.said({ platform: 'dingtalk', person: '0001' })[0]?.text).toContain('请再发一次');
  });

  test('stop waits for the answer under way', async () => {
    door = await openDoor({ mode: 'http', respond: () => ({ say: { form: 'text', text: '收到' } }) });
    let noted = false;
    door.desk.context.answered = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      noted = true;
    };
    await says('待办');
    await door.platform.stop();
    expect(noted).toBe(true);
  });

  test('with wrong credentials the centre is told and nothing is open after stop', async () => {
    door = await openDoor();
    const desk = openDesk(() => door.rig.town.now());
    const wrong = openDingtalk({ ...door.settings, clientSecret: 'wrong' }, desk.context);
    await wrong.start();
    await until(() => desk.told.length === 1);
    expect(desk.told[0]).toMatchObject({ topic: 'dingtalk:stream' });
    await wrong.stop();
    expect(wrong.ready().ok).toBe(false);
  });
});

describe('frame by frame', () => {
  const open = async (respond?: Desk['respond']) => {
    const gateway = await openGateway();
    const desk = openDesk(() => new Date('2026-10-20T08:25:00+08:00'), respond);
    const platform = openDingtalk(
      {
        apiUrl: gateway.url,
        oapiUrl: gateway.url,
        clientId: 'ding1',
        clientSecret: 's',
        robotCode: 'ding1',
        mode: 'stream',
      },
      desk.context,
    );
    const connection = gateway.connection();
    await platform.start();
    const line = await connection;
    const ask = async (frame: object): Promise<Record<string, unknown>> => {
      line.send(JSON.stringify(frame));
      return JSON.parse(String((await once(line, 'message'))[0]));
    };
    const close = async (): Promise<void> => {
      await platform.stop();
      await gateway.close();
    };
    return { gateway, desk, line, ask, close };
  };
  const headers = (topic: string) => ({ topic, messageId: 'm1', contentType: 'application/json', time: '1' });
  const message = JSON.stringify({
    msgtype: 'text',
    text: { content: 'x' },
    msgId: 'a',
    senderStaffId: '1',
    conversationType: '1',
  });

  test('the connection is asked for as the protocol has it, and the ticket is encoded', async () => {
    const { gateway, close } = await open();
    expect(gateway.opens).toMatchObject([
      {
        accept: 'application/json',
        clientId: 'ding1',
        clientSecret: 's',
        subscriptions: [
          { type: 'EVENT', topic: '*' },
          { type: 'CALLBACK', topic: ROBOT },
          { type: 'CALLBACK', topic: CARD },
        ],
      },
    ]);
    expect(gateway.urls).toEqual(['/connect?ticket=t%201']);
    await close();
  });

  test('a group that is dissolved or drops the robot is told once and acknowledged each time', async () => {
    const { ask, desk, close } = await open();
    const robot = 'ding1';
    const event = (eventType: string, eventId: string, data: object) =>
      ask({ type: 'EVENT', headers: { ...headers('*'), eventType, eventId }, data: JSON.stringify(data) });
    const taken = { code: 200, data: '{"status":"SUCCESS","message":"ok"}' };
    const group = { openConversationId: 'cidOld==', chatId: 'chat1', operator: 'zhangwei01' };
    expect(await event('chat_disband', 'ev-1', group)).toMatchObject(taken);
    expect(await event('chat_disband', 'ev-1', group)).toMatchObject(taken);
    expect(await event('chat_remove_member', 'ev-2', { ...group, userId: ['lisi02'] })).toMatchObject(taken);
    expect(desk.lost).toEqual([{ chat: 'cidOld==', reason: expect.stringContaining('解散') }]);
    const removed = { data: { openConversationId: 'cidNew==', userId: [robot] } };
    expect(await event('chat_remove_member', 'ev-3', removed)).toMatchObject(taken);
    expect(desk.lost[1]).toEqual({ chat: 'cidNew==', reason: expect.stringContaining('移出') });
    await close();
  });

  test('an event that could not be kept comes again', async () => {
    const { ask, desk, close } = await open();
    desk.context.lost = () => Promise.reject(new Error('no database'));
    const event = { ...headers('*'), eventType: 'chat_disband', eventId: 'ev-1' };
    expect(await ask({ type: 'EVENT', headers: event, data: '{"openConversationId":"cidOld=="}' })).toMatchObject({
      code: 200,
      data: '{"status":"LATER","message":"again"}',
    });
    await close();
  });

  test('a message, an event, a foreign topic, nonsense and a ping get their acknowledgements', async () => {
    const { ask, desk, line, close } = await open();
    const ack = { headers: { contentType: 'application/json', messageId: 'm1' } };
    expect(await ask({ type: 'CALLBACK', headers: headers(ROBOT), data: message })).toMatchObject({
      ...ack,
      code: 200,
      data: '{"response":null}',
    });
    expect(desk.taken).toHaveLength(1);
    expect(await ask({ type: 'EVENT', headers: headers('*'), data: '{}' })).toMatchObject({
      ...ack,
      code: 200,
      data: '{"status":"SUCCESS","message":"ok"}',
    });
    expect(await ask({ type: 'CALLBACK', headers: headers('/other'), data: '{}' })).toMatchObject({
      ...ack,
      code: 404,
    });
    expect(await ask({ type: 'CALLBACK', headers: headers(ROBOT), data: 'no json' })).toMatchObject({
      ...ack,
      code: 400,
    });
    line.send('no json at all');
    const ping = { type: 'SYSTEM', headers: headers('ping'), data: '{"opaque":"op-1"}' };
    expect(await ask(ping)).toMatchObject({ ...ack, code: 200, data: '{"opaque":"op-1"}' });
    await close();
  });

  test('told to leave several times, it opens one new line and closes the old one itself', async () => {
    const { gateway, line, close } = await open();
    const left = once(line, 'close');
    const next = gateway.connection();
    for (let times = 0; times < 3; times += 1)
      line.send(JSON.stringify({ type: 'SYSTEM', headers: headers('disconnect'), data: '{}' }));
    await next;
    await left;
    expect(gateway.opens).toHaveLength(2);
    expect(gateway.urls).toEqual(['/connect?ticket=t%201', '/connect?ticket=t%202']);
    await close();
  });

  test('stop acknowledges what is in hand before it closes', async () => {
    let finish = (): void => undefined;
    const { line, desk, close } = await open(
      () =>
        new Promise((resolve) => {
          desk.happened.emit('asked');
          finish = () => resolve({});
        }),
    );
    const asked = once(desk.happened, 'asked');
    const heard = once(line, 'message');
    line.send(JSON.stringify({ type: 'CALLBACK', headers: headers(ROBOT), data: message }));
    await asked;
    const closed = close();
    finish();
    expect(JSON.parse(String((await heard)[0]))).toMatchObject({ code: 200, headers: { messageId: 'm1' } });
    await closed;
  });

  test('what was not kept is answered 500, so that it comes again', async () => {
    const { ask, close } = await open(() => Promise.reject(new Error('no database')));
    expect(await ask({ type: 'CALLBACK', headers: headers(ROBOT), data: message })).toMatchObject({ code: 500 });
    await close();
  });

  test("headers may be misspelt as in the vendor's sample", async () => {
    const { ask, close } = await open();
    expect(await ask({ type: 'SYSTEM', header: headers('ping'), data: '{}' })).toMatchObject({
      headers: { messageId: 'm1' },
    });
    await close();
  });
});

test('tries are 1, 2, 4 … 60 s apart, with up to half of it taken off by chance', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 20].map((n) => waitMs(n, 0))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
  ]);
  expect(waitMs(6, 1)).toBe(30_000);
});
