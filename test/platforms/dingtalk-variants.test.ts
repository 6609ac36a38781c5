import { afterEach, describe, expect, test } from 'vitest';
import { LEAST_HELPFUL, VARIANTS, type Variant } from '../../src/simulator/dingtalk/residents/variants.ts';
import { type Door, GROUP, newTicketCard, openDoor, until, ZHANG } from './dingtalk-rig.ts';

let door: Door;
afterEach(() => door.close());

/** What people say in the group or alone, and what the bot must have understood, whatever the message looks like. */
const SAYINGS = {
  words: { text: '@工单助手 签收 0007', taken: { text: '签收 0007', attachments: [] } },
  'words with a picture': {
    text: '@工单助手 回复 0007 [图片:现场.jpg]',
    taken: { text: '回复 0007', attachments: [{ kind: 'image' }] },
  },
  'a picture alone, in private': { text: '[图片:现场.jpg]', alone: true, taken: { attachments: [{ kind: 'image' }] } },
  'a file, in private': { text: '[文件:复函.pdf]', alone: true, taken: { attachments: [{ kind: 'file' }] } },
  'an answer to a card': { text: '@工单助手 已联系', quotes: true, taken: { text: '已联系' } },
} as const;
type Saying = { text: string; alone?: boolean; quotes?: boolean; taken: object };

/** Those that leave something to understand; of the others the bot says why not. */
const POLITE: Partial<Record<Variant, string>> = { noStaffId: '版本管理与发布', unknownType: '这种消息我看不懂' };
const USABLE = VARIANTS.filter((variant) => POLITE[variant] === undefined);
const QUOTED = new Set<Variant>(['noQuote']);

const says = async ({ text, alone, quotes }: Saying): Promise<void> => {
  if (quotes) await door.send(GROUP, newTicketCard());
  const [quote] = door.said(GROUP);
  const place = alone ? {} : { chat: door.rig.group };
  const heard = await door.rig.street.say({
    person: door.rig.person('zhangsan'),
    text,
    ...place,
    ...(quotes && quote ? { quote } : {}),
  });
  expect(heard).toMatchObject({ delivered: true });
};

describe.each(['stream', 'http'] as const)('by %s', (mode) => {
  const rows = ([[], ...USABLE.map((variant) => [variant]), USABLE] as Variant[][]).flatMap((variants) =>
    Object.entries<Saying>(SAYINGS).map(
      ([what, saying]) => [variants.join('+') || 'the full message', what, variants, saying] as const,
    ),
  );

  test.each(rows)('%s: %s is understood', async (_name, _what, variants, saying) => {
    door = await openDoor({ mode, limits: { variants } });
    await says(saying);
    const { alone, quotes, taken } = saying;
    expect(door.desk.taken).toHaveLength(1);
    const [incoming] = door.desk.taken;
    expect(incoming).toMatchObject({ kind: 'message', person: '0001', ...taken });
    if (!alone) expect(incoming).toMatchObject({ chat: door.rig.group.id });
    else expect(incoming).not.toHaveProperty('chat');
    if (quotes && !variants.some((variant) => QUOTED.has(variant)))
      expect(incoming).toMatchObject({ quote: { messageRef: expect.any(String) } });
  });

  test.each(Object.entries(POLITE))(
    '%s is refused with what to do, and nothing is acted on',
    async (variant, words) => {
      door = await openDoor({ mode, limits: { variants: [variant as Variant] } });
      await says(SAYINGS.words);
      await until(() => door.said(GROUP).length === 1);
      expect(door.said(GROUP)[0]?.text).toContain(words);
      expect(door.desk.taken).toEqual([]);
    },
  );

  test('the poorest message of all is answered too', async () => {
    door = await openDoor({ mode, limits: { variants: LEAST_HELPFUL } });
    await says(SAYINGS.words);
    await until(() => door.said(GROUP).length === 1);
    expect(door.desk.taken).toEqual([]);
  });

  test('a message without its session, or without its words, is not lost on anybody', async () => {
    door = await openDoor({ mode, limits: { variants: ['noSession'], monthlyPushes: 0 } });
    await says(SAYINGS.words);
    expect(door.desk.told).toMatchObject([{ topic: 'dingtalk:quota' }]);
    expect(door.said(GROUP)).toEqual([]);
    expect(door.said(ZHANG)).toEqual([]);
  });
});
