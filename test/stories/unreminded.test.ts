import { expect } from 'vitest';
import { Organisation } from '../../src/intake/organisation.ts';
import { openDatabase } from '../../src/store/client.ts';
import { importOrganisation } from '../../src/store/organisation.ts';
import { organisationFile } from '../town/organisation.ts';
import { DAILY_POSTS, story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020006301';

/** The bureau's group was dissolved, and those who could claim have left the platform; nobody has told the administrator. */
const bureauGone = async (town: StoryTown): Promise<void> => {
  const database = openDatabase(town.databaseUrl, 1);
  await database.chat.updateMany({ where: { id: 'cidZjj==' }, data: { id: 'cidDissolved==' } });
  const file = organisationFile();
  const left: Record<string, string> = { chenjing: '9999', zhoujie: '9998' };
  const people = file.people.map((person) => (left[person.id] ? { ...person, dingtalk: left[person.id] } : person));
  await importOrganisation(database, Organisation.parse({ ...file, chats: [], people }));
  await database.$disconnect();
};

story(
  'R3.2, R3.3 every reminder refused: the centre is alarmed; nothing is deducted until a call is logged and its grace is over',
  async ({ town }) => {
    await town.tickets({ no: NO, department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    await bureauGone(town);
    await town.clock({ to: '2026-10-22T08:40:00+08:00' });
    const alarm = await town.card({ chat: 'wrkCentre' }, 'urge', '签收提醒未送达');
    expect(alarm.text).toContain('县住房和城乡建设局');
    await town.reads({ chat: 'wrkCentre' }, '县住房和城乡建设局的群已解散', 'cidDissolved==');
    await town.clock({ to: '2026-10-22T17:40:00+08:00' });
    expect((await town.ticket(NO)).deductions).toEqual([]);

    await town.asks('hanmei', '催办 6301 方式:电话 对象:陈静 时间:2026-10-22 17:20', NO);
    await town.presses('hanmei', alarm, 'urge');
    await town.reads({ person: 'hanmei' }, '提醒了谁');
    await town.asks('hanmei', '赵刚', ['已登记', '电话提醒', '宽限期']);
    await town.clock({ to: '2026-10-23T15:00:00+08:00' });
    expect((await town.ticket(NO)).deductions).toMatchObject([{ clause: 'R3.3', state: 'proposed' }]);
    town.leavesUnread(
      'posts, and what is said of the lost group',
      (message) => /平台拒绝|无法送达|提醒未送达|临期/.test(message.text) || DAILY_POSTS.test(message.text),
    );
  },
);
