import { afterEach, describe, expect, test } from 'vitest';
import { cardIncoming, robotIncoming } from '../../src/chat/dingtalk/incoming.ts';
import { LEAST_HELPFUL } from '../../src/simulator/dingtalk/residents/variants.ts';
import { type Door, GROUP, openDoor, until } from './dingtalk-rig.ts';

const ROBOT = 'dingappkey0000000001';
const said = (more: Record<string, unknown>) =>
  robotIncoming(
    { msgId: 'm1==', conversationId: 'cid1==', conversationType: '2', senderStaffId: '0001', msgtype: 'text', ...more },
    ROBOT,
  );

describe('a robot message', () => {
  test('carries who, where and how to answer', () => {
    const message = said({
      text: { content: ' /签收 0007' },
      conversationTitle: '工单群',
      sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1',
      sessionWebhookExpiredTime: 1_764_322_199_210,
    });
    expect(message).toEqual({
      kind: 'message',
      dedupeKey: 'dingtalk:dingappkey0000000001:message:m1==',
      platform: 'dingtalk',
      door: 'dingtalk',
      person: '0001',
      chat: 'cid1==',
      chatTitle: '工单群',
      text: '/签收 0007',
      attachments: [],
      reply: {
        sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1',
        expiresAt: 1_764_322_199_210,
        conversationId: 'cid1==',
      },
    });
  });

  test('may have its words at the top', () => {
    expect(said({ content: ' 你好' })).toMatchObject({ text: '你好' });
  });

  test('of a private conversation has no chat', () => {
    expect(said({ conversationType: '1', text: { content: '待办' } })).not.toHaveProperty('chat');
  });

  test('with pictures between words keeps both', () => {
    const richText = [{ text: '/办结 0007' }, { type: 'picture', downloadCode: 'd1' }, { text: '已修复' }];
    expect(said({ msgtype: 'richText', content: { richText } })).toMatchObject({
      text: '/办结 0007  已修复',
      attachments: [{ kind: 'image', fetchKey: 'd1' }],
    });
  });

  test.each([
    ['picture', { downloadCode: 'd1' }, { text: '', attachments: [{ kind: 'image', fetchKey: 'd1' }] }],
    ['file', { downloadCode: 'd1', fileName: '复函.pdf' }, { attachments: [{ kind: 'file', name: '复函.pdf' }] }],
    ['audio', { downloadCode: 'd1', recognition: '签收零零零七' }, { text: '签收零零零七' }],
    ['video', { downloadCode: 'd1' }, { attachments: [{ kind: 'video', fetchKey: 'd1' }] }],
  ])('of type %s is read', (msgtype, content, expected) => {
    expect(said({ msgtype, content })).toMatchObject(expected);
  });

  test('that quotes one of ours names it, whatever shape the quote has', () => {
    const repliedMsg = { msgType: 'text', content: '{"text":"新工单 0007"}' };
    expect(
      said({ text: { content: '已联系', isReplyMsg: true, repliedMsg }, originalProcessQueryKey: 'pqk7' }),
    ).toMatchObject({
      quote: { text: '新工单 0007', messageRef: 'pqk7' },
    });
    const card = { msgType: 'interactiveCard' };
    expect(said({ text: { content: '已联系', repliedMsg: card } })).not.toHaveProperty('quote');
    expect(said({ text: { content: '已联系', repliedMsg: 'what' }, originalMsgId: 1 })).not.toHaveProperty('quote');
  });

  test('without an id, a staff id or words once the month is spent is told apart', () => {
    expect(said({ msgId: undefined })).toBeUndefined();
    expect(said({ senderStaffId: '' })).toBe('noStaffId');
    expect(said({ errorCode: '20001', errorMessage: '受调用量超量影响' })).toBe('quotaExhausted');
  });
});

describe('a click', () => {
  const pressed = (cardPrivateData: unknown, more: Record<string, unknown> = {}) =>
    cardIncoming(
      {
        outTrackId: 'ref7',
        userId: '0001',
        spaceType: 'IM',
        spaceId: 'cid==',
        content: JSON.stringify({ cardPrivateData }),
        ...more,
      },
      ROBOT,
      'frame1',
    );

  test('names card, person, button and the form', () => {
    const params = {
      ref: 'ref7',
      action: 'signoff',
      lead: 'sunli',
      handlers: ['zhoujie', 'lisi'],
      opinion: { value: '同意' },
    };
    expect(pressed({ actionIds: ['signoff'], params })).toEqual({
      kind: 'click',
      dedupeKey: 'dingtalk:dingappkey0000000001:click:frame1',
      platform: 'dingtalk',
      door: 'dingtalk',
      person: '0001',
      ref: 'ref7',
      action: 'signoff',
      values: { lead: 'sunli', handlers: ['zhoujie', 'lisi'], opinion: '同意' },
      reply: { outTrackId: 'ref7' },
    });
  });

  test('in a group names the group; without a ref the card id stands for it', () => {
    const press = pressed({ actionIds: ['claim'] }, { spaceType: 'IM_GROUP' });
    expect(press).toMatchObject({ chat: 'cid==', ref: 'ref7', action: 'claim', values: {} });
  });

  test('that cannot be understood is none', () => {
    expect(pressed({})).toBeUndefined();
    expect(pressed({ actionIds: ['claim'] }, { userId: undefined })).toBeUndefined();
    expect(pressed({ actionIds: ['claim'] }, { content: 'not json' })).toBeUndefined();
  });
});

describe('on the street', () => {
  let door: Door;
  afterEach(() => door.close());
  const says = (text: string) =>
    door.rig.street.say({ person: door.rig.person('zhangsan'), chat: door.rig.group, text: `@工单助手 ${text}` });

  test('a sender without a staff id is told that the robot must be published', async () => {
    door = await openDoor({ limits: { variants: LEAST_HELPFUL } });
    expect(await says('待办')).toMatchObject({ delivered: true });
    await until(() => door.said(GROUP).length === 1);
    expect(door.said(GROUP)[0]?.text).toContain('版本管理与发布');
    expect(door.desk.taken).toEqual([]);
  });

  test('a spent month is told to the centre', async () => {
    door = await openDoor();
    door.rig.town.faults.push({ kind: 'quota', times: 1 });
    expect(await says('待办')).toMatchObject({ delivered: true });
    expect(door.desk.told.map(({ topic }) => topic)).toEqual(['dingtalk:quota']);
    expect(door.desk.taken).toEqual([]);
  });

  test('a quoted card is recognised by what its sending was answered with', async () => {
    door = await openDoor();
    const { newTicketCard } = await import('./dingtalk-rig.ts');
    const receipt = await door.send(GROUP, newTicketCard());
    const [quote] = door.said(GROUP);
    await door.rig.street.say({
      person: door.rig.person('zhangsan'),
      chat: door.rig.group,
      text: '@工单助手 已联系',
      ...(quote ? { quote } : {}),
    });
    const messageRef = receipt.ok ? receipt.messageRef : undefined;
    expect(messageRef).toBeTruthy();
    expect(door.desk.taken).toMatchObject([{ quote: { messageRef } }]);
  });
});
