import { storiesWith } from '../town/story.ts';

/** An administrator on each platform. */
const story = storiesWith({
  people: [{ id: 'guanli', name: '管立', department: 'centre', roles: ['administrator'], dingtalk: '0990' }],
});

const GROUPS = [
  {
    platform: 'dingtalk',
    group: 'cidZjj==',
    department: 'zjj',
    name: '住建局',
    liaison: 'chenjing',
    administrator: 'guanli',
  },
  { platform: 'wecom', group: 'wrkCgj', department: 'cgj', name: '城管局', liaison: 'limin', administrator: 'xulei' },
] as const;

for (const { platform, group, department, name, liaison, administrator } of GROUPS)
  story(`a dissolved ${platform} group is told once and left alone until it is bound again`, async ({ town }) => {
    await town.fault(platform, 'dissolved', { chat: group });
    await town.tickets({ no: 'GD20261020007201', department });
    await town.reads({ chat: 'wrkCentre' }, '的群已解散，或工单助手已被移出', group, '联络员本人', '绑定');
    await town.card({ person: liaison }, 'claim', '7201');
    await town.tickets({ no: 'GD20261020007202', department });
    await town.card({ person: liaison }, 'claim', '7202');
    await town.fault(platform, 'none');
    await town.tickets({ no: 'GD20261020007203', department });
    await town.card({ person: liaison }, 'claim', '7203');
    await town.asks(liaison, '@工单助手 待办', ['还没有绑定', group], group);
    await town.asks(administrator, `@工单助手 绑定 ${name}`, '本群已绑定', group);
    await town.tickets({ no: 'GD20261020007204', department });
    await town.card({ chat: group }, 'claim', '7204');
  });

const EVENTS_BY = {
  'over the stream': storiesWith({}),
  'over HTTP, sealed': storiesWith({
    prepare: ({ dingtalk }) => {
      dingtalk.eventToken = 'TownEvents2026';
      dingtalk.eventAesKey = 'EventEventEventEventEventEventEventEventEve';
    },
  }),
};

for (const [way, told] of Object.entries(EVENTS_BY))
  told(`a group that took the bot out is lost by the event ${way}, before anything is sent there`, async ({ town }) => {
    await town.happens('cidZjj==', 'renamed');
    await town.happens('cidZjj==', 'removed');
    await town.reads(
      { chat: 'wrkCentre' },
      '住房和城乡建设局的群已解散，或工单助手已被移出',
      '移出',
      'cidZjj==',
      '绑定',
    );
    await town.tickets({ no: 'GD20261020007301', department: 'zjj' });
    await town.card({ person: 'chenjing' }, 'claim', '7301');
    await town.happens('cidZjj==', 'joined');
    await town.tickets({ no: 'GD20261020007302', department: 'zjj' });
    await town.card({ person: 'chenjing' }, 'claim', '7302');
  });
