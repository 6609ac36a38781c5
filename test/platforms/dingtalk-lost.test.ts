import { afterEach, describe, expect, test } from 'vitest';
import { type Door, GROUP, newTicketCard, openDoor } from './dingtalk-rig.ts';

let door: Door;
afterEach(() => door.close());

const WAYS = [
  ['the stream', { mode: 'stream' }],
  ['HTTP beside the stream', { mode: 'stream', events: true }],
  ['HTTP', { mode: 'http', events: true, limits: { eventRetryMs: [0, 0] } }],
] as const;
const events = () => door.rig.town.traffic.filter(({ what }) => /EVENT|dingtalk\/event/.test(what));

describe.each(WAYS)('group events over %s', (_way, options) => {
  test.each([
    ['disbanded', '解散', 'group.disbanded'],
    ['removed', '移出', 'bot.stopped'],
  ] as const)(
    'a group that is %s is lost at once, and what goes there is refused as gone',
    async (how, words, code) => {
      door = await openDoor(options);
      expect(await door.rig.street.happens(door.rig.group, how)).toEqual({ delivered: true });
      expect(door.desk.lost).toEqual([{ chat: door.rig.group.id, reason: expect.stringContaining(words) }]);
      expect(await door.send(GROUP, '在吗')).toMatchObject({ ok: false, class: 'rejected', gone: true, code });
      expect(await door.send(GROUP, newTicketCard())).toMatchObject({ ok: false, class: 'rejected', gone: true });
    },
  );

  test('an event that could not be kept is sent again and then taken', async () => {
    door = await openDoor({ ...options, limits: { eventRetryMs: [0, 0] } });
    const { lost } = door.desk.context;
    let tries = 0;
    door.desk.context.lost = async (chat, reason) => {
      tries += 1;
      if (tries === 1) throw new Error('no database');
      await lost(chat, reason);
    };
    expect(await door.rig.street.happens(door.rig.group, 'disbanded')).toEqual({ delivered: true });
    expect(door.desk.lost).toHaveLength(1);
  });

  test('one event told three times loses the group once', async () => {
    door = await openDoor(options);
    door.rig.town.faults.push({ kind: 'duplicate', times: 1 });
    await door.rig.street.happens(door.rig.group, 'removed');
    expect(events().filter(({ what, body }) => !JSON.stringify({ what, body }).includes('check_url'))).toHaveLength(3);
    const notes = [...door.desk.memory.keys()].filter((key) => key.startsWith('event:'));
    expect(notes).toHaveLength(1);
    expect(new Set(door.desk.lost.map(({ chat }) => chat)).size).toBe(1);
    await door.rig.street.happens(door.rig.group, 'joined');
    expect(await door.send(GROUP, '在吗')).toMatchObject({ ok: true });
  });

  test('a new title and a new member are taken and change nothing', async () => {
    door = await openDoor(options);
    expect(await door.rig.street.happens(door.rig.group, 'renamed')).toEqual({ delivered: true });
    expect(await door.rig.street.happens(door.rig.group, 'joined')).toEqual({ delivered: true });
    expect(door.desk.lost).toEqual([]);
    expect(door.desk.told).toEqual([]);
  });
});
