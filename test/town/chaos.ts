import { expect } from 'vitest';
import type { FaultKind, Message, Platform, TrafficEntry } from '../../src/simulator/town/types.ts';
import { storiesWith } from './story.ts';
import { type openTown, type StoryTown, textsOf, until } from './town.ts';

/** Whatever happens to a connection, by whichever door: a letter comes once, what people do counts once, the next too. */

const A = 'GD20261020007001';
const B = 'GD20261020007002';

/** A way in and out of a platform, with a department's group and a person who claims there. */
export interface Door {
  name: string;
  platform: Platform;
  department: string;
  chat: string;
  claimer: string;
  /** What stays open between the two, to be cut. */
  line: boolean;
  /** Without buttons in the group: the words of a claim are typed there. */
  typed?: true;
  options: Parameters<typeof openTown>[0];
}

const wecom = { platform: 'wecom', department: 'cgj', chat: 'wrkCgj', claimer: 'zhangwei' } as const;
const dingtalk = { platform: 'dingtalk', department: 'zjj', chat: 'cidZjj==', claimer: 'chenjing' } as const;

export const DOORS: readonly Door[] = [
  { name: 'WeCom socket', ...wecom, line: true, options: {} },
  {
    name: 'WeCom callback',
    ...wecom,
    line: false,
    typed: true,
    options: {
      prepare: (settings) => {
        settings.wecom.botToken = 'TownRobotToken';
        settings.wecom.botEncodingAESKey = 'RobotRobotRobotRobotRobotRobotRobotRobotRob';
      },
    },
  },
  { name: 'DingTalk stream', ...dingtalk, line: true, options: {} },
  {
    name: 'DingTalk HTTP',
    ...dingtalk,
    line: false,
    options: {
      prepare: (settings) => {
        settings.dingtalk.mode = 'http';
      },
    },
  },
];

/** What the ticket's history holds of one kind. */
const happened = async (town: StoryTown, no: string, type: string): Promise<number> =>
  (await town.ticket(no)).history.filter((event) => event.type === type).length;

/** The letters about a ticket that offer it to be claimed: cards with the button, or the words to type. */
const offers = (town: StoryTown, { chat, typed }: Door, no: string): Message[] =>
  town
    .said({ chat })
    .filter((message) => textsOf(message).includes(no.slice(-4)) && !(typed && message.text.includes('已签收 ')));

const doing = async (town: StoryTown, path: string, body: object): Promise<boolean> => {
  const answer = await fetch(`${town.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return ((await answer.json()) as { delivered: boolean }).delivered;
};

/** Claims as this door's groups do. False: it met nobody, the connection is away just now. */
const claims = (town: StoryTown, { platform, claimer: person, chat, typed }: Door, card: Message): Promise<boolean> => {
  const text = `@工单助手 签收 ${/GD\d+/.exec(textsOf(card))?.[0]}`;
  return typed
    ? doing(town, '/town/messages', { platform, person, chat, text })
    : doing(town, '/town/clicks', { platform, person, message: card.id, action: 'claim' });
};

/** The ticket's letter, which the group has once. */
const offered = async (town: StoryTown, door: Door, no: string): Promise<Message> => {
  const letter = await town.reads({ chat: door.chat }, no.slice(-4));
  expect(offers(town, door, no)).toHaveLength(1);
  return letter;
};

const isClaimedOnce = async (town: StoryTown, door: Door, no: string): Promise<void> => {
  await until(async () => (await town.ticket(no)).status === 'toSignOff', `${no} is claimed`);
  await town.settled();
  expect(await happened(town, no, 'TicketClaimed')).toBe(1);
  expect(offers(town, door, no)).toHaveLength(1);
  if (door.typed)
    expect(town.said({ chat: door.chat }).filter(({ text }) => text.includes(`已签收 ${no}`))).toHaveLength(1);
};

/** Hands a ticket in and has it claimed; a person whose press met nobody presses again. */
const handledOnce = async (town: StoryTown, door: Door, no: string): Promise<void> => {
  await town.tickets({ no, department: door.department });
  const letter = await offered(town, door, no);
  await until(() => claims(town, door, letter), 'a claim has come through');
  await isClaimedOnce(town, door, no);
};

const restIsReadElsewhere = (town: StoryTown): void =>
  town.leavesUnread('what follows a claim is read in other stories', ({ text }) => /700[12]/.test(text));

const ON_A_LINE: FaultKind[] = ['cut-socket', 'kick'];
const ANYWHERE: FaultKind[] = ['drop-answer', 'duplicate'];

/** Connections refused before the platform is there again. */
const MANY = 3;

/** Hands a ticket in without waiting for its letter. */
const handIn = async (town: StoryTown, { department }: Door, no: string): Promise<void> => {
  const at = '2026-10-20T08:45:00+08:00';
  const ticket = { no, department, type: '求助', title: '路灯不亮', content: '', receivedAt: at, dispatchedAt: at };
  expect((await town.api('/api/v1/tickets', { method: 'POST', body: JSON.stringify([ticket]) })).status).toBe(200);
};

const refusals = async (town: StoryTown): Promise<number> => {
  const { requests } = (await (await fetch(`${town.url}/town`)).json()) as { requests: TrafficEntry[] };
  return requests.filter(({ status }) => status === 'connection refused').length;
};

/** The stories of one door. */
export const troubles = (door: Door): void => {
  const story = storiesWith(door.options);
  for (const kind of [...(door.line ? ON_A_LINE : []), ...ANYWHERE])
    story(`${door.name}: ${kind} while a ticket is handed in and claimed`, async ({ town }) => {
      await town.fault(door.platform, kind, { times: 1 });
      for (const no of [A, B]) await handledOnce(town, door, no);
      restIsReadElsewhere(town);
    });

  story(`${door.name}: of two claims the later comes in first, and each counts once`, async ({ town }) => {
    await town.tickets({ no: A, department: door.department }, { no: B, department: door.department });
    const letters = [await offered(town, door, A), await offered(town, door, B)] as const;
    await town.fault(door.platform, 'reorder', { times: 1 });
    expect(await Promise.all(letters.map((letter) => claims(town, door, letter)))).toEqual([true, true]);
    for (const no of [A, B]) await isClaimedOnce(town, door, no);
    restIsReadElsewhere(town);
  });

  story(`${door.name}: nothing connects for long; then all is there, once`, async ({ town }) => {
    await town.fault(door.platform, 'refuse');
    if (door.line) await town.fault(door.platform, 'cut-socket', { times: 1 });
    await handIn(town, door, A);
    await until(async () => (await refusals(town)) >= MANY, 'it was refused many times');
    expect(offers(town, door, A)).toHaveLength(0);
    await town.fault(door.platform, 'none');
    const letter = await offered(town, door, A);
    await until(() => claims(town, door, letter), 'a claim has come through');
    await isClaimedOnce(town, door, A);
    await handledOnce(town, door, B);
    restIsReadElsewhere(town);
  });
};
