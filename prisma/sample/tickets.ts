import { personId } from './county.ts';

/** The sample tickets as the upstream tells them, and what had happened to each before the demo begins (2026-10-20 08:25). */

/** type, title, content, department words. */
type Theme = readonly [string, string, string, string];

const THEMES: readonly Theme[] = [
  [
    '求助',
    '南环路与学府街口路灯连续不亮',
    '来电人反映南环路与学府街口路灯从上周起连续不亮，夜间行人多，担心安全。联系电话13800001234。',
    '城管局',
  ],
  ['投诉', '夜市占道经营油烟扰民', '青溪大道夜市摊位占用人行道，油烟直排居民楼，孩子写作业开不了窗。', '城管局'],
  ['建议', '建议在老车站增设公厕指引牌', '外地游客在老车站找不到公厕，建议增设指引牌。', '城管局'],
  [
    '投诉',
    '小区电梯停运多日无人处理',
    '幸福家园3栋电梯停运五天，老人上下楼困难，物业互相推。来电人身份证36072919900101001X已登记。',
    '住建局',
  ],
  ['咨询', '咨询既有住宅加装电梯补贴', '想了解老旧小区加装电梯的补贴标准和办理流程。', '住建局'],
  [
    '投诉',
    '物业擅自停水催缴物业费',
    '物业以欠费为由停水，家里有老人，请尽快协调。车牌赣B12345停在门口被锁。',
    '住建局',
  ],
  ['咨询', '外来务工子女转学需要什么材料', '孩子三年级，想转到县城就读，咨询需要什么材料。', '教体局'],
  ['建议', '建议错峰安排城北小学放学', '城北小学放学时段校门口拥堵严重，建议分年级错峰。', '教体局'],
  ['求助', '父亲异地就医报销迟迟未到账', '父亲在外地住院，材料交了两个月仍未到账。', '卫健委'],
  ['咨询', '咨询新生儿接种点周末是否开放', '想知道城东接种点周末上班时间。', '卫健委'],
  ['投诉', '红绿灯配时不合理路口常堵', '青溪大道与文昌路口左转绿灯只有八秒，早高峰堵一公里。', '交警大队'],
  ['求助', '门前道路被大货车长期占用停车', '城西工业路两侧大货车长期停放，居民出行不便。', '交警大队'],
  ['举报', '反映某超市销售过期食品', '在超市买到过期两个月的酸奶，商家拒绝赔付。举报人要求保密。', '市场监管局'],
  ['投诉', '健身房关门预付卡无法退款', '健身房突然关门，预付卡余额三千元无法退。', '市场监管局'],
  ['投诉', '养殖场异味影响村民生活', '村边养殖场夜间异味很重，开窗就能闻到。', '环保局'],
  ['投诉', '工地夜间施工噪声扰民', '凌晨两点仍在打桩，全家无法休息。', '环保局'],
  ['求助', '乡道塌方影响通行', '北河乡至县城乡道有一处小塌方，校车绕行。', '交通局'],
  ['建议', '建议12路公交增加晚班', '工业园区下班晚，希望12路末班车延到21点。', '交通局'],
  ['求助', '家中自来水压力低洗不了澡', '六楼住户反映晚上水压低，电话0797-1234567。', '水务公司'],
  ['求助', '水管爆裂路面积水', '文昌巷口水管爆裂，路面大面积积水。', '水务公司'],
  ['求助', '台区频繁跳闸', '村里晚上频繁跳闸，空调都带不动。', '供电公司'],
  ['咨询', '咨询充电桩报装流程', '自家车位想装充电桩，咨询报装流程。', '供电公司'],
  ['求助', '建筑工地拖欠工资', '在城东工地干活三个月，工资一直没有结清，有二十多名工友。', '人社局'],
  ['咨询', '咨询灵活就业人员参保', '咨询灵活就业人员养老保险缴费档次。', '人社局'],
  ['求助', '村道路灯损坏需要维修', '南山镇李家村主路三盏路灯坏了。', '南山镇'],
  ['投诉', '垃圾清运不及时', '垃圾桶满了几天没人收，气味大。', '北河乡'],
  ['表扬', '感谢窗口工作人员耐心帮助', '办事窗口工作人员帮老人填表，很耐心，特此表扬。', '人社局'],
];

const AREAS = ['城东', '城西', '城北', '南门社区', '文昌社区', '南山镇', '北河乡', '工业园区'];
const SURNAMES = ['陈', '王', '李', '黄', '曾', '钟', '温', '赖'];

const codeOf: Record<string, string> = {
  城管局: 'cgj',
  住建局: 'zjj',
  教体局: 'jyj',
  卫健委: 'wjw',
  交警大队: 'jjdd',
  市场监管局: 'scj',
  环保局: 'hbj',
  交通局: 'jtj',
  水务公司: 'sw',
  供电公司: 'gd',
  人社局: 'rsj',
  南山镇: 'nsx',
  北河乡: 'bhz',
};

/** How far a ticket had come: each includes what is before it. */
export type Stage =
  | 'toClaim'
  | 'claimed'
  | 'proposed'
  | 'handling'
  | 'contacted'
  | 'replied'
  | 'approved'
  | 'done'
  | 'reworked'
  | 'twice'
  | 'noAnswer'
  | 'void'
  | 'merged'
  | 'referred'
  | 'escalated'
  | 'toDispatch';

export interface SampleTicket {
  ticket: Record<string, unknown> & { no: string };
  /** Department code, absent for 待派单. */
  department?: string;
  stage: Stage;
  /** Working moments of the steps begin here: ISO with +08:00. */
  dispatchedAt: string;
}

const pad = (value: number, size = 2): string => value.toString().padStart(size, '0');

/** A theme's n-th ticket, dispatched at `date` and time. */
const make = (
  index: number,
  theme: Theme,
  order: { date: string; time?: string; stage: Stage; department?: string | undefined; more?: Record<string, unknown> },
): SampleTicket => {
  const [type, title, content, words] = theme;
  const { date, time = `${pad(9 + (index % 3))}:${pad((index * 7) % 60)}`, stage } = order;
  const area = AREAS[index % AREAS.length] ?? '城东';
  const at = `${date}T${time}:00+08:00`;
  const asked = 'department' in order ? order.department : words;
  const anonymous = index % 11 === 5;
  const caller = anonymous
    ? { anonymous: true }
    : {
        name: `${SURNAMES[index % SURNAMES.length]}${index % 2 ? '先生' : '女士'}`,
        phone: `1380000${pad(1000 + index, 4)}`,
      };
  return {
    ticket: {
      no: `GD${date.replaceAll('-', '')}${pad(index, 5)}`,
      cityNo: `GZ${date.replaceAll('-', '')}${pad(index, 4)}`,
      type,
      title: index >= THEMES.length ? `${area}：${title}` : title,
      content,
      category: '民生服务/日常',
      area,
      address: `青溪县${area}第${(index % 30) + 1}号`,
      source: '12345热线',
      receivedAt: at,
      dispatchedAt: at,
      caller: type === '举报' ? { ...caller, confidential: true } : caller,
      ...(asked ? { department: asked } : {}),
      ...order.more,
    },
    ...(asked && codeOf[asked] ? { department: codeOf[asked] } : {}),
    stage,
    dispatchedAt: at,
  };
};

const theme = (index: number): Theme =>
  THEMES[index % THEMES.length] ?? THEMES[0] ?? ['求助', '路灯不亮', '', '城管局'];

const STAGES: readonly (readonly [Stage, string, number])[] = [
  ['done', '2026-09-28', 10],
  ['done', '2026-10-08', 8],
  ['noAnswer', '2026-10-09', 2],
  ['twice', '2026-09-28', 2],
  ['reworked', '2026-10-12', 3],
  ['approved', '2026-10-15', 6],
  ['replied', '2026-10-15', 5],
  ['contacted', '2026-10-14', 5],
  ['handling', '2026-10-13', 6],
  ['handling', '2026-10-10', 3],
  ['claimed', '2026-10-19', 4],
  ['toClaim', '2026-10-16', 5],
  ['toClaim', '2026-10-19', 4],
  ['void', '2026-10-16', 1],
  ['merged', '2026-10-16', 1],
  ['referred', '2026-10-19', 2],
  ['escalated', '2026-10-12', 1],
];

/** Everything that had happened before the demo, and fifteen proposals that wait for 李建国. */
export const history = (): SampleTicket[] => {
  let index = 0;
  const next = (order: Parameters<typeof make>[2], chosen?: Theme): SampleTicket => {
    index += 1;
    return make(index, chosen ?? theme(index - 1), order);
  };
  const staged = STAGES.flatMap(([stage, date, count]) => Array.from({ length: count }, () => next({ stage, date })));
  const proposals = Array.from({ length: 15 }, (_none, place) =>
    next({ stage: 'proposed', date: '2026-10-19' }, THEMES[place % 3] ?? theme(0)),
  );
  const unknown = ['园林局', '县大数据中心', undefined].map((words) =>
    next({ stage: 'toDispatch', date: '2026-10-19', time: '16:20', department: words }),
  );
  return [...staged, ...proposals, ...unknown];
};

/** What arrives while the visitor watches: by the intake, after the bot has started. */
export const fresh = (): Record<string, unknown>[] =>
  [0, 3, 6, 12, 18, 20].map((place, order) => {
    const { ticket } = make(900 + order, theme(place), {
      stage: 'toClaim',
      date: '2026-10-20',
      time: '08:20',
      ...(order === 4 ? { more: { urgent: true } } : {}),
    });
    const { dispatchedAt: _now, ...rest } = ticket;
    return rest;
  });

/** The people who act for a department in the sample. */
export const actors = (department: string) => ({
  liaison: personId(department, 0),
  principal: personId(department, 1),
  deputy: personId(department, 2),
  handler: personId(department, 3),
});
