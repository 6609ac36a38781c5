import { expect } from 'vitest';
import type { FaultKind, Message, Platform } from '../../src/simulator/town/types.ts';
import { storiesWith } from '../town/story.ts';
import { type StoryTown, until } from '../town/town.ts';

/** Whatever happens to a connection: the card comes once, the press counts once, the next one too. */
const story = storiesWith({});

const PLACES = {
  wecom: { department: 'cgj', chat: 'wrkCgj', claimer: 'zhangwei' },
  dingtalk: { department: 'zjj', chat: 'cidZjj==', claimer: 'chenjing' },
} as const satisfies Record<Platform, object>;

/** What the ticket's history holds of one kind. */
const happened = async (town: StoryTown, no: string, type: string): Promise<number> => {
  const { history } = (await (await town.api(`/api/v1/tickets/${no}`)).json()) as { history: { type: string }[] };
  return history.filter((event) => event.type === type).length;
};

/** A press meets nobody while the connection is away: the person presses again. */
const pressed = async (town: StoryTown, person: string, { platform, id: message }: Message): Promise<boolean> => {
  const body = JSON.stringify({ platform, person, message, action: 'claim' });
  const answer = await fetch(`${town.url}/town/clicks`, { method: 'POST', body });
  return ((await answer.json()) as { delivered: boolean }).delivered;
};

/** Hands a ticket in and has it claimed by its card; the card is there once, before and after. */
const handledOnce = async (town: StoryTown, platform: Platform, no: string): Promise<void> => {
  const { department, chat, claimer } = PLACES[platform];
  await town.tickets({ no, department });
  const cards = () => town.said({ chat }).filter(({ text, kind }) => kind === 'card' && text.includes(no.slice(-4)));
  const card = await town.card({ chat }, 'claim', no);
  expect(cards()).toHaveLength(1);
  await until(() => pressed(town, claimer, card), 'a press has come through');
  await town.settled();
  expect((await town.ticket(no)).status).toBe('toSignOff');
  expect(await happened(town, no, 'TicketClaimed')).toBe(1);
  expect(cards()).toHaveLength(1);
};

const TROUBLES: [Platform, FaultKind][] = [
  ['wecom', 'cut-socket'],
  ['wecom', 'kick'],
  ['wecom', 'drop-answer'],
  ['wecom', 'duplicate'],
  ['dingtalk', 'cut-socket'],
  ['dingtalk', 'kick'],
  ['dingtalk', 'drop-answer'],
  ['dingtalk', 'duplicate'],
];

for (const [platform, kind] of TROUBLES)
  story(`${platform}: ${kind} while a ticket is handed in and claimed`, async ({ town }) => {
    await town.fault(platform, kind, { times: 1 });
    await handledOnce(town, platform, 'GD20261020007001');
    await handledOnce(town, platform, 'GD20261020007002');
    town.leavesUnread('what follows a claim is read in other stories', ({ text }) => /700[12]/.test(text));
  });
