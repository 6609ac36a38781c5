/** The sample county 青溪县: invented departments, people, groups. Names, numbers and addresses belong to nobody. */

interface SamplePerson {
  id: string;
  name: string;
  department: string;
  roles: string[];
  wecom?: string;
  dingtalk?: string;
  fields?: string[];
  roster?: string[];
}

type Platform = 'wecom' | 'dingtalk';

/** code, name, aliases, platforms, then liaison, principal, deputy, handlers. */
const ROWS: readonly [string, string, string[], Platform[], string[]][] = [
  ['cgj', '县城市管理局', ['城管局', '城市管理局', '县城管局'], ['wecom'], ['李敏', '李建国', '王芳', '张伟', '刘洋']],
  ['zjj', '县住房和城乡建设局', ['住建局', '县住建局'], ['dingtalk'], ['陈静', '赵刚', '孙丽', '周杰', '胡斌']],
  ['jyj', '县教育体育局', ['教体局', '教育局'], ['wecom', 'dingtalk'], ['吴倩', '郑红', '冯涛', '褚亮']],
  ['wjw', '县卫生健康委员会', ['卫健委'], ['wecom'], ['蒋梅', '沈国强', '韩雪', '杨帆']],
  ['jjdd', '县公安局交通警察大队', ['交警大队', '交管大队'], ['wecom'], ['朱琳', '秦峰', '尤勇', '许超']],
  ['scj', '县市场监督管理局', ['市场监管局', '市监局'], ['wecom'], ['何燕', '吕伟民', '施敏', '张磊']],
  ['hbj', '青溪生态环境局', ['环保局', '生态环境局'], ['dingtalk'], ['孔欣', '曹志远', '严华', '华鹏']],
  ['jtj', '县交通运输局', ['交通局', '交运局'], ['wecom'], ['金玲', '魏建平', '陶涛', '姜波']],
  ['sw', '青溪水务公司', ['水务公司', '自来水公司'], ['dingtalk'], ['戚薇', '谢东', '邹平', '喻军']],
  ['gd', '青溪供电公司', ['供电公司', '电力公司'], ['dingtalk'], ['柏杨', '水根生', '窦文', '章雷']],
  ['rsj', '县人力资源和社会保障局', ['人社局', '劳动局'], ['wecom'], ['云霞', '苏志明', '潘虹', '葛亮']],
  ['nsx', '南山镇人民政府', ['南山镇'], ['wecom'], ['范晓', '彭大海', '郎平川', '鲁明']],
  ['bhz', '北河乡人民政府', ['北河乡'], ['wecom'], ['韦佳', '昌盛', '马小军', '苗青']],
];

const CENTRE: readonly [string, string, string[]][] = [
  ['hanmei', '韩梅', ['operator']],
  ['bianjie', '卞洁', ['operator']],
  ['yangyan', '杨艳', ['followUp']],
  ['daiyu', '戴玉', ['followUp']],
  ['xulei', '徐磊', ['director']],
  ['maoqi', '毛琪', ['administrator']],
  ['hezhang', '何章', ['hotlineLeader']],
  ['zuolin', '左林', ['countyLeader']],
  ['shike', '石克俭', ['countyLeader']],
  ['cuihao', '崔浩', ['receptionLeader']],
  ['jixiang', '吉祥和', ['receptionLeader']],
  ['niuwen', '钮文', ['petitionBureau']],
  ['gongzheng', '龚正', ['supervisionOffice']],
];

const FIELDS: Record<string, string[]> = {
  zuolin: ['cgj', 'zjj', 'jtj', 'jjdd', 'sw', 'gd', 'hbj'],
  shike: ['jyj', 'wjw', 'rsj', 'scj', 'nsx', 'bhz'],
};
const ROSTER: Record<string, string[]> = {
  cuihao: ['2026-10-19', '2026-10-20', '2026-11-02', '2026-11-03'],
  jixiang: ['2026-10-26', '2026-10-27', '2026-11-09', '2026-11-10'],
};
const ROLES: readonly (readonly string[])[] = [['liaison'], ['principal'], ['deputy'], ['handler'], ['handler']];

const idOf = (department: string, place: number): string =>
  `${department}${['ll', 'zr', 'fg', 'jb1', 'jb2'][place] ?? place}`;
const on = (platforms: readonly Platform[], id: string, number: number): Pick<SamplePerson, 'wecom' | 'dingtalk'> => ({
  ...(platforms.includes('wecom') ? { wecom: id } : {}),
  ...(platforms.includes('dingtalk') ? { dingtalk: `20${number.toString().padStart(4, '0')}` } : {}),
});

const departmentPeople = (): SamplePerson[] =>
  ROWS.flatMap(([code, , , platforms, names], row) =>
    names.map((name, place) => ({
      id: idOf(code, place),
      name,
      department: code,
      roles: [...(ROLES[place] ?? ['handler'])],
      ...on(platforms, idOf(code, place), row * 10 + place),
    })),
  );

const centrePeople = (): SamplePerson[] =>
  CENTRE.map(([id, name, roles], place) => ({
    id,
    name,
    department: 'centre',
    roles,
    ...on(['wecom', 'dingtalk'], id, 900 + place),
    ...(FIELDS[id] ? { fields: FIELDS[id] } : {}),
    ...(ROSTER[id] ? { roster: ROSTER[id] } : {}),
  }));

export const people: SamplePerson[] = [
  ...departmentPeople(),
  ...centrePeople(),
  { id: 'cgjwt', name: '罗兰', department: 'cgj', roles: ['delegate'], wecom: 'cgjwt' },
];

const key = (number: number): string => `0000${number.toString(16).padStart(4, '0')}-0000-4000-8000-000000000000`;

interface SampleGroup {
  platform: Platform;
  id: string;
  name: string;
  department?: string;
  scope?: 'centre' | 'county';
  webhookKey?: string;
}

export const groups: SampleGroup[] = [
  ...ROWS.flatMap(([code, name, , platforms], row) =>
    platforms.map(
      (platform): SampleGroup =>
        platform === 'wecom'
          ? { platform, id: `wrk${code}Qingxi`, name: `${name}12345工单群`, department: code, webhookKey: key(row + 1) }
          : { platform, id: `cid${code}Qingxi==`, name: `${name}12345工单群`, department: code },
    ),
  ),
  { platform: 'wecom', id: 'wrkCentreQingxi', name: '县热线中心', scope: 'centre', webhookKey: key(90) },
  { platform: 'wecom', id: 'wrkCountyQingxi', name: '青溪县12345工作群', scope: 'county', webhookKey: key(91) },
  { platform: 'dingtalk', id: 'cidCountyQingxi==', name: '青溪县12345工作群（钉钉）', scope: 'county' },
];

export const departments = [
  { code: 'centre', name: '县热线中心', aliases: ['热线中心', '中心'] },
  ...ROWS.map(([code, name, aliases]) => ({ code, name, aliases })),
];

/** The organisation file as `hotline import org` reads it. */
export const organisation = { departments, people, chats: groups.map(({ name: _name, ...chat }) => chat) };

/** Who is in which group: the department's own people; the centre's; for the county the principals, deputies and leaders. */
export const membersOf = (group: SampleGroup): string[] =>
  people
    .filter((person) => person[group.platform] !== undefined)
    .filter((person) =>
      group.department
        ? person.department === group.department
        : group.scope === 'centre'
          ? person.department === 'centre'
          : person.department === 'centre' || person.roles.some((role) => role === 'principal' || role === 'deputy'),
    )
    .map((person) => person.id);

export { idOf as personId };
