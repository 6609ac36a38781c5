import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { LEAST_HELPFUL } from '../../src/simulator/dingtalk/residents/variants.ts';
import { cardSign, robotSign } from '../../src/simulator/dingtalk/signature.ts';
import { CID, cardBody, openBody, openBotDoor, openRig, type Rig, SECRET } from './simulator-dingtalk-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const speak = (text: string) => rig.street.say({ person: rig.person('zhangsan'), chat: rig.group, text });

describe('tokens', () => {
  test('a second call inside the validity gets the same token, from the legacy host too', async () => {
    const first = await rig.token();
    expect(await rig.token()).toBe(first);
    const legacy = await rig.oapi('GET', `/gettoken?appkey=dingappkey0000000001&appsecret=${SECRET}`);
    expect(legacy.json).toEqual({ errcode: 0, access_token: first, errmsg: 'ok', expires_in: 7200 });
  });

  test('a wrong secret is 400 invalidClientIdOrSecret, and 40096 with HTTP 200 on the legacy host', async () => {
    const answer = await rig.api('POST', '/v1.0/oauth2/accessToken', {
      appKey: 'dingappkey0000000001',
      appSecret: 'no',
    });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'invalidClientIdOrSecret', requestid: expect.any(String) });
    const legacy = await rig.oapi('GET', '/gettoken?appkey=dingappkey0000000001&appsecret=no');
    expect([legacy.status, legacy.json.errcode]).toEqual([200, 40096]);
  });

  test('a call without a token and one with a wrong token are refused in the words of each host', async () => {
    const without = await rig.api('POST', '/v1.0/robot/groupMessages/send', {});
    expect([without.status, without.json.code]).toEqual([400, 'AuthenticationFailed.MissingParameter']);
    const wrong = await rig.api('POST', '/v1.0/robot/groupMessages/send', {}, { 'x-acs-dingtalk-access-token': 'x' });
    expect([wrong.status, wrong.json.code]).toEqual([400, 'InvalidAuthentication']);
    const legacy = await rig.oapi('POST', '/topapi/v2/user/get?access_token=x', { userid: '0001' });
    expect([legacy.status, legacy.json.errcode, legacy.json.sub_code]).toEqual([200, 88, '40014']);
    const blank = await rig.oapi('POST', '/topapi/v2/user/get', { userid: '0001' });
    expect(blank.json).toMatchObject({ errcode: 88, sub_code: '40000', request_id: expect.any(String) });
  });

  test('no secret stands in the record of traffic', async () => {
    await rig.connect();
    await speak('@工单助手 待办');
    await rig.oapi('GET', `/gettoken?appkey=dingappkey0000000001&appsecret=${SECRET}`);
    const record = JSON.stringify(rig.town.traffic);
    expect(record).not.toContain(SECRET);
    expect(record).not.toContain(await rig.token());
    expect(record).not.toMatch(/session=[0-9a-f]{32}/);
  });
});

describe('the stream gateway', () => {
  test('a wrong secret is 401 authFailed', async () => {
    const answer = await rig.api('POST', '/v1.0/gateway/connections/open', { ...openBody(rig), clientSecret: 'no' });
    expect([answer.status, answer.json.code]).toEqual([401, 'authFailed']);
  });

  test('a ticket opens one connection only', async () => {
    const { json } = await rig.api('POST', '/v1.0/gateway/connections/open', openBody(rig));
    const first = new WebSocket(`${json.endpoint}?ticket=${json.ticket}`);
    await once(first, 'open');
    const second = new WebSocket(`${json.endpoint}?ticket=${json.ticket}`);
    const [, response] = await once(second, 'unexpected-response').catch((error) => [error, { statusCode: 0 }]);
    expect(response.statusCode).toBe(401);
  });

  test('a client that does not ask for JSON is answered in XML', async () => {
    const answer = await fetch(`${rig.base}/dingtalk/api/v1.0/gateway/connections/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(openBody(rig)),
    });
    expect(await answer.text()).toContain('<ticket>');
  });

  test('a ping comes by itself and wants its data back', async () => {
    await rig.close();
    rig = await openRig({ limits: { pingMs: [5, 10] } });
    const bot = await rig.connect();
    await once(bot.socket, 'message');
    const ping = bot.frames[0];
    expect(ping).toMatchObject({ type: 'SYSTEM', headers: { topic: 'ping' } });
    expect(JSON.parse(ping.data)).toEqual({ opaque: expect.any(String) });
  });

  test('a kicked connection is told why, gets nothing more and is closed', async () => {
    await rig.close();
    rig = await openRig({ limits: { disconnectMs: 20, faultPollMs: 5 } });
    const bot = await rig.connect();
    const gone = once(bot.socket, 'close');
    const told = bot.next();
    rig.town.faults.push({ kind: 'kick', times: 1 });
    expect(await told).toEqual({ reason: 'connection is expired' });
    expect((await speak('@工单助手 待办')).delivered).toBe(false);
    await gone;
  });
});

describe('residents write', () => {
  test('a group message that mentions the robot arrives without the mention, with a leading space', async () => {
    const bot = await rig.connect();
    const heard = await speak('@工单助手 /签收 GD0007');
    expect(heard).toMatchObject({
      delivered: true,
      message: { chat: CID, from: 'zhangsan', text: '@工单助手 /签收 GD0007' },
    });
    expect(bot.frames[0]).toMatchObject({
      specVersion: '1.0',
      type: 'CALLBACK',
      headers: { topic: '/v1.0/im/bot/messages/get' },
    });
    expect(bot.bodies[0]).toMatchObject({
      msgtype: 'text',
      text: { content: ' /签收 GD0007' },
      conversationId: CID,
      conversationType: '2',
      conversationTitle: '城管局工单群',
      senderStaffId: '0001',
      senderNick: '张三',
      isInAtList: true,
      robotCode: 'dingappkey0000000001',
      createAt: Date.parse('2026-10-20T08:25:00+08:00'),
      sessionWebhookExpiredTime: Date.parse('2026-10-20T08:25:00+08:00') + 5_400_000,
    });
  });

  test('a group message without the mention is shown to people and does not reach the robot', async () => {
    const bot = await rig.connect();
    const heard = await speak('大家早');
    expect(heard.delivered).toBe(false);
    expect(heard.reason).toContain('没有 @工单助手');
    expect(rig.town.messages.map((message) => message.text)).toEqual(['大家早']);
    expect(bot.bodies).toEqual([]);
  });

  test('a private message needs no mention', async () => {
    const bot = await rig.connect();
    const heard = await rig.street.say({ person: rig.person('lisi'), text: '待办' });
    expect(heard).toMatchObject({ delivered: true, message: { person: 'lisi' } });
    expect(bot.bodies[0]).toMatchObject({ conversationType: '1', text: { content: '待办' }, senderStaffId: '0002' });
  });

  test('without a connection the message is lost, and the reason says so', async () => {
    expect(await speak('@工单助手 待办')).toMatchObject({ delivered: false, reason: '机器人没有在线的 Stream 连接' });
  });

  test('an unanswered message comes once more under a new frame id and the same msgId', async () => {
    await rig.close();
    rig = await openRig({ limits: { robotStreamMs: 20, redeliverMs: 10 } });
    const bot = await rig.connect(() => null);
    const heard = await speak('@工单助手 待办');
    expect(heard.delivered).toBe(false);
    if (bot.bodies.length < 2) await bot.next();
    expect(bot.bodies[1].msgId).toBe(bot.bodies[0].msgId);
    expect(bot.frames[1].headers.messageId).not.toBe(bot.frames[0].headers.messageId);
  });

  test('the fault "duplicate" delivers the same msgId three times', async () => {
    const bot = await rig.connect();
    rig.town.faults.push({ kind: 'duplicate', times: 1 });
    await speak('@工单助手 待办');
    while (bot.bodies.length < 3) await bot.next();
    expect(new Set(bot.bodies.map((body) => body.msgId)).size).toBe(1);
    expect(new Set(bot.frames.map((frame) => frame.headers.messageId)).size).toBe(3);
  });

  test('with the month spent a message comes with an errorCode and without its words', async () => {
    const bot = await rig.connect();
    rig.town.faults.push({ kind: 'quota', times: 1 });
    await speak('@工单助手 待办');
    expect(bot.bodies[0]).toMatchObject({ errorCode: '20001', msgtype: 'text' });
    expect(bot.bodies[0].text).toBeUndefined();
  });

  test("quoting the robot's card brings the key it was sent under", async () => {
    const bot = await rig.connect();
    const { json } = await rig.signed('POST', '/v1.0/card/instances/createAndDeliver', cardBody('t1'));
    const quote = rig.town.messages[0];
    if (quote === undefined) throw new Error('no card');
    await rig.street.say({ person: rig.person('zhangsan'), chat: rig.group, text: '@工单助手 签收', quote });
    expect(bot.bodies[0]).toMatchObject({
      originalProcessQueryKey: json.result.deliverResults[0].carrierId,
      text: { isReplyMsg: true, repliedMsg: { msgType: 'interactiveCard', senderId: bot.bodies[0].chatbotUserId } },
    });
    expect(bot.bodies[0].text.repliedMsg.content).toBeUndefined();
  });

  test('the least helpful variant has words at the top and no sender id', async () => {
    await rig.close();
    rig = await openRig({ limits: { variants: LEAST_HELPFUL } });
    const bot = await rig.connect();
    await speak('@工单助手 待办');
    expect(bot.bodies[0]).toMatchObject({ msgtype: 'text', content: ' 待办', createAt: '1792455900000' });
    expect(Object.keys(bot.bodies[0])).not.toEqual(expect.arrayContaining(['senderStaffId']));
    expect(bot.bodies[0].text).toBeUndefined();
  });

  test('a cut socket closes without a word', async () => {
    await rig.close();
    rig = await openRig({ limits: { faultPollMs: 5 } });
    const bot = await rig.connect();
    const gone = once(bot.socket, 'close');
    rig.town.faults.push({ kind: 'cut-socket', times: 1 });
    await gone;
    expect(bot.bodies).toEqual([]);
    expect(rig.street.describe()).toMatchObject({ sockets: { open: 0 } });
  });

  test('with two connections a message goes to one of them', async () => {
    const bots = [await rig.connect(), await rig.connect()];
    await speak('@工单助手 待办');
    expect(bots.flatMap((bot) => bot.bodies)).toHaveLength(1);
  });

  test('an answer that is no JSON is noted as refused and counts as none', async () => {
    await rig.close();
    rig = await openRig({ limits: { robotStreamMs: 30, redeliverMs: 0 } });
    const bot = await rig.connect(() => null);
    bot.socket.on('message', () => bot.socket.send('OK'));
    expect((await speak('@工单助手 待办')).delivered).toBe(false);
    expect(rig.town.traffic).toContainEqual(
      expect.objectContaining({ what: 'stream frame', status: 'refused: 应答不是 JSON 对象' }),
    );
  });

  test('a reset forgets tokens and closes sockets', async () => {
    const bot = await rig.connect();
    const token = await rig.token();
    const gone = once(bot.socket, 'close');
    rig.street.reset();
    await gone;
    expect(await rig.token()).not.toBe(token);
  });

  test('a photo comes as a download code that can be fetched once exchanged for an address', async () => {
    const bot = await rig.connect();
    await speak('@工单助手 联系 GD0007 [图片:现场.png]');
    expect(bot.bodies[0].msgtype).toBe('richText');
    const [words, photo] = bot.bodies[0].content.richText;
    expect(words).toEqual({ text: ' 联系 GD0007 ' });
    const body = { downloadCode: photo.downloadCode, robotCode: 'dingappkey0000000001' };
    const { json } = await rig.signed('POST', '/v1.0/robot/messageFiles/download', body);
    const file = await fetch(json.downloadUrl);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
  });
});

describe('http mode', () => {
  test('a robot message is posted with the signature, and the answer may be a reply', async () => {
    const door = await openBotDoor(() => ({ msgtype: 'text', text: { content: '好的' } }));
    await rig.close();
    rig = await openRig({ dingtalk: { mode: 'http' }, botUrl: door.url, callbackSecret: 'guess-me-not' });
    expect((await speak('@工单助手 待办')).delivered).toBe(true);
    const [call] = door.calls;
    const timestamp = String(call?.request.headers.timestamp);
    expect(call?.request.url).toBe('/callbacks/guess-me-not/dingtalk/robot');
    expect(timestamp).toBe(String(Date.parse('2026-10-20T08:25:00+08:00')));
    expect(call?.request.headers.sign).toBe(robotSign(timestamp, SECRET));
    expect(rig.town.messages.at(-1)).toMatchObject({ chat: CID, text: '好的', channel: 'session' });
    await door.close();
  });

  test('a card click is posted with the card signature and its answer changes the card', async () => {
    const door = await openBotDoor(() => ({
      cardUpdateOptions: { updateCardDataByKey: true },
      cardData: { cardParamMap: { status: '已签收' } },
    }));
    await rig.close();
    rig = await openRig({ dingtalk: { mode: 'http', cardCallbackSecret: 'card-api-secret-01' }, botUrl: door.url });
    await rig.signed('POST', '/v1.0/card/instances/createAndDeliver', cardBody('t1', { callbackType: 'HTTP' }));
    const message = rig.town.messages[0];
    if (message === undefined) throw new Error('no card');
    expect(await rig.street.click({ person: rig.person('zhangsan'), message, action: '签收' })).toEqual({
      delivered: true,
    });
    const headers = door.calls[0]?.request.headers ?? {};
    const timestamp = String(headers['x-ddpaas-signature-timestamp']);
    expect(headers['x-ddpaas-signature']).toBe(cardSign(timestamp, 'card-api-secret-01'));
    expect(rig.town.messages[0]?.text).toContain('已签收');
    await door.close();
  });

  test('a bot that cannot be reached is a message not delivered', async () => {
    await rig.close();
    rig = await openRig({ dingtalk: { mode: 'http' }, limits: { redeliverMs: 0 } });
    expect(await speak('@工单助手 待办')).toMatchObject({ delivered: false, reason: '机器人没有应答：unreachable' });
  });
});

describe('known answers', () => {
  test('signatures are those of the vendor', () => {
    expect(robotSign('1764316800000', SECRET)).toBe('zL6bms7WfOyp7vWxYcrfd1RLSymq+m3TVi/gcJAylLs=');
    expect(robotSign('1700000000000', 'SECtest')).toBe('aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g=');
    expect(cardSign('1764316800000', 'card-api-secret-01')).toBe('cPyXqE7fYD9l7qo24qkNQyaIUr0AOU3y071F3Pss75Y=');
    expect(cardSign('1546084445901', 'testappSecret')).toBe('HCbG3xNE3vzhO+u7qCUL1jS5hsu2n5r2cFhnTrtyDAE=');
  });
});
