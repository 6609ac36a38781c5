import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cardSign } from '../../src/simulator/dingtalk/signature.ts';
import type { Message } from '../../src/simulator/town/types.ts';
import { CID, cardBody, openBotDoor, openRig, type Rig, type Wire } from './simulator-dingtalk-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const CREATE = '/v1.0/card/instances/createAndDeliver';
const deliver = (body: unknown) => rig.signed('POST', CREATE, body);
const update = (body: unknown) => rig.signed('PUT', '/v1.0/card/instances', body);
const card = (): Message => {
  const found = rig.town.messages.find((message) => message.kind === 'card');
  if (found === undefined) throw new Error('no card');
  return found;
};
const press = (action: string, values?: Record<string, string | string[]>, who = 'zhangsan') =>
  rig.street.click({ person: rig.person(who), message: card(), action, ...(values ? { values } : {}) });

const answering = (answer: Wire) => () => JSON.stringify({ response: answer });

describe('delivering a card', () => {
  test('people read title, status, body, facts and link one below the other and see the buttons', async () => {
    const { status, json } = await deliver(cardBody('t1'));
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      result: {
        outTrackId: 't1',
        deliverResults: [
          { spaceType: 'IM_GROUP', spaceId: CID, success: true, carrierId: expect.any(String), errorMsg: '' },
        ],
      },
    });
    expect(card()).toMatchObject({
      chat: CID,
      text: '新工单 GD0007\n待签收\n路灯不亮\n期限：11-30 17:00\nhttps://bot.example/t/0007',
      actions: [{ action: 'claim', label: '签收' }],
      mentions: ['0001'],
    });
  });

  test('a private card goes to the person', async () => {
    const { imGroupOpenSpaceModel: _s, imGroupOpenDeliverModel: _d, ...bare } = cardBody('t1');
    await deliver({
      ...bare,
      openSpaceId: 'dtv1.card//IM_ROBOT.0002',
      imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
    });
    expect(card().person).toBe('lisi');
  });

  test('an unknown group does not fail the call: deliverResults says so', async () => {
    const { status, json } = await deliver(cardBody('t1', { openSpaceId: 'dtv1.card//im_group.cidNobody==' }));
    expect([status, json.success]).toEqual([200, true]);
    expect(json.result.deliverResults[0]).toMatchObject({ success: false, errorMsg: 'chatbot not exist' });
    expect(rig.town.messages).toEqual([]);
  });

  test.each([
    ['a number among the variables', { cardData: { cardParamMap: { title: 1 } } }, 'param.invalid'],
    ['another template', { cardTemplateId: 'other.schema' }, 'param.templateNotExist'],
    ['no template', { cardTemplateId: '' }, 'param.cardTemplateIdEmpty'],
    ['no outTrackId', { outTrackId: undefined }, 'param.outTrackIdEmpty'],
    ['no card data', { cardData: undefined }, 'param.cardPublicDataEmpty'],
    ['no space', { openSpaceId: undefined }, 'param.openSpaceIdEmpty'],
    ['a malformed space', { openSpaceId: `IM_GROUP.${CID}` }, 'param.openSpaceIdInvalid'],
    ['no space model', { imGroupOpenSpaceModel: undefined }, 'param.openSpaceModelInvalid'],
    ['no deliver model', { imGroupOpenDeliverModel: undefined }, 'param.openDeliverModelEmpty'],
    ['a stranger in the private data', { privateData: { nobody: { cardParamMap: {} } } }, 'param.userIdNotExist'],
  ])('%s is refused', async (_, change, code) => {
    const { status, json } = await deliver(cardBody('t1', change));
    expect([status, json.code]).toEqual([400, code]);
    expect(json.requestid).toEqual(expect.any(String));
    expect(rig.town.messages).toEqual([]);
  });

  test('an unpublished template is refused', async () => {
    await rig.close();
    rig = await openRig({ limits: { unpublishedTemplates: ['draft.schema'] } });
    expect((await deliver(cardBody('t1', { cardTemplateId: 'draft.schema' }))).json.code).toBe(
      'param.templateUnpublished',
    );
  });

  test('a card for some members is seen by them alone', async () => {
    const imGroupOpenDeliverModel = { robotCode: 'dingappkey0000000001', recipients: ['0002'] };
    await deliver(cardBody('t1', { imGroupOpenDeliverModel }));
    expect(card().text).not.toContain('GD0007');
    expect(card().views?.['0002']?.text).toContain('GD0007');
  });

  test('the same outTrackId twice is refused and shows one card', async () => {
    await deliver(cardBody('t1'));
    expect((await deliver(cardBody('t1'))).json.code).toBe('param.cardAlreadyExist');
    expect(rig.town.messages).toHaveLength(1);
  });

  test('made first and delivered later it is the same card', async () => {
    expect((await rig.signed('POST', '/v1.0/card/instances', cardBody('t1'))).json).toEqual({
      success: true,
      result: 't1',
    });
    expect(rig.town.messages).toEqual([]);
    const { openSpaceId, imGroupOpenDeliverModel } = cardBody('t1');
    const { json } = await rig.signed('POST', '/v1.0/card/instances/deliver', {
      outTrackId: 't1',
      openSpaceId,
      imGroupOpenDeliverModel,
    });
    expect(json.result[0].success).toBe(true);
    expect(card().text).toContain('新工单');
  });
});

describe('updating a card', () => {
  test('without the key flag the whole map is replaced, with it only what is named', async () => {
    await deliver(cardBody('t1'));
    const keyed = { cardUpdateOptions: { updateCardDataByKey: true } };
    const answer = await update({ outTrackId: 't1', cardData: { cardParamMap: { status: '已签收' } }, ...keyed });
    expect(answer.json).toEqual({ success: true, result: true });
    expect(card().text).toContain('新工单 GD0007\n已签收');
    await update({ outTrackId: 't1', cardData: { cardParamMap: { status: '办理中' } } });
    expect(card().text).toBe('办理中');
    expect(card().actions).toEqual([]);
    expect(card().updates).toHaveLength(2);
  });

  test('an unknown card and an empty change are refused', async () => {
    const data = { cardData: { cardParamMap: { status: 'x' } } };
    expect((await update({ outTrackId: 'no', ...data })).json.code).toBe('param.cardNotExist');
    await deliver(cardBody('t1'));
    expect((await update({ outTrackId: 't1' })).json.code).toBe('param.cardDataAndPrivateDataBothEmpty');
  });
});

describe('pressing a button', () => {
  test('the bot gets the callback and its answer changes the card for everyone', async () => {
    const keyed = { cardUpdateOptions: { updateCardDataByKey: true } };
    const bot = await rig.connect(
      answering({ ...keyed, cardData: { cardParamMap: { status: '已签收', actions: '[]' } } }),
    );
    await deliver(cardBody('t1'));
    expect(await press('claim')).toEqual({ delivered: true });
    const [body] = bot.bodies;
    expect(body).toMatchObject({
      type: 'actionCallback',
      outTrackId: 't1',
      corpId: 'dingcorp0000000001',
      userId: '0001',
      userIdType: 1,
      spaceType: 'IM_GROUP',
      spaceId: CID,
      extension: '{}',
    });
    expect(JSON.parse(body.content)).toEqual({
      cardPrivateData: { actionIds: ['claim'], params: { ref: 'ref0007', action: 'claim' } },
    });
    expect(card().text).toContain('已签收');
    expect(card().actions).toEqual([]);
  });

  test('private data of the answer is seen by the one who pressed alone', async () => {
    const own = { userPrivateData: { cardParamMap: { status: '您无权签收' } } };
    await rig.connect(answering({ ...own, cardUpdateOptions: { updatePrivateDataByKey: true } }));
    await deliver(cardBody('t1'));
    await press('签收', undefined, 'lisi');
    expect(card().text).toContain('待签收');
    expect(card().views?.['0002']?.text).toContain('您无权签收');
    expect(card().views?.['0001']).toBeUndefined();
  });

  test('a form comes back by option ids, whether chosen by id or by text, with presets filled in', async () => {
    const form = [
      {
        key: 'lead',
        label: '牵头',
        kind: 'select',
        options: [
          { id: 'u1', text: '张三' },
          { id: 'u2', text: '李四' },
        ],
      },
      {
        key: 'handlers',
        label: '经办',
        kind: 'multiselect',
        options: [
          { id: 'u1', text: '张三' },
          { id: 'u2', text: '李四' },
        ],
      },
      { key: 'opinion', label: '意见', kind: 'textarea', value: '按时办理' },
    ];
    const bot = await rig.connect();
    const base = cardBody('t1') as { cardData: { cardParamMap: Record<string, string> } };
    base.cardData.cardParamMap.form = JSON.stringify(form);
    await deliver(base);
    expect(card().actions?.[0]?.form?.map((field) => field.key)).toEqual(['lead', 'handlers', 'opinion']);
    expect(await press('签收', { lead: '李四', handlers: ['u1', '李四'] })).toEqual({ delivered: true });
    expect(JSON.parse(bot.bodies[0].content).cardPrivateData.params).toEqual({
      ref: 'ref0007',
      action: 'claim',
      lead: 'u2',
      handlers: ['u1', 'u2'],
      opinion: '按时办理',
    });
    expect((await press('签收', { lead: '赵六' })).reason).toContain('没有「赵六」');
  });

  test.each([
    ['data that is no JSON', 'oops'],
    ['data without response', '{}'],
    ['a number among the variables', JSON.stringify({ response: { cardData: { cardParamMap: { status: 1 } } } })],
  ])('an answer with %s is noted as refused and changes nothing', async (_, data) => {
    await rig.connect(() => data);
    await deliver(cardBody('t1'));
    const pressed = await press('claim');
    expect(pressed.reason).toContain('应答未被采用');
    expect(card().updates).toBeUndefined();
    expect(rig.town.traffic.some((entry) => entry.status.startsWith('refused'))).toBe(true);
  });

  test('the fault "duplicate" repeats the very same callback three times and the card changes once', async () => {
    const bot = await rig.connect(answering({ cardData: { cardParamMap: { title: '已签收' } } }));
    await deliver(cardBody('t1'));
    rig.town.faults.push({ kind: 'duplicate', times: 1, chat: CID });
    await press('claim');
    while (bot.bodies.length < 3) await bot.next();
    expect(new Set(bot.frames.map((frame) => frame.headers.messageId)).size).toBe(1);
    expect(card().updates).toHaveLength(1);
  });

  test('a bot that does not answer in time leaves the card as it was', async () => {
    await rig.close();
    rig = await openRig({ limits: { cardMs: 20 } });
    await rig.connect(() => null);
    await deliver(cardBody('t1'));
    expect(await press('claim')).toEqual({ delivered: false, reason: '机器人 2 秒内没有应答' });
    expect(card().updates).toBeUndefined();
  });

  test('an HTTP card goes to the address registered under its key, signed with the key registered there', async () => {
    const door = await openBotDoor(() => ({}));
    const register = (callbackUrl: string, more = {}) =>
      rig.signed('POST', '/v1.0/card/callbacks/register', {
        callbackRouteKey: 'k1',
        callbackUrl,
        apiSecret: 'key1',
        ...more,
      });
    expect((await register(`${door.url}/cards`)).json).toEqual({
      success: true,
      result: { callbackUrl: `${door.url}/cards`, apiSecret: 'key1' },
    });
    expect((await register('http://127.0.0.1:9/other')).json.code).toBe('param.callbackRouteKeyExist');
    await deliver(cardBody('t1', { callbackType: 'HTTP', callbackRouteKey: 'k1' }));
    expect(await press('claim')).toEqual({ delivered: true });
    const headers = door.calls[0]?.request.headers ?? {};
    expect(door.calls[0]?.request.url).toBe('/cards');
    expect(headers['x-ddpaas-signature']).toBe(cardSign(String(headers['x-ddpaas-signature-timestamp']), 'key1'));
    await door.close();
  });

  test('a card without callbackType gives no callback', async () => {
    const bot = await rig.connect();
    await deliver(cardBody('t1', { callbackType: undefined }));
    expect((await press('claim')).delivered).toBe(false);
    expect(bot.bodies).toEqual([]);
  });

  test('a button that is not on the card cannot be pressed', async () => {
    await rig.connect();
    await deliver(cardBody('t1'));
    expect(await press('signoff')).toMatchObject({ delivered: false, reason: '卡片上没有「signoff」' });
  });
});
