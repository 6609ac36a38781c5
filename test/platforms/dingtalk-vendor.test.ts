import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDingtalk } from '../../src/chat/dingtalk/platform.ts';
import type { Outcome } from '../../src/chat/platform.ts';
import { type Desk, GROUP, newTicketCard, openDesk, sendingOf, ZHANG } from './dingtalk-rig.ts';
import { listen } from './simulator-dingtalk-rig.ts';

/** Answers of the vendor that the street does not give. */

const TOKEN = { accessToken: 't', expireIn: 7_200 };
let answers: Record<string, { status: number; body: unknown }[]>;
let asked: string[];
let desk: Desk;
let send: (what: ReturnType<typeof sendingOf>) => Promise<Outcome>;
let close: () => Promise<void>;

beforeEach(async () => {
  answers = {};
  asked = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.endsWith('/accessToken')) return void response.end(JSON.stringify(TOKEN));
    asked.push(path);
    const { status, body } = answers[path]?.shift() ?? { status: 404, body: {} };
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const url = await listen(server);
  desk = openDesk(() => new Date('2026-10-20T08:25:00+08:00'));
  const platform = openDingtalk(
    {
      apiUrl: url,
      oapiUrl: url,
      clientId: 'd',
      clientSecret: 's',
      robotCode: 'd',
      mode: 'http',
      cardTemplateId: 't.schema',
    },
    desk.context,
  );
  send = (what) => platform.deliver(what, 'dingtalk');
  close = async () => {
    await platform.stop();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
});
afterEach(() => close());

const CREATE = '/v1.0/card/instances/createAndDeliver';
const DELIVER = '/v1.0/card/instances/deliver';
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP_SEND = '/v1.0/robot/groupMessages/send';

test('a card made but not shown is shown when tried again', async () => {
  const busy = { spaceType: 'IM_GROUP', spaceId: 'c', success: false, errorMsg: 'system.busy' };
  answers = {
    [CREATE]: [
      { status: 200, body: { success: true, result: { outTrackId: 'r', deliverResults: [busy] } } },
      { status: 400, body: { code: 'param.cardAlreadyExist', message: 'param.cardAlreadyExist' } },
    ],
    [DELIVER]: [
      { status: 200, body: { success: true, result: [{ ...busy, success: true, carrierId: 'pqk1', errorMsg: '' }] } },
    ],
  };
  expect(await send(sendingOf(GROUP, newTicketCard()))).toMatchObject({ ok: false, class: 'notReachable' });
  expect(await send(sendingOf(GROUP, newTicketCard()))).toMatchObject({ ok: true, messageRef: 'pqk1' });
  expect(asked).toEqual([CREATE, CREATE, DELIVER]);
});

test('a person who gets too much waits, a person unknown is gone', async () => {
  const taken = { processQueryKey: 'p', invalidStaffIdList: [], flowControlledStaffIdList: [] };
  answers[BATCH] = [
    { status: 200, body: { ...taken, flowControlledStaffIdList: ['0001'] } },
    { status: 200, body: { ...taken, invalidStaffIdList: ['0001'] } },
  ];
  expect(await send(sendingOf(ZHANG, '一'))).toMatchObject({ ok: false, class: 'rateLimited' });
  expect(await send(sendingOf(ZHANG, '二'))).toMatchObject({ ok: false, class: 'rejected', gone: true });
});

test('a missing permission is named to the centre', async () => {
  const code = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
  const accessdenieddetail = { requiredScopes: ['Card.Instance.Write'] };
  answers[CREATE] = [{ status: 403, body: { code, message: '无权限', accessdenieddetail } }];
  expect(await send(sendingOf(GROUP, newTicketCard()))).toMatchObject({ ok: false, class: 'authFailed' });
  expect(desk.told).toMatchObject([
    { topic: 'dingtalk:permission', text: expect.stringContaining('Card.Instance.Write') },
  ]);
});

test('a token refused twice is not fetched a third time', async () => {
  const refused = { status: 400, body: { code: 'InvalidAuthentication', message: '不合法的access_token' } };
  answers[GROUP_SEND] = [refused, refused, refused];
  expect(await send(sendingOf(GROUP, '一'))).toMatchObject({ ok: false, class: 'authFailed' });
  expect(asked).toHaveLength(2);
});

test('a gateway that answers with a page', async () => {
  answers[GROUP_SEND] = [
    { status: 502, body: '<html>Bad Gateway</html>' },
    { status: 403, body: '<html>denied</html>' },
  ];
  expect(await send(sendingOf(GROUP, '一'))).toMatchObject({ ok: false, class: 'notReachable' });
  expect(await send(sendingOf(GROUP, '一'))).toMatchObject({ ok: false, class: 'rateLimited', code: 'ip.punished' });
});
