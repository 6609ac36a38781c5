import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CARD_KINDS } from '../../src/cards/card.ts';
import { cardParams } from '../../src/chat/dingtalk/render.ts';
import { TEMPLATE_VARIABLES } from '../../src/chat/dingtalk/template/variables.ts';
import { newTicketCard } from './dingtalk-rig.ts';

interface Variable {
  id: string;
  type: string;
  private: boolean;
}

const exported: { editorData: string; type: string; mode: string } = JSON.parse(
  readFileSync(new URL('../../src/chat/dingtalk/template/ticket-card.json', import.meta.url), 'utf8'),
);
const editor: { variableList: Variable[]; expList: Variable[]; schema: unknown; mockData: { cardData: object } } =
  JSON.parse(exported.editorData);
const names = Object.keys(TEMPLATE_VARIABLES).sort();

test('the template in the repository has the contracted variables and their types, no more', () => {
  expect(exported).toMatchObject({ type: 'im', mode: 'card' });
  const types = Object.fromEntries(editor.variableList.map(({ id, type }) => [id, type]));
  expect(types).toEqual(TEMPLATE_VARIABLES);
  expect(Object.keys(editor.mockData.cardData).sort()).toEqual(names);
});

test('everything the template shows stands in its variables', () => {
  const schema = JSON.stringify(editor.schema);
  const used = [
    ...[...schema.matchAll(/\$\{(\w+)/g)].map(([, name]) => name),
    ...[...schema.matchAll(/"variable":"(\w+)/g)].map(([, name]) => name),
  ];
  const known = new Set([...names, ...editor.expList.map(({ id }) => id)]);
  expect(used.filter((name) => !known.has(name ?? ''))).toEqual([]);
  for (const shown of names.filter((name) => name !== 'tone')) expect(used).toContain(shown);
});

test.each(CARD_KINDS)('a card of kind %s sends the contracted variables, lists as JSON lists', (kind) => {
  const params = cardParams(newTicketCard({ kind, link: 'https://bot.example/t/1' }), { hint: '没有可签收的工单' });
  expect(Object.keys(params).sort()).toEqual(names);
  for (const [name, type] of Object.entries(TEMPLATE_VARIABLES)) {
    const value = params[name as keyof typeof params];
    expect(typeof value).toBe('string');
    if (type === 'array') expect(Array.isArray(JSON.parse(value))).toBe(true);
  }
});
