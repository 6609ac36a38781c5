import { expect } from 'vitest';
import { arrives, signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020006301';
const OPERATOR = { person: 'hanmei' };

/** Asks for the ticket in private and reads the buttons that come with it. */
const stepsOf = async (town: StoryTown, person: string): Promise<string[]> => {
  await town.asks(person, `工单 ${NO}`, '工单（');
  const card = await town.reads({ person }, '您可以办理');
  return (card.actions ?? []).map(({ action }) => action);
};

story(
  'the answer to 工单 brings a button for everything the operator may do, on DingTalk all of them',
  async ({ town }) => {
    await signedOff(town, NO);
    expect(await stepsOf(town, 'duyu')).toEqual([
      ...['contact', 'supervise', 'escalate', 'difficult', 'noncompliant', 'recall', 'merge', 'void'],
    ]);
    await town.presses('duyu', await town.card({ person: 'duyu' }, 'void'), 'void');
    await town.readsAll({ person: 'duyu' }, '为什么作废');
    await town.asks('duyu', '测试工单', '已作废');
    expect(await stepsOf(town, 'duyu')).toEqual(['restore', 'recall']);
    await town.presses('duyu', await town.card({ person: 'duyu' }, 'restore'), 'restore');
    expect((await town.ticket(NO)).status).toBe('handling');
  },
);

story('on WeCom a supervision is planned from the button, one question after another', async ({ town }) => {
  await arrives(town, NO);
  expect(await stepsOf(town, 'hanmei')).toContain('supervise');
  await town.presses('hanmei', await town.card(OPERATOR, 'supervise'), 'supervise');
  await town.readsAll(OPERATOR, '什么时候督办');
  await town.asks('hanmei', '10-20 15:00', '在哪里督办');
  await town.asks('hanmei', '南门社区', '谁带队');
  await town.asks('hanmei', '中心', ['DD20261020-1', '王芳 亲自到场']);
  await town.card({ person: 'wangfang' }, 'attend:approve', '南门社区');
  await town.reads({ person: 'wangfang' }, '.ics');
  await town.card({ chat: 'wrkCentre' }, 'attend', 'DD20261020-1');
});

story('who may do nothing with a ticket gets its timeline and no buttons', async ({ town }) => {
  await arrives(town, NO);
  await town.asks('wangfang', '@工单助手 工单 6301', NO, 'wrkCgj');
  await town.asks('hezhang', `工单 ${NO}`, NO);
});
