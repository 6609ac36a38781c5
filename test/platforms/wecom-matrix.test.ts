import { describe, expect, test } from 'vitest';
import { CARD_KINDS, type Card, type CardKind } from '../../src/cards/card.ts';
import { appMessage, changedCard, responseMessage } from '../../src/chat/wecom/app.ts';
import { botAnswer } from '../../src/chat/wecom/callbacks.ts';
import { LIMITS } from '../../src/chat/wecom/limits.ts';
import { newsNotice, webhookMessage } from '../../src/chat/wecom/render.ts';
import { robotMessage } from '../../src/chat/wecom/robot.ts';
import { newRef } from '../../src/kernel/ids.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import type { Town } from '../../src/simulator/town/types.ts';
import { type Channel, wrongWith } from '../../src/simulator/wecom/cards.ts';
import { keepImage } from '../../src/simulator/wecom/images.ts';
import { wrongMessage } from '../../src/simulator/wecom/sends.ts';
import { newState } from '../../src/simulator/wecom/state.ts';

/** Every kind of card by every channel of WeCom, bare and overfull: what is rendered, the vendor's rule book takes. */

const LONG = '南环路与学府街口路灯连续两晚不亮，来电人称多次反映未果|*_#<@all>[x](y)\n请尽快核实。'.repeat(12);
const options = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({ id: `person-${index}`, text: `一个名字很长的承办单位${index}` }));
const field = (key: string, kind: 'select' | 'multiselect' | 'text', count = 0) => ({
  key,
  label: `${key}牵头负责人的名字`,
  kind,
  required: true,
  ...(count > 0 ? { options: options(count), value: 'person-1' } : {}),
});
const action = (name: string, tickets: readonly string[]) => ({
  action: name,
  label: `${name}这个按钮的字很多`,
  words: `签收 ${tickets.slice(0, 3).join(' ')}`,
  tone: 'primary' as const,
});
const ticketNo = (index: number): string => `GD2026102000${1000 + index}`;

const base = (kind: CardKind): Card => ({
  kind,
  ref: newRef(),
  title: '新工单',
  tone: 'plain',
  facts: [],
  actions: [],
  tickets: [],
});
const actions = (count: number, tickets: readonly string[]) =>
  Array.from({ length: count }, (_none, index) => action(`act${index}`, tickets));
const rows = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({
    ticket: ticketNo(index),
    title: LONG.slice(0, 60),
    detail: '待签收 · 还剩1个工作日',
    urgent: index % 2 === 0,
  }));

/** The same kind of card as thin and as thick as it comes. */
const SHAPES: Record<string, (kind: CardKind) => Card> = {
  bare: base,
  'one button': (kind) => ({ ...base(kind), actions: actions(1, [ticketNo(0)]), tickets: [ticketNo(0)] }),
  overfull: (kind) => ({
    ...base(kind),
    title: LONG,
    status: '待签批，已催办三次',
    tone: 'urgent',
    body: LONG,
    facts: Array.from({ length: 12 }, (_none, index) => ({ label: `第${index}个很长的标签`, value: LONG })),
    more: '及其余 99 件',
    actions: actions(9, [ticketNo(0)]),
    form: [field('lead', 'select', 14)],
    link: 'https://ops.example.gov.cn/t/GD1',
    tickets: [ticketNo(0)],
  }),
  form: (kind) => ({
    ...base(kind),
    body: LONG,
    actions: actions(2, [ticketNo(0)]),
    form: [
      field('lead', 'select', 12),
      field('deputy', 'select', 2),
      field('handlers', 'multiselect', 30),
      field('say', 'text'),
      field('more', 'select', 3),
    ],
    tickets: [ticketNo(0)],
  }),
  list: (kind) => ({
    ...base(kind),
    title: LONG,
    body: LONG,
    rows: rows(60),
    more: '及其余 40 件',
    actions: actions(
      3,
      rows(60).map(({ ticket }) => ticket),
    ),
    tickets: rows(60).map(({ ticket }) => ticket),
  }),
  table: (kind) => ({
    ...base(kind),
    title: LONG.slice(0, 40),
    body: LONG,
    rows: rows(80),
    facts: [{ label: '截至', value: '10-20' }],
  }),
  'notice with a page': (kind) => ({
    ...base(kind),
    body: LONG,
    link: 'https://ops.example.gov.cn/t/GD1',
    tickets: [ticketNo(0)],
  }),
};

const { wecom } = demoSettings('');
const app = { corpId: wecom.corpId, agentId: wecom.agentId, secret: wecom.secret };
const withCallback = { ...app, token: wecom.token, encodingAESKey: wecom.encodingAESKey };
const state = newState({ town: {} as Town, settings: demoSettings(''), baseUrl: () => '' });

type Body = { msgtype?: string; template_card?: unknown; markdown?: { content: string }; stream?: { content: string } };

/** What the robot's doors take (D101031, D101463): cards by the book, 20,480 bytes of words. */
const robotRefuses = (body: Body, words: 'markdown' | 'stream', updating = false): string | undefined => {
  if (body.template_card) return wrongWith(body.template_card, 'aibot', updating);
  const content = body[words]?.content ?? '';
  if (body.msgtype !== words) return `msgtype ${body.msgtype}`;
  return content === '' || Buffer.byteLength(content) > LIMITS.streamBytes ? `${words} empty or too long` : undefined;
};
const sendRefuses = (body: object, channel: 'app' | 'webhook'): string | undefined =>
  wrongMessage(state, body as Record<string, unknown>, channel)?.errmsg;
const answered = (card: Card, reply: object): Body =>
  (botAnswer(
    { answer: reply === NEW ? { say: { form: 'card', card } } : { replace: card, hint: '好的' }, repeated: false },
    reply,
    'st1',
  )?.body ?? {}) as Body;
const NEW = {};
const clicked =
  (cardType: string) =>
  (card: Card): string | undefined => {
    const body = answered(card, { taskId: card.ref, cardType });
    const type = (body.template_card as { card_type?: string } | undefined)?.card_type;
    return robotRefuses(body, 'stream', true) ?? (type === cardType ? undefined : `changed into ${type}`);
  };

const CHANNELS: Record<string, (card: Card) => string | undefined> = {
  'the robot’s push': (card) => robotRefuses(robotMessage({ form: 'card', card }), 'markdown'),
  'the robot’s answer': (card) => robotRefuses(answered(card, NEW), 'stream'),
  'the robot’s answer by its address, in a group': (card) =>
    robotRefuses(responseMessage({ form: 'card', card }, false), 'markdown'),
  'the robot’s answer by its address, alone': (card) =>
    robotRefuses(responseMessage({ form: 'card', card }, true), 'markdown'),
  'a change of a clicked button card': clicked('button_interaction'),
  'a change of a clicked form': clicked('multiple_interaction'),
  'a change of a clicked list': clicked('vote_interaction'),
  'the app': (card) => sendRefuses(appMessage({ form: 'card', card }, withCallback), 'app'),
  'the app without a callback address': (card) => sendRefuses(appMessage({ form: 'card', card }, app), 'app'),
  'a later change of an app card': (card) => wrongWith(changedCard(card), 'app', true),
  'the webhook': (card) => sendRefuses(webhookMessage({ form: 'card', card }), 'webhook'),
  'the webhook with people called': (card) =>
    sendRefuses(webhookMessage({ form: 'card', card, mention: ['zhangwei', 'limin'] }), 'webhook'),
};

describe.each(Object.keys(CHANNELS))('%s', (channel) => {
  test.each(CARD_KINDS)('takes %s in every shape', (kind) => {
    const refused = Object.entries(SHAPES).map(([shape, draw]) => [shape, CHANNELS[channel]?.(draw(kind))]);
    expect(refused.filter(([, wrong]) => wrong !== undefined)).toEqual([]);
  });
});

test('a league table by the webhook is a table with whole rows, and says what it leaves out', () => {
  const draw = SHAPES.table;
  const body =
    draw &&
    (webhookMessage({ form: 'card', card: draw('leagueDaily') }) as {
      msgtype: string;
      markdown_v2: { content: string };
    });
  expect(body?.msgtype).toBe('markdown_v2');
  const lines = body?.markdown_v2.content.split('\n') ?? [];
  const shown = lines.filter((line) => line.startsWith('| GD'));
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.every((line) => line.split('|').length === 5)).toBe(true);
  expect(lines.at(-1)).toBe(`另有${80 - shown.length}个单位，请看图片榜单。`);
});

test('each type of card is used where it says most', () => {
  const typeOf = (message: object): unknown =>
    (message as { template_card?: { card_type?: string } }).template_card?.card_type ?? 'words';
  const drawn = (shape: string): Card => SHAPES[shape]?.('ticket') ?? base('ticket');
  const app = (shape: string) =>
    typeOf(appMessage({ form: 'card', card: { ...drawn(shape), kind: 'newTicket' } }, withCallback));
  expect([app('one button'), app('form'), app('list'), app('notice with a page'), app('bare')]).toEqual([
    'button_interaction',
    'multiple_interaction',
    'vote_interaction',
    'text_notice',
    'button_interaction',
  ]);
  const group = webhookMessage({ form: 'card', card: drawn('notice with a page') });
  expect(typeOf(group)).toBe('text_notice');
});

test('a picture with a page of its own is the head of a notice, at an address the platform gave', () => {
  const cover = 'http://town.example/wecom/img/a1';
  const here = newState({ town: {} as Town, settings: demoSettings(''), baseUrl: () => 'http://town.example' });
  here.images.set('a1', { bytes: Buffer.from('x'), type: 'image/png', at: 0 });
  const page = 'https://ops.example.gov.cn/league/monthly/2026-10';
  const card = newsNotice({ name: `2026-10 热线月榜${'很长的名字'.repeat(9)}.png`, page, cover });
  const refused = (template_card: object): boolean =>
    wrongMessage(here, { msgtype: 'template_card', template_card }, 'app') !== undefined;
  expect(card).toMatchObject({ card_type: 'news_notice', card_action: { url: page }, card_image: { url: cover } });
  expect(refused(card)).toBe(false);
  expect(
    [
      { ...card, card_image: { url: 'http://elsewhere.example/wecom/img/a1' } },
      { ...card, card_image: { url: 'http://town.example/wecom/img/b2' } },
      { ...card, card_image: { url: cover, aspect_ratio: 2.3 } },
      { ...card, card_image: { url: cover, aspect_ratio: 1 } },
      { ...card, card_image: {} },
      { ...card, card_image: undefined },
      { ...card, card_action: undefined },
      { ...card, card_action: { type: 1 } },
    ].map(refused),
  ).toEqual(Array(8).fill(true));
});

test('the simulator keeps pictures by the vendor’s limits', () => {
  const at = Date.parse('2026-11-26T09:00:00+08:00');
  const here = newState({
    town: { now: () => new Date(at) } as Town,
    settings: demoSettings(''),
    baseUrl: () => 'http://town.example',
  });
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(8)]);
  const code = (bytes: Buffer): number => keepImage(here, bytes).errcode;
  expect([code(png), code(Buffer.from('no picture')), code(Buffer.concat([png, Buffer.alloc(2 ** 21)]))]).toEqual([
    0, 40009, 45001,
  ]);
  for (let index = 1; index < 1_000; index += 1) keepImage(here, png);
  expect([here.images.size, code(png)]).toEqual([1_000, 45009]);
  for (const image of here.images.values()) image.at -= 24 * 3_600_000;
  expect(code(png)).toBe(0);
});

test('the rule book refuses what a channel cannot show', () => {
  const button = {
    card_type: 'button_interaction',
    main_title: { title: '甲' },
    button_list: [{ text: '签收', key: 'a' }],
    task_id: 'a1',
  };
  const refusals: [object, Channel][] = [
    [button, 'webhook'],
    [{ ...button, action_menu: { action_list: [] } }, 'app'],
    [{ ...button, jump_list: [{ title: '去' }] }, 'aibot'],
    [{ ...button, emphasis_content: { title: '97%' } }, 'app'],
    [{ ...button, task_id: '带汉字' }, 'aibot'],
  ];
  expect(refusals.map(([card, channel]) => wrongWith(card, channel) === undefined)).toEqual(refusals.map(() => false));
  expect(wrongWith(button, 'app')).toBeUndefined();
});
