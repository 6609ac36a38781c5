import { expect } from 'vitest';
import { DAILY_POSTS, storiesWith } from '../town/story.ts';

const GROUP = { chat: 'cidZjj==' };
const CALLS = 10;

/** A tenant with few calls a month, a county group on DingTalk. */
const story = storiesWith({
  environment: { DINGTALK_MONTHLY_CALLS: String(CALLS) },
  people: [{ id: 'guanli', name: '管立', department: 'centre', roles: ['administrator'], dingtalk: '0990' }],
});

story(
  'with four fifths of the month\u2019s calls used, work comes in one list, what nobody needs waits, what is urgent does not',
  async ({ town }) => {
    const dispatched = (no: string, more = {}) => town.tickets({ no: `GD2026102000${no}`, department: 'zjj', ...more });
    await town.asks('guanli', '@工单助手 绑定 全县', '本群已绑定', 'cidJyj==');
    for (const no of ['8501', '8502', '8503']) {
      await dispatched(no);
      await town.card(GROUP, 'claim', no);
      await town.presses('chenjing', await town.card(GROUP, 'claim', no), 'claim');
      await town.card({ person: 'zhaogang' }, 'signoff', no);
    }
    await town.clock({ advance: '15 minutes' });
    for (const no of ['8504', '8505']) {
      await dispatched(no, { urgent: true });
      await town.card(GROUP, 'claim', no);
    }
    await town.reads({ chat: 'wrkCentre' }, '八成', '合并成列表');

    await town.clock({ advance: '15 minutes' });
    expect(await town.readsAll({ person: 'sunli' }, '临期交办')).toHaveLength(2);
    await town.reads({ chat: 'wrkCentre' }, '已用完', '增购包');
    const before = town.said(GROUP).length;
    await dispatched('8506');
    await dispatched('8507');
    await town.tickets({ no: 'GD20261020008508', department: 'cgj', coDepartments: ['zjj'] });
    await town.card({ chat: 'wrkCgj' }, 'claim', '8508');
    expect(town.said(GROUP)).toHaveLength(before);
    await dispatched('8509', { urgent: true });
    await town.card(GROUP, 'claim', '8509');
    await town.clock({ advance: '3 minutes' });
    const list = await town.reads(GROUP, '8506', '8507');
    expect(list.actions?.map(({ label }) => label)).toContain('全部签收');
    expect(town.said(GROUP)).toHaveLength(before + 2);

    await town.clock({ to: '2026-10-21T08:50:00+08:00' });
    await town.reads(GROUP, '早间工单提示', '8508', '协办：1 件');
    expect(town.said(GROUP).filter(({ text }) => text.includes('请配合'))).toEqual([]);
    await town.readsAll({ person: 'sunli' }, '临期交办', '8509');
    await town.reads({ chat: 'cidJyj==' }, '日榜');
    expect(town.said({ chat: 'cidJyj==' }).map(({ kind }) => kind)).not.toContain('image');
    expect(town.said({ chat: 'wrkCounty' }).map(({ kind }) => kind)).toContain('image');
    town.leavesUnread(
      'the posts of a day and its reminders',
      (message) => /超期未签收/.test(message.text) || DAILY_POSTS.test(message.text),
    );
  },
);
