import type { Group, Person as Resident } from '../../src/simulator/town/types.ts';

/** A small county for stories: one department on each platform, one on both, the centre and the leaders. */
export const DEPARTMENTS = [
  { code: 'centre', name: '县热线中心', aliases: ['中心'] },
  { code: 'cgj', name: '县城市管理局', aliases: ['城管局', '城市管理局'] },
  { code: 'zjj', name: '县住房和城乡建设局', aliases: ['住建局'] },
  { code: 'jyj', name: '县教育体育局', aliases: ['教体局', '教育局'] },
  { code: 'xzf', name: '县政府', aliases: [] },
  { code: 'xfj', name: '县委信访局', aliases: ['信访局'] },
];

/** A resident, and what the organisation file says besides of a leader; or that it says nothing of this account. */
type Person = Resident & { fields?: string[]; roster?: string[]; unlisted?: true };

export const PEOPLE: Person[] = [
  { id: 'limin', name: '李敏', department: 'cgj', roles: ['liaison'], wecom: 'limin' },
  { id: 'lijianguo', name: '李建国', department: 'cgj', roles: ['principal'], wecom: 'lijianguo' },
  { id: 'wangfang', name: '王芳', department: 'cgj', roles: ['deputy'], wecom: 'wangfang' },
  { id: 'zhangwei', name: '张伟', department: 'cgj', roles: ['handler'], wecom: 'zhangwei' },
  { id: 'liuyang', name: '刘洋', department: 'cgj', roles: ['handler'], wecom: 'liuyang' },
  // Two of one name, with no part of their own in other stories.
  { id: 'huangli1', name: '黄丽', department: 'cgj', roles: [], wecom: 'huangli1' },
  { id: 'huangli2', name: '黄丽', department: 'cgj', roles: [], wecom: 'huangli2' },
  { id: 'chenjing', name: '陈静', department: 'zjj', roles: ['liaison'], dingtalk: '0101' },
  { id: 'zhaogang', name: '赵刚', department: 'zjj', roles: ['principal'], dingtalk: '0102' },
  { id: 'sunli', name: '孙丽', department: 'zjj', roles: ['deputy'], dingtalk: '0103' },
  { id: 'zhoujie', name: '周杰', department: 'zjj', roles: ['handler'], dingtalk: '0104' },
  { id: 'wuqiang', name: '吴强', department: 'jyj', roles: ['liaison', 'handler'], wecom: 'wuqiang', dingtalk: '0201' },
  { id: 'zhenghong', name: '郑红', department: 'jyj', roles: ['principal'], wecom: 'zhenghong', dingtalk: '0202' },
  { id: 'hanmei', name: '韩梅', department: 'centre', roles: ['operator'], wecom: 'hanmei' },
  { id: 'yangyan', name: '杨艳', department: 'centre', roles: ['followUp'], wecom: 'yangyan' },
  { id: 'xulei', name: '徐磊', department: 'centre', roles: ['director', 'administrator'], wecom: 'xulei' },
  { id: 'duyu', name: '杜宇', department: 'centre', roles: ['operator'], dingtalk: '0903' },
  { id: 'hezhang', name: '何章', department: 'centre', roles: ['hotlineLeader'], wecom: 'hezhang' },
  { id: 'fengxian', name: '冯县', department: 'xzf', roles: ['countyLeader'], dingtalk: '0901', fields: ['城乡建设'] },
  {
    id: 'jiefang',
    name: '节芳',
    department: 'xzf',
    roles: ['receptionLeader'],
    wecom: 'jiefang',
    roster: ['2026-10-20', '2026-10-27'],
  },
  { id: 'xinfang', name: '辛方', department: 'xfj', roles: ['petitionBureau'], dingtalk: '0902' },
];

export const GROUPS: Group[] = [
  {
    id: 'wrkCgj',
    platform: 'wecom',
    name: '城管局12345工单群',
    department: 'cgj',
    webhookKey: '11111111-aaaa',
    members: ['limin', 'lijianguo', 'wangfang', 'zhangwei', 'liuyang'],
  },
  {
    id: 'cidZjj==',
    platform: 'dingtalk',
    name: '住建局12345工单群',
    department: 'zjj',
    members: ['chenjing', 'zhaogang', 'sunli', 'zhoujie'],
  },
  {
    id: 'wrkJyj',
    platform: 'wecom',
    name: '教体局工单群',
    department: 'jyj',
    webhookKey: '33333333-cccc',
    members: ['wuqiang', 'zhenghong'],
  },
  {
    id: 'cidJyj==',
    platform: 'dingtalk',
    name: '教体局工单群（钉钉）',
    department: 'jyj',
    members: ['wuqiang', 'zhenghong'],
  },
  {
    id: 'wrkCentre',
    platform: 'wecom',
    name: '热线中心',
    scope: 'centre',
    webhookKey: '44444444-dddd',
    members: ['hanmei', 'yangyan', 'xulei'],
  },
  {
    id: 'wrkCounty',
    platform: 'wecom',
    name: '全县12345工作群',
    scope: 'county',
    webhookKey: '55555555-eeee',
    members: ['hezhang', 'xulei', 'lijianguo', 'zhenghong'],
  },
  { id: 'wrkNew', platform: 'wecom', name: '还没绑定的群', members: ['xulei', 'limin'] },
];

/** The organisation file of this county: groups that stand unbound are left out. */
export const organisationFile = (people: readonly Person[] = PEOPLE) => ({
  departments: DEPARTMENTS,
  people: people.filter(({ unlisted }) => !unlisted).map(({ mobile: _mobile, ...person }) => person),
  chats: GROUPS.filter((group) => group.department !== undefined || group.scope !== undefined).map(
    ({ id, platform, department, scope, webhookKey }) => ({
      id,
      platform,
      ...(department ? { department } : {}),
      ...(scope ? { scope } : {}),
      ...(webhookKey ? { webhookKey } : {}),
    }),
  ),
});
