import { afterEach, expect, test } from 'vitest';
import { type Door, GROUP, newTicketCard, openDoor } from './dingtalk-rig.ts';

let door: Door;
afterEach(() => door.close());

test.each([
  ['disbanded', '已解散', 'group.disbanded'],
  ['removed', '移出', 'bot.stopped'],
] as const)(
  'a group that is %s is told to the centre, and what goes there is refused as gone',
  async (how, words, code) => {
    door = await openDoor();
    expect(await door.rig.street.lose(door.rig.group, how)).toEqual({ delivered: true });
    expect(door.desk.told).toMatchObject([
      { topic: `gone:群 ${door.rig.group.id}`, text: expect.stringContaining(words) },
    ]);
    expect(await door.send(GROUP, '在吗')).toMatchObject({ ok: false, class: 'rejected', gone: true, code });
    expect(await door.send(GROUP, newTicketCard())).toMatchObject({ ok: false, class: 'rejected', gone: true });
  },
);

test('an event that could not be told is sent again and then taken', async () => {
  door = await openDoor();
  const { tellCentre } = door.desk.context;
  let tries = 0;
  door.desk.context.tellCentre = async (topic, text) => {
    tries += 1;
    if (tries === 1) throw new Error('no database');
    await tellCentre(topic, text);
  };
  expect(await door.rig.street.lose(door.rig.group, 'disbanded')).toEqual({ delivered: true });
  expect(door.desk.told).toHaveLength(1);
});
