import { expect } from 'vitest';
import { arrives } from '../town/paths.ts';
import { DAILY_POSTS, story } from '../town/story.ts';

const NO = 'GD20261020003301';

story(
  'R3.7 a difficult ticket goes to the county leader of its field, whose decision on the card binds',
  async ({ town }) => {
    await arrives(town, NO, { category: '城乡建设/市政', receivedAt: '2026-10-15T09:00:00+08:00' });
    await town.asks('hanmei', '疑难 3301 原因:职责不清', '分管县领导');
    const sheet = await town.card({ person: 'fengxian' }, 'decide', NO);
    await town.presses('fengxian', sheet, 'decide', { department: 'zjj', opinion: '由住建局牵头' });
    expect(await town.ticket(NO)).toMatchObject({ status: 'toClaim', department: 'zjj' });
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    await town.asks('chenjing', '@工单助手 退单 3301 原因:不归我局', ['县领导批示确定', '第三条'], 'cidZjj==');
  },
);

story(
  'R3.6 arisen on Tuesday morning it goes by the petition bureau to the reception leader on the roster',
  async ({ town }) => {
    await arrives(town, NO);
    await town.asks('hanmei', '疑难 3301 原因:多部门推诿', '信访局接访县领导');
    await town.reads({ person: 'xinfang' }, '呈批件', NO);
    await town.asks('fengxian', '批示 3301 承办:住建局', ['接访', '第三条']);
    await town.card({ person: 'jiefang' }, 'decide', NO);
    await town.asks('jiefang', '批示 3301 承办:教体局 意见:请牵头', '县教育体育局');
    for (const chat of ['wrkJyj', 'cidJyj==']) await town.card({ chat }, 'claim', NO);
    await town.asks('fengxian', '批示 3301 承办:住建局', '待签收');
  },
);

story(
  'R3.6 nobody on that route today: the hotline leader gets the sheet, and the centre is told',
  async ({ town }) => {
    await arrives(town, NO, { category: '教育/学校', receivedAt: '2026-10-15T09:00:00+08:00' });
    await town.asks('hanmei', '疑难 3301 原因:职责不清', '已呈批');
    await town.card({ person: 'hezhang' }, 'decide', NO);
    await town.reads({ chat: 'wrkCentre' }, '呈批件', NO);
  },
);

story(
  'a leader who stays silent is reminded after four working hours and again the next working day',
  async ({ town }) => {
    await arrives(town, NO, { category: '城乡建设/市政', receivedAt: '2026-10-15T09:00:00+08:00' });
    await town.asks('hanmei', '疑难 3301 原因:职责不清', '已呈批');
    const leader = { person: 'fengxian' };
    await town.card(leader, 'decide', NO);
    await town.clock({ to: '2026-10-20T15:30:00+08:00' });
    await town.clock({ to: '2026-10-21T15:30:00+08:00' });
    const sheets = await town.readsAll(leader, '请批示承办单位', NO);
    expect(sheets).toHaveLength(3);
    await town.readsAll(leader, '待处理');
    const reminders = (await town.ticket(NO)).history.filter((event) => event.type === 'LeaderReminded');
    expect(reminders).toHaveLength(2);
    town.leavesUnread('the daily posts', (message) => DAILY_POSTS.test(message.text));
  },
);

story(
  'R3.8 the centre may put a key one before the hotline leader, who decides on the card; R3.5 the centre reads it every morning with reason and returns',
  async ({ town }) => {
    await arrives(town, NO);
    await town.asks('limin', '@工单助手 退单 3301 原因:管线属水务', '退单申请', 'wrkCgj');
    await town.card({ chat: 'wrkCentre' }, 'accept', NO);
    await town.asks('hanmei', '同意 3301', '已同意');
    await town.card({ chat: 'wrkCentre' }, 'dispatch', NO);
    await town.asks('hanmei', '疑难 3301', '为什么呈批');
    await town.asks('hanmei', '群众集中反映，涉及多部门', '信访局接访县领导');
    await town.reads({ person: 'jiefang' }, '呈批件', NO);
    await town.reads({ person: 'xinfang' }, '呈批件', NO);
    await town.asks('hanmei', '疑难 3301 原因:重点件 呈送:热线分管领导', ['呈批中', '请等待县领导批示']);
    await town.clock({ to: '2026-10-21T08:36:00+08:00' });
    const post = await town.reads({ chat: 'wrkCentre' }, '每日工单', '疑难推诿');
    for (const words of [NO, '群众集中反映', '县城市管理局退单：管线属水务']) expect(post.text, words).toContain(words);

    const key = 'GD20261020003302';
    await arrives(town, key);
    await town.asks('hanmei', '疑难 3302 原因:重点疑难 呈送:热线分管领导', '呈送：热线分管领导');
    const sheet = await town.card({ person: 'hezhang' }, 'decide', key);
    await town.presses('hezhang', sheet, 'decide', { department: 'zjj' });
    expect(await town.ticket(key)).toMatchObject({ department: 'zjj', status: 'toClaim' });
    await town.card({ chat: 'cidZjj==' }, 'claim', key);
    await town.asks('hanmei', '批示 3301 承办:住建局', '您没有这个角色');
    await town.asks('jiefang', '批示 3301', '由哪个单位承办');
    await town.asks('jiefang', '天文局', ['没有叫“天文局”', '您是不是要']);
    await town.asks('jiefang', '住建局', '县住房和城乡建设局');
    await town.card({ chat: 'cidZjj==' }, 'claim', NO);
    town.leavesUnread(
      'the sheet’s reminders and the daily posts',
      (message) => /呈批件/.test(message.text) || DAILY_POSTS.test(message.text),
    );
  },
);
