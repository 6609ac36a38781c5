import ExcelJS from 'exceljs';
import { codeOf } from './fill.ts';
import { DEPARTMENTS } from './ground.ts';

/** Words of appeals. Joined in ever new order they pack about as well as what people really say. */
const WORDS =
  '小区 路灯 不亮 居民 反映 物业 长期 无人 维修 夜间 出行 不便 希望 尽快 处理 水压 不足 停水 通知 未见 电梯 故障 多次 报修 噪音 扰民 施工 深夜 垃圾 清运 不及时 异味 道路 破损 积水 严重 车辆 乱停 占用 消防 通道 学校 门口 拥堵 医保 报销 进度 查询 燃气 安装 收费 标准 不明 农田 灌溉 水渠 堵塞 宅基地 审批 时间 过长 公交 班次 减少 老人 看病 困难 供暖 温度 不达标 树木 遮挡 采光 广场 音响 过大'.split(
    ' ',
  );
const WORDS_PER_APPEAL = 110;
const HEAD =
  '办件编号 诉求类型 诉求主题 诉求内容 事项大类 区域 详细地址 诉求人 联系电话 办理单位 来电时间 派单时间'.split(' ');

/** The same words for the same seed: a run measures what the one before it did. */
const speaker = (seed: number): ((count: number) => string) => {
  let state = seed;
  const next = (): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return WORDS[(state >>> 8) % WORDS.length] ?? '';
  };
  return (count) => Array.from({ length: count }, next).join('');
};

const two = (figure: number): string => String(figure).padStart(2, '0');

/** An export of so many appeals of the bench's morning, dispatched over the departments, with the strings beside the sheet as Excel and WPS keep them. */
export const writeExport = async (path: string, rows: number): Promise<void> => {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true });
  const sheet = book.addWorksheet('办件明细');
  sheet.addRow(HEAD).commit();
  const say = speaker(12_345);
  for (let n = 1; n <= rows; n += 1) {
    sheet
      .addRow([
        `GDX${String(n).padStart(9, '0')}`,
        '求助',
        say(7),
        `${say(WORDS_PER_APPEAL)}。`,
        say(2),
        `${n % 17}镇`,
        `${n % 17}镇${say(2)}路${n % 300}号`,
        `诉求人${n}`,
        `139${String((n * 7919) % 100_000_000).padStart(8, '0')}`,
        `第${codeOf(n % DEPARTMENTS)}局`,
        `2026-11-24 08:${two(n % 30)}:00`,
        `2026-11-24 08:${two(30 + (n % 30))}:00`,
      ])
      .commit();
  }
  await book.commit();
};
