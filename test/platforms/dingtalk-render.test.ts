import { describe, expect, test } from 'vitest';
import { cardParams, LIMITS, plainMarkdown, robotMessage, sessionMessage } from '../../src/chat/dingtalk/render.ts';
import { cutBytes } from '../../src/kernel/cut.ts';
import { newTicketCard } from './dingtalk-rig.ts';

const paramOf = (letter: Parameters<typeof robotMessage>[0]): Record<string, string> =>
  JSON.parse(robotMessage(letter).msgParam);

describe('the template', () => {
  test('gets texts only, lists as JSON', () => {
    const form = [
      { key: 'lead', label: '牵头', kind: 'select' as const, required: true, options: [{ id: 'a', text: '甲' }] },
    ];
    expect(cardParams(newTicketCard({ form, link: 'https://bot.example/t/1' }))).toEqual({
      title: '新工单',
      status: '待签收',
      tone: 'plain',
      body: '路灯不亮',
      facts: '[{"label":"签收时限","value":"10-20 12:00"}]',
      actions: '[{"action":"claim","label":"签收"},{"action":"ticket","label":"详情"}]',
      form: JSON.stringify(form),
      link: 'https://bot.example/t/1',
      ref: 'ref0000000000017',
    });
  });

  test('shows rows and what is left out below the body', () => {
    const rows = [
      { ticket: 'GD1', title: '路灯不亮', detail: '待签收 · 还有 2 小时', urgent: true },
      { ticket: 'GD2', title: '井盖缺失', detail: '已超期' },
    ];
    expect(cardParams(newTicketCard({ rows, more: '及其余 3 件' })).body).toBe(
      '路灯不亮\n1. 【急】GD1 路灯不亮 — 待签收 · 还有 2 小时\n2. GD2 井盖缺失 — 已超期\n及其余 3 件',
    );
  });
});

describe('without a template', () => {
  test('whole words become buttons that say them, the rest is to be typed', () => {
    const card = newTicketCard({
      actions: [
        { action: 'claim', label: '签收', words: '签收 GD17' },
        { action: 'contact', label: '联系', words: '联系 GD17 方式:见面 情况:…' },
        { action: 'ticket', label: '详情', words: '工单 GD17' },
      ],
    });
    expect(robotMessage({ form: 'card', card }).msgKey).toBe('sampleActionCard2');
    const param = paramOf({ form: 'card', card });
    expect(param.actionTitle1).toBe('签收');
    expect(param.actionURL1).toBe(`dtmd://dingtalkclient/sendMessage?content=${encodeURIComponent('签收 GD17')}`);
    expect(param.actionTitle2).toBe('详情');
    expect(param.text).toContain('工单助手 联系 GD17 方式:见面 情况:…');
  });

  test('one button and no button have their own message kinds', () => {
    const one = newTicketCard({ actions: [{ action: 'ticket', label: '详情', words: '工单 GD17' }] });
    expect(robotMessage({ form: 'card', card: one }).msgKey).toBe('sampleActionCard');
    expect(paramOf({ form: 'card', card: one })).toMatchObject({ singleTitle: '详情' });
    expect(robotMessage({ form: 'card', card: newTicketCard({ actions: [] }) }).msgKey).toBe('sampleMarkdown');
  });

  test('a sixth button becomes words to type', () => {
    const actions = Array.from({ length: 6 }, (_, n) => ({ action: `a${n}`, label: `按钮${n}`, words: `命令${n}` }));
    const card = newTicketCard({ actions });
    expect(robotMessage({ form: 'card', card }).msgKey).toBe('sampleActionCard5');
    expect(paramOf({ form: 'card', card }).text).toContain('命令5');
  });

  test.each(['字', '"', '\n', '😀', '\\'])('a text of many %j fits msgParam and is cut at a character', (letter) => {
    const { msgParam } = robotMessage({ form: 'text', text: letter.repeat(20_000) });
    expect(Buffer.byteLength(msgParam)).toBeLessThanOrEqual(LIMITS.msgParamBytes);
    expect(Buffer.byteLength(msgParam)).toBeGreaterThan(LIMITS.msgParamBytes / 3);
    expect(JSON.parse(msgParam).content.slice(0, 100)).toBe(letter.repeat(100).slice(0, 100));
    expect(msgParam).not.toContain('\ufffd');
  });

  test('a long card fits too and keeps its buttons', () => {
    const letter = { form: 'card', card: newTicketCard({ body: '长'.repeat(9_000) }) } as const;
    expect(Buffer.byteLength(robotMessage(letter).msgParam)).toBeLessThanOrEqual(LIMITS.msgParamBytes);
    expect(paramOf(letter).actionTitle2).toBe('详情');
  });
});

describe('a session reply', () => {
  test('calls people in the text and in the list', () => {
    expect(sessionMessage({ form: 'text', text: '请签收', mention: ['0001'] })).toEqual({
      msgtype: 'text',
      text: { content: '@0001 请签收' },
      at: { atUserIds: ['0001'], isAtAll: false },
    });
  });

  test('of a card has its buttons', () => {
    expect(sessionMessage({ form: 'card', card: newTicketCard() })).toMatchObject({
      msgtype: 'actionCard',
      actionCard: { title: '新工单 待签收', btns: [{ title: '签收' }, { title: '详情' }] },
    });
    expect(sessionMessage({ form: 'card', card: newTicketCard({ actions: [] }) })).toMatchObject({
      msgtype: 'markdown',
    });
  });

  test('is never longer than the webhook takes', () => {
    for (const form of ['text', 'card'] as const) {
      const text = '长"'.repeat(20_000);
      const letter = form === 'text' ? { form, text } : { form, card: newTicketCard({ body: text }) };
      const body = JSON.stringify(sessionMessage({ ...letter, mention: ['0001', '0002'] }));
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LIMITS.webhookBytes);
    }
  });
});

test('what people wrote cannot become links, headings, mentions or fonts', () => {
  const evil = '# 标题 [点我](dtmd://x) <font color=red> @all **粗** `码`';
  const plain = plainMarkdown(evil);
  expect(plain).not.toMatch(/(?<!\\)[[\]<>#@`*]/);
  const param = paramOf({ form: 'card', card: newTicketCard({ body: evil, title: evil, more: evil }) });
  expect(param.text?.replaceAll('#### ', '')).not.toMatch(/\]\(|<font|@all/);
});

test('a cut text ends with a sign and never inside a character', () => {
  expect(cutBytes('短', 10)).toBe('短');
  expect(cutBytes('字字字字', 10)).toBe('字字…');
  expect(cutBytes('😀😀😀', 10)).toBe('😀…');
});
