import type { Client } from 'pg';
import { shippedHolidays } from '../../config/holidays.ts';
import type { HolidayYear } from '../../domain/deadline/calendar.ts';
import { localDate } from '../../domain/deadline/calendarDate.ts';
import { readMigrations } from '../../store/migrations.ts';
import { hasTables } from '../connect.ts';
import { bad, type Finding, ok, skip, warn } from './finding.ts';

/** What the doctor needs of the directory. */
export interface Known {
  people: { id: string; name: string; wecom: string | null; dingtalk: string | null }[];
  chats: { platform: string; id: string; department: string | null; scope: string | null; name: string | null }[];
}

const OLDEST = 140_000;

/** The server and the tables; nothing is changed. `known` stays empty when there are no tables yet. */
export const databaseFindings = async (client: Client): Promise<{ findings: Finding[]; known: Known }> => {
  const none: Known = { people: [], chats: [] };
  const { rows } = await client.query<{ number: string; version: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version, current_setting('server_encoding') AS encoding`,
  );
  const { number = '0', version = '?', encoding = '?' } = rows[0] ?? {};
  const cure = '请换用 PostgreSQL 14 以上、编码 UTF8 的数据库，或不填 DATABASE_URL 用自带的。';
  if (Number(number) < OLDEST || encoding !== 'UTF8')
    return { findings: [bad('database', '数据库', `PostgreSQL ${version}，编码 ${encoding}`, cure)], known: none };
  const server = ok('database', '数据库', `PostgreSQL ${version}，编码 UTF8`);
  if (!(await hasTables(client)))
    return { findings: [server, skip('tables', '数据表', '还没有建立，第一次 npm start 时自动建立')], known: none };
  const known: Known = {
    people: (await client.query('SELECT id, name, wecom, dingtalk FROM person WHERE active ORDER BY id')).rows,
    chats: (
      await client.query(
        'SELECT c.platform, c.id, c.department, c.scope, d.name FROM chat c LEFT JOIN department d ON d.code = c.department ORDER BY c.platform, c.id',
      )
    ).rows,
  };
  return { findings: [server, await tables(client)], known };
};

const tables = async (client: Client): Promise<Finding> => {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1',
  );
  const mine = (await readMigrations()).map(({ name }) => name);
  const strange = rows.find(({ name }) => !mine.includes(name));
  if (strange)
    return bad('tables', '数据表', `数据库比程序新（${strange.name}）`, '请改用新版程序，或恢复升级前的备份。');
  const missing = mine.length - rows.length;
  return missing > 0
    ? warn('tables', '数据表', `有 ${missing} 步升级待做`, '先 npx hotline backup 备份，再启动工单助手，升级自动进行。')
    : ok('tables', '数据表', '与程序一致');
};

/** Departments, people and groups: whether everybody can be reached at all. */
export const directoryFindings = (known: Known, platforms: readonly string[]): Finding[] => {
  if (known.people.length === 0)
    return [warn('org', '组织', '还没有人员', '请执行 npx hotline import org --template 组织.xlsx，填好后导入。')];
  const cure = '请在组织文件里补上账号后再导入。';
  const has = (person: Known['people'][number]): boolean =>
    (platforms.includes('wecom') && person.wecom !== null) ||
    (platforms.includes('dingtalk') && person.dingtalk !== null);
  const lost = known.people.filter((person) => !has(person));
  const people =
    lost.length > 0
      ? warn('org', '组织', `${lost.length} 人没有平台账号，收不到消息：${names(lost.map(({ name }) => name))}`, cure)
      : ok('org', '组织', `人员 ${known.people.length} 人都有平台账号`);
  const used = known.chats.filter(({ platform }) => platforms.includes(platform));
  const groups = used.some(({ scope }) => scope === 'centre')
    ? ok('chats', '群', `已绑定 ${used.length} 个群，含中心群`)
    : warn(
        'chats',
        '群',
        `已绑定 ${used.length} 个群，没有中心群`,
        '请在中心的工作群里由管理员发“@工单助手 绑定 中心”。',
      );
  return [people, groups];
};

const SHOWN = 8;
export const names = (found: readonly string[]): string =>
  found.length > SHOWN ? `${found.slice(0, SHOWN).join('、')} 等` : found.join('、');

export const chatName = ({ id, name, scope }: Known['chats'][number]): string =>
  `${scope === 'centre' ? '中心群' : scope === 'county' ? '全县群' : (name ?? '群')}（${id}）`;

/** Whether the last message to each bound group arrived: told by the ledger, nothing is posted. */
export const deliveryFindings = async (client: Client, known: Known): Promise<Finding[]> => {
  if (known.chats.length === 0) return [];
  const { rows } = await client.query<{ platform: string; chat: string; state: string; reason: string | null }>(
    `SELECT DISTINCT ON (platform, chat) platform, chat, state, reason FROM delivery
     WHERE chat IS NOT NULL AND state IN ('accepted', 'failed') ORDER BY platform, chat, "order" DESC`,
  );
  const last = new Map(rows.map((row) => [`${row.platform} ${row.chat}`, row]));
  const stateOf = (chat: Known['chats'][number]) => last.get(`${chat.platform} ${chat.id}`);
  const failed = known.chats.filter((chat) => stateOf(chat)?.state === 'failed');
  const silent = known.chats.filter((chat) => stateOf(chat) === undefined);
  const id = 'reached';
  const title = '群收到消息';
  if (failed.length > 0)
    return [
      bad(
        id,
        title,
        `最近一条没有送到：${names(failed.map((chat) => `${chatName(chat)}：${stateOf(chat)?.reason ?? '被拒收'}`))}`,
        '请确认群还在、机器人还在群里；换了群就在新群里重新发“@工单助手 绑定 单位名称”。',
      ),
    ];
  return silent.length > 0
    ? [skip(id, title, `还没发过消息，不知是否送得到：${names(silent.map(chatName))}`)]
    : [ok(id, title, `${known.chats.length} 个群最近一条都送到了`)];
};

/** Whether the holidays of this and the next year are published and in the program. */
export const calendarFindings = async (client: Client | undefined, now: Date): Promise<Finding[]> => {
  const imported: Record<string, HolidayYear> = {};
  if (client && (await hasTables(client)))
    for (const { year, document } of (await client.query('SELECT year, document FROM holiday_year')).rows)
      imported[String(year)] = document;
  const table: Record<string, HolidayYear | undefined> = { ...shippedHolidays(), ...imported };
  const today = localDate(now);
  const year = Number(today.slice(0, 4));
  const cure = (of: number): string =>
    `请把国务院办公厅 ${of} 年放假通知写成文件，执行 npx hotline import holidays 放假.json。`;
  const title = '放假安排';
  if (!table[year]?.covered) return [bad('calendar', title, `缺 ${year} 年的放假安排，时限按暂定计算`, cure(year))];
  if (table[year + 1]?.covered) return [ok('calendar', title, `${year}、${year + 1} 年都有`)];
  return today >= `${year}-12-01`
    ? [warn('calendar', title, `缺 ${year + 1} 年的放假安排，跨年的时限是暂定的`, cure(year + 1))]
    : [ok('calendar', title, `有 ${year} 年的；${year + 1} 年的一般 11 月公布，公布后再导入`)];
};
