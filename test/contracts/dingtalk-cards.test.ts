import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARD_KINDS, type Card, type CardKind, isTicketCardKind } from '../../src/cards/card.ts';
import { LIMITS } from '../../src/chat/dingtalk/render.ts';
import type { Message } from '../../src/simulator/town/types.ts';
import { type Door, GROUP, newTicketCard, openDoor, until, ZHANG } from '../platforms/dingtalk-rig.ts';

/** Every kind of card through every way DingTalk shows one, taken by the vendor's rule book and read by people. */

const ROWS = [
  { ticket: 'GD20261020000017', title: '路灯不亮 <font color=red>', detail: '待签收 · 还有 2 小时', urgent: true },
  { ticket: 'GD20261020000018', title: '井盖缺失 [点我](http://x)', detail: '已超期' },
];
const FORM = [
  { key: 'lead', label: '牵头', kind: 'select' as const, required: true, options: [{ id: '0001', text: '张三' }] },
  { key: 'opinion', label: '意见', kind: 'textarea' as const, required: false },
];

const cardOf = (kind: CardKind, ref: string): Card =>
  newTicketCard({
    kind,
    ref,
    title: `${kind} 标题`,
    body: '第一段\n第二段',
    link: 'https://bot.example.gov.cn/t/17(a)',
    ...(isTicketCardKind(kind) ? { form: FORM } : { rows: ROWS, more: '及其余 3 件' }),
  });

const DOORS = ['own template', 'action card', 'markdown'] as const;
type Way = (typeof DOORS)[number];
const drawn = (way: Way, kind: CardKind): Card => {
  const card = cardOf(kind, `ref${way.length}${kind}`);
  // Words with a blank to fill in: nothing a button could send.
  return way === 'markdown'
    ? { ...card, actions: [{ action: 'claim', label: '签收', words: '签收 GD20261020000017 说明:…' }] }
    : card;
};

describe.each(DOORS)('by %s', (way) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor({ template: way === 'own template', limits: { qps: 1_000, monthlyCalls: 100_000 } });
  });
  afterAll(() => door.close());

  describe.each([
    ['a group', GROUP],
    ['a person', ZHANG],
  ])('to %s', (_, to) => {
    test.each(CARD_KINDS)('%s', async (kind) => {
      const card = { ...drawn(way, kind), ref: `${drawn(way, kind).ref}${'chat' in to ? 'g' : 'p'}` };
      expect(await door.send(to, card)).toMatchObject({ ok: true, channel: 'dingtalk' });
      const shown = door.said(to).at(-1);
      expect(shown?.text).toContain(`${kind} 标题`);
      expect(shown?.text).toContain('第二段');
      if (!isTicketCardKind(kind)) expect(shown?.text).toContain('及其余 3 件');
      expect(shown?.actions?.map(({ label }) => label) ?? []).toEqual(way === 'markdown' ? [] : ['签收', '详情']);
      if (way === 'markdown') expect(shown?.text).toContain('＠工单助手 签收 GD20261020000017 说明:…');
    });
  });

  test('the longest card is taken whole or cut, never refused', async () => {
    const card = { ...drawn(way, 'notice'), ref: `long${way.length}`, body: '长"\n'.repeat(LIMITS.cardBodyBytes) };
    expect(await door.send(GROUP, card)).toMatchObject({ ok: true });
  });
});

describe('the ladder', () => {
  const presses = (door: Door, message: Message | undefined, action: string) => {
    if (!message) throw new Error('no card');
    return door.rig.street.click({ person: door.rig.person('zhangsan'), message, action });
  };
  const asks = (door: Door, text: string) =>
    door.rig.street.say({ person: door.rig.person('zhangsan'), chat: door.rig.group, text });

  test('says the same on every rung: who, where, what and about which ticket', async () => {
    const template = await openDoor();
    const words = await openDoor({ template: false });
    await template.send(GROUP, newTicketCard());
    await presses(template, template.said(GROUP)[0], '签收');
    expect(template.desk.taken).toMatchObject([
      { kind: 'click', person: '0001', chat: GROUP_CHAT, action: 'claim', ref: 'ref0000000000017' },
    ]);
    await words.send(GROUP, newTicketCard());
    await presses(words, words.said(GROUP)[0], '签收');
    await words.send(GROUP, drawn('markdown', 'newTicket'));
    const printed = words
      .said(GROUP)
      .at(-1)
      ?.text.split('\n')
      .find((line) => line.includes('＠工单助手'));
    await asks(words, printed?.replace('＠', '@').replace(' 说明:…', '') ?? '');
    const said = { kind: 'message', person: '0001', chat: GROUP_CHAT, text: '签收 GD20261020000017' };
    expect(words.desk.taken).toMatchObject([said, said]);
    await template.close();
    await words.close();
  });

  test('a button whose words do not mention the robot can still be typed', async () => {
    const door = await openDoor({ template: false, limits: { dtmdMentions: false } });
    await door.send(GROUP, newTicketCard());
    expect(await presses(door, door.said(GROUP)[0], '签收')).toMatchObject({ delivered: false });
    expect(await asks(door, '@工单助手 签收 GD20261020000017')).toMatchObject({ delivered: true });
    await until(() => door.desk.taken.length === 1);
    await door.close();
  });
});

const GROUP_CHAT = 'cidHotl1neGroup0001==';
