import { expect } from 'vitest';
import { signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';
import type { StoryTown } from '../town/town.ts';

const NO = 'GD20261020007301';

/** The administrator of the county's WeCom changes a member in the address book, and WeCom tells the bot. */
const changesContact = async (town: StoryTown, person: string, became?: string): Promise<void> => {
  const response = await fetch(`${town.url}/town/contacts`, {
    method: 'POST',
    body: JSON.stringify({ platform: 'wecom', person, ...(became ? { became } : {}) }),
  });
  expect(await response.json()).toEqual({ delivered: true });
  await town.settled();
};

story('a member deleted from the address book is untied at once, and the centre reads it once', async ({ town }) => {
  await signedOff(town, NO);
  await town.fault('wecom', 'duplicate', { times: 1 });
  await changesContact(town, 'zhangwei');
  const told = await town.readsAll(
    { chat: 'wrkCentre' },
    '张伟（县城市管理局）',
    'zhangwei 已从通讯录删除',
    '绑定码 张伟',
  );
  expect(told).toHaveLength(1);
});

story('who got another account binds it by a code and goes on', async ({ town }) => {
  await signedOff(town, NO);
  await changesContact(town, 'zhangwei', 'zhangwei2');
  await town.reads({ chat: 'wrkCentre' }, '张伟', '由 zhangwei 改为 zhangwei2');
  await town.asks('zhangwei', '待办', ['您还没有登记', 'zhangwei2']);
  const { text } = await town.asks('xulei', '绑定码 张伟', '张伟的绑定码');
  const code = /绑定码：(\S+)/.exec(text)?.[1] ?? '';
  await town.asks('zhangwei', code, '绑定成功：张伟');
  await town.reads({ person: 'xulei' }, '已用您发的绑定码绑定了企业微信账号');
  await town.asks('zhangwei', '待办', NO);
});

story('a change of nobody the bot knows is of no concern', async ({ town }) => {
  await changesContact(town, 'huangli1', 'huangli1');
  expect(town.said({ chat: 'wrkCentre' })).toEqual([]);
});
