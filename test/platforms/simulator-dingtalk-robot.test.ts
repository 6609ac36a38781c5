import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { robotSign } from '../../src/simulator/dingtalk/signature.ts';
import { CID, cardBody, openRig, type Rig } from './simulator-dingtalk-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const ROBOT = 'dingappkey0000000001';
const SEND = '/v1.0/robot/groupMessages/send';
const groupBody = (more: Record<string, unknown> = {}) => ({
  robotCode: ROBOT,
  openConversationId: CID,
  msgKey: 'sampleMarkdown',
  msgParam: JSON.stringify({ title: '日榜', text: '### 日榜  \n1. 环卫所 **12件**' }),
  ...more,
});
const DTMD = `dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('/签收 GD0007')}`;

describe('sending into a group', () => {
  test('markdown is shown as people read it and gets a processQueryKey', async () => {
    const { json } = await rig.signed('POST', SEND, groupBody());
    expect(json).toEqual({ processQueryKey: expect.any(String) });
    expect(rig.town.messages[0]).toMatchObject({
      chat: CID,
      kind: 'markdown',
      text: '日榜\n1. 环卫所 12件',
      channel: 'group',
    });
  });

  test.each([
    ['no robotCode', { robotCode: '' }, 'invalidParameter.robotCode.empty'],
    ['a strange robotCode', { robotCode: 'x' }, 'invalidParameter.robotCode.notExsit'],
    ['no group', { openConversationId: undefined }, 'miss.openConversationId'],
    ['a strange group', { openConversationId: 'cidX' }, 'invalid.openConversationId'],
    ['a group of the other platform', { openConversationId: 'wrkOther' }, 'invalid.openConversationId'],
    ['no msgKey', { msgKey: undefined }, 'invalidParameter.msgKey.empty'],
    ['a strange msgKey', { msgKey: 'sampleFeedCard' }, 'invalidParameter.msgKey.invalid'],
    ['msgParam as an object', { msgParam: { title: 'a', text: 'b' } }, 'invalidParameter.msgParam.invalid'],
    ['msgParam that is no JSON', { msgParam: 'text' }, 'invalidParameter.msgParam.invalid'],
    [
      'msgParam over 15 000 bytes',
      { msgParam: JSON.stringify({ title: 'a', text: '长'.repeat(5_001) }) },
      'invalidParameter.msgParam.tooLong',
    ],
    ['msgParam without its text', { msgParam: JSON.stringify({ title: 'a' }) }, 'miss.param.text'],
  ])('%s is refused', async (_, change, code) => {
    const { status, json } = await rig.signed('POST', SEND, groupBody(change));
    expect([status, json.code]).toEqual([400, code]);
    expect(rig.town.messages).toEqual([]);
  });

  test('a dtmd button writes its text as the person who presses it, and the bot hears it', async () => {
    const bot = await rig.connect();
    const msgParam = JSON.stringify({
      title: '新工单',
      text: '路灯不亮',
      actionTitle1: '签收',
      actionURL1: DTMD,
      actionTitle2: '详情',
      actionURL2: 'https://bot.example/t/7',
    });
    await rig.signed('POST', SEND, groupBody({ msgKey: 'sampleActionCard2', msgParam }));
    const [message] = rig.town.messages;
    if (message === undefined) throw new Error('no message');
    expect(message).toMatchObject({
      text: '路灯不亮\n详情 https://bot.example/t/7',
      actions: [{ action: '/签收 GD0007', label: '签收' }],
    });
    expect(await rig.street.click({ person: rig.person('lisi'), message, action: '签收' })).toEqual({
      delivered: true,
    });
    expect(rig.town.messages[1]).toMatchObject({ from: 'lisi', text: '/签收 GD0007', chat: CID });
    expect(bot.bodies[0]).toMatchObject({
      text: { content: ' /签收 GD0007' },
      isInAtList: true,
      senderStaffId: '0002',
    });
  });

  test('a recall takes the message back, once; read status says so', async () => {
    const { json } = await rig.signed('POST', SEND, groupBody());
    const key = json.processQueryKey;
    const recall = () =>
      rig.signed('POST', '/v1.0/robot/groupMessages/recall', {
        robotCode: ROBOT,
        openConversationId: CID,
        processQueryKeys: [key, 'no'],
      });
    expect((await recall()).json).toEqual({ successResult: [key], failedResult: { no: 'invalid.processQueryKey' } });
    expect(rig.town.messages[0]).toMatchObject({ kind: 'event', text: '' });
    expect((await recall()).json.successResult).toEqual([]);
    const read = await rig.signed('POST', '/v1.0/robot/groupMessages/query', {
      robotCode: ROBOT,
      processQueryKey: key,
    });
    expect(read.json.sendStatus).toBe('RECALLED');
  });
});

describe('sending to people', () => {
  const batch = (userIds: string[]) =>
    rig.signed('POST', '/v1.0/robot/oToMessages/batchSend', {
      robotCode: ROBOT,
      userIds,
      msgKey: 'sampleText',
      msgParam: '{"content":"请审核"}',
    });

  test('unknown people are listed, the others get it', async () => {
    const { json } = await batch(['0001', 'nouser']);
    expect(json).toEqual({
      processQueryKey: expect.any(String),
      invalidStaffIdList: ['nouser'],
      flowControlledStaffIdList: [],
    });
    expect(rig.town.messages).toMatchObject([{ person: 'zhangsan', text: '请审核', channel: 'oto' }]);
  });

  test('more than twenty are refused', async () => {
    const { json } = await batch(Array.from({ length: 21 }, (_, n) => `u${n}`));
    expect(json.code).toBe('invalidParameter.userIds.overMax');
  });

  test('a batch is recalled within a day only', async () => {
    const { json } = await batch(['0001']);
    rig.town.set('2026-10-21T08:26:00+08:00');
    const body = { robotCode: ROBOT, processQueryKeys: [json.processQueryKey] };
    const recalled = await rig.signed('POST', '/v1.0/robot/otoMessages/batchRecall', body);
    expect(recalled.json.failedResult).toEqual({ [json.processQueryKey]: 'message.expired' });
  });
});

describe('the session webhook', () => {
  const session = async (): Promise<string> => {
    const bot = await rig.connect();
    await rig.street.say({ person: rig.person('zhangsan'), chat: rig.group, text: '@工单助手 待办' });
    return new URL(bot.bodies[0].sessionWebhook).href.replace(`${rig.base}/dingtalk/oapi`, '');
  };

  test('a reply appears in the group and calls those who stand in the text and in the list', async () => {
    const path = await session();
    const at = { atUserIds: ['0001', '0002'] };
    const { json } = await rig.oapi('POST', path, { msgtype: 'text', text: { content: '@0001 已签收' }, at });
    expect(json).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(rig.town.messages.at(-1)).toMatchObject({
      chat: CID,
      text: '@张三 已签收',
      mentions: ['0001'],
      channel: 'session',
    });
  });

  test('after ninety minutes of the town it is 300001', async () => {
    const path = await session();
    rig.town.set('2026-10-20T09:55:01+08:00');
    const { status, json } = await rig.oapi('POST', path, { msgtype: 'text', text: { content: '晚了' } });
    expect([status, json]).toEqual([200, { errcode: 300001, errmsg: 'session 不存在' }]);
  });

  test('an unknown message type is 400105', async () => {
    const path = await session();
    expect((await rig.oapi('POST', path, { msgtype: 'image' })).json.errcode).toBe(400105);
  });
});

describe('the custom robot', () => {
  const hello = { msgtype: 'markdown', markdown: { title: '日榜', text: '# 日榜' } };

  test('the twenty-first message in a minute puts it to rest', async () => {
    for (let count = 0; count < 20; count += 1) {
      expect((await rig.oapi('POST', '/robot/send?access_token=hook0001', hello)).json.errcode).toBe(0);
    }
    expect((await rig.oapi('POST', '/robot/send?access_token=hook0001', hello)).json.errcode).toBe(410100);
    expect(rig.town.messages).toHaveLength(20);
  });

  test('an unknown token is 300005', async () => {
    expect((await rig.oapi('POST', '/robot/send?access_token=x', hello)).json.errcode).toBe(300005);
  });

  test('with keywords one of them must stand in the message', async () => {
    await rig.close();
    rig = await openRig({ limits: { webhookKeywords: { hook0001: ['工单'] } } });
    const refused = await rig.oapi('POST', '/robot/send?access_token=hook0001', hello);
    expect(refused.json).toEqual({ errcode: 310000, errmsg: 'keywords not in content' });
  });

  test('with a secret the signature is checked', async () => {
    await rig.close();
    rig = await openRig({ limits: { webhookSecrets: { hook0001: 'SECexample0001' } } });
    const at = String(rig.town.now().getTime());
    const sign = encodeURIComponent(robotSign(at, 'SECexample0001'));
    const path = '/robot/send?access_token=hook0001';
    expect((await rig.oapi('POST', `${path}&timestamp=${at}&sign=${sign}`, hello)).json.errcode).toBe(0);
    expect((await rig.oapi('POST', `${path}&timestamp=${at}&sign=x`, hello)).json).toEqual({
      errcode: 310000,
      errmsg: 'sign not match',
    });
    expect((await rig.oapi('POST', `${path}&timestamp=1000&sign=${sign}`, hello)).json.errmsg).toBe(
      'invalid timestamp',
    );
  });
});

describe('limits and faults', () => {
  test('the twenty-first call of one API in a second is throttled', async () => {
    const token = await rig.token();
    const call = () => rig.api('POST', SEND, groupBody(), { 'x-acs-dingtalk-access-token': token });
    const answers = await Promise.all(Array.from({ length: 21 }, call));
    const refused = answers.filter((answer) => answer.status === 403);
    expect(refused.map((answer) => answer.json.code)).toEqual(['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi']);
  });

  test('the spent month refuses further calls until the next one', async () => {
    await rig.close();
    rig = await openRig({ limits: { monthlyCalls: 1 } });
    expect((await rig.signed('POST', SEND, groupBody())).status).toBe(200);
    const spent = await rig.signed('POST', SEND, groupBody());
    expect([spent.status, spent.json.code]).toEqual([403, 'Forbidden.AccessDenied.ApiCountLimitForOrg']);
    rig.town.set('2026-11-02T08:25:00+08:00');
    expect((await rig.signed('POST', SEND, groupBody())).status).toBe(200);
  });

  test.each([
    ['busy', 500, 'system.busy'],
    ['http-500', 500, 'unknownError'],
    ['rate-limit', 403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'],
    ['quota', 403, 'Forbidden.AccessDenied.ApiCountLimitForOrg'],
    ['token-expired', 400, 'InvalidAuthentication'],
  ] as const)('the fault "%s" refuses one call and does nothing', async (kind, status, code) => {
    rig.town.faults.push({ kind, times: 1 });
    const refused = await rig.signed('POST', SEND, groupBody());
    expect([refused.status, refused.json.code]).toEqual([status, code]);
    expect(rig.town.messages).toEqual([]);
    expect((await rig.signed('POST', SEND, groupBody())).status).toBe(200);
  });

  test('an expired token stays expired: the next one is another', async () => {
    const token = await rig.token();
    rig.town.faults.push({ kind: 'token-expired', times: 1 });
    const headers = { 'x-acs-dingtalk-access-token': token };
    expect((await rig.api('POST', SEND, groupBody(), headers)).status).toBe(400);
    expect((await rig.api('POST', SEND, groupBody(), headers)).status).toBe(400);
    expect(await rig.token()).not.toBe(token);
  });

  test('a dropped answer has had its effect', async () => {
    rig.town.faults.push({ kind: 'drop-answer', times: 1, chat: CID });
    await expect(rig.signed('POST', '/v1.0/card/instances/createAndDeliver', cardBody('t1'))).rejects.toThrow();
    expect(rig.town.messages).toHaveLength(1);
    const again = await rig.signed('POST', '/v1.0/card/instances/createAndDeliver', cardBody('t1'));
    expect(again.json.code).toBe('param.cardAlreadyExist');
  });

  test('a silent drop is accepted and seen by nobody', async () => {
    rig.town.faults.push({ kind: 'silent-drop', times: 1 });
    expect((await rig.signed('POST', SEND, groupBody())).json.processQueryKey).toEqual(expect.any(String));
    expect(rig.town.messages).toEqual([]);
  });

  test('a path nobody knows is answered as each host does', async () => {
    expect((await rig.signed('POST', '/v1.0/none', {})).json).toEqual({ errcode: 404, errmsg: '请求的URI地址不存在' });
    expect((await rig.oapi('POST', '/none', {})).json).toMatchObject({ errcode: 22 });
  });
});

describe('people and files', () => {
  const legacy = async (path: string, body: unknown) =>
    (await rig.oapi('POST', `${path}?access_token=${await rig.token()}`, body)).json;

  test('a user is found by id, telephone and union id', async () => {
    const { result } = await legacy('/topapi/v2/user/get', { userid: '0001', language: 'zh_CN' });
    expect(result).toMatchObject({ userid: '0001', name: '张三', mobile: '13800000001' });
    expect((await legacy('/topapi/v2/user/getbymobile', { mobile: '13800000001' })).result).toEqual({ userid: '0001' });
    expect((await legacy('/topapi/user/getbyunionid', { unionid: result.unionid })).result.userid).toBe('0001');
    expect((await legacy('/topapi/v2/user/get', { userid: 'no' })).errcode).toBe(33012);
    expect((await legacy('/topapi/v2/user/getbymobile', { mobile: '13900000000' })).errcode).toBe(60121);
  });

  test('a person who logs in is known by a code that works once', async () => {
    const query = new URLSearchParams({
      redirect_uri: 'http://127.0.0.1:9/login',
      response_type: 'code',
      client_id: ROBOT,
      scope: 'openid',
      state: 's1',
      person: 'lisi',
    });
    const page = await fetch(`${rig.base}/dingtalk/login/oauth2/auth?${query}`, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '');
    expect([back.searchParams.get('state'), back.searchParams.get('authCode')]).toEqual([
      's1',
      back.searchParams.get('code'),
    ]);
    const { clientId, clientSecret } = rig.settings.dingtalk;
    const body = { clientId, clientSecret, code: back.searchParams.get('code'), grantType: 'authorization_code' };
    const { json } = await rig.api('POST', '/v1.0/oauth2/userAccessToken', body);
    expect(json).toMatchObject({ expireIn: 7200, corpId: 'dingcorp0000000001' });
    const me = await rig.api('GET', '/v1.0/contact/users/me', undefined, {
      'x-acs-dingtalk-access-token': json.accessToken,
    });
    expect(me.json.nick).toBe('李四');
    expect((await rig.api('POST', '/v1.0/oauth2/userAccessToken', body)).status).toBe(400);
  });

  test('an upload gets a media id; one without the field is refused', async () => {
    const form = new FormData();
    form.set('media', new Blob(['picture']), 'league.png');
    const url = `${rig.base}/dingtalk/oapi/media/upload?access_token=${await rig.token()}&type=image`;
    const answer = await (await fetch(url, { method: 'POST', body: form })).json();
    expect(answer).toMatchObject({ errcode: 0, media_id: expect.stringMatching(/^@lAz/), type: 'image' });
    const empty = new FormData();
    empty.set('other', new Blob(['x']), 'x');
    expect(await (await fetch(url, { method: 'POST', body: empty })).json()).toMatchObject({ errcode: 40035 });
  });
});
