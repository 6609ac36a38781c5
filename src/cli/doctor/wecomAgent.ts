import { type Known, names } from './archive.ts';
import { ask, type Told } from './ask.ts';
import { bad, type Finding, ok, skip, warn } from './finding.ts';

const PAGE = '企业微信管理后台 → 应用管理 → 工单助手';

const codeOf = ({ body }: Told): number => Number(body.errcode ?? -1);
const listed = (holder: unknown, member: string): unknown[] => {
  const list = (holder as Record<string, unknown> | undefined)?.[member];
  return Array.isArray(list) ? list : [];
};

/** What stands in the app's visible range: people by id, and how many departments and tags. */
const rangeOf = ({ body }: Told): { people: string[]; departments: number; tags: number } => ({
  people: listed(body.allow_userinfos, 'user').map((user) => String((user as { userid?: unknown }).userid ?? '')),
  departments: listed(body.allow_partys, 'partyid').length,
  tags: listed(body.allow_tags, 'tagid').length,
});

/**
 * The app as the platform has it (`agent/get`): that the number belongs to the secret, that it is in use, and who is in its
 * visible range. Who is there through a department or a tag shows when they are looked up (`wecom.visible`).
 */
export const agentFinding = async (base: string, token: string, agentId: number, known: Known): Promise<Finding> => {
  const id = 'wecom.agent';
  const title = '应用状态和可见范围';
  const query = new URLSearchParams({ access_token: token, agentid: String(agentId) });
  const told = await ask(`${base}/cgi-bin/agent/get?${query}`);
  if (typeof told === 'string') return skip(id, title, `没有得到回答（${told}）`);
  const code = codeOf(told);
  if (code !== 0)
    return bad(
      id,
      title,
      `企业微信答 ${code}（${String(told.body.errmsg ?? '').slice(0, 120)}）`,
      `应用 ID（WECOM_AGENT_ID，现在是 ${agentId}）和密钥不是同一个应用的：在“${PAGE}”里把 AgentId 和 Secret 一起复制。`,
    );
  const { people, departments, tags } = rangeOf(told);
  const says = `${String(told.body.name ?? '')}，可见范围 ${people.length} 人、${departments} 个部门、${tags} 个标签`;
  if (Number(told.body.close ?? 0) === 1) return bad(id, title, `${says}，应用已停用`, `请在“${PAGE}”里启用。`);
  const range = `请在“${PAGE} → 可见范围”里加上承办单位和热线中心。`;
  if (people.length + departments + tags === 0) return bad(id, title, `${says}，谁也收不到`, range);
  const bound = known.people.filter(({ wecom }) => wecom !== null);
  const left = departments + tags > 0 ? [] : bound.filter(({ wecom }) => !people.includes(wecom ?? ''));
  return left.length > 0
    ? warn(id, title, `${says}，收不到的有 ${left.length} 人：${names(left.map(({ name }) => name))}`, range)
    : ok(id, title, says);
};

/** From where the platform calls back, for the firewall in front of the bot. */
export const addressesFinding = async (base: string, token: string): Promise<Finding> => {
  const id = 'wecom.callbackIp';
  const title = '企业微信回调的来源';
  const told = await ask(`${base}/cgi-bin/getcallbackip?${new URLSearchParams({ access_token: token })}`);
  if (typeof told === 'string' || codeOf(told) !== 0) return skip(id, title, '没有问到回调来源的地址段');
  const ips = listed(told.body, 'ip_list').map(String);
  return ok(id, title, `共 ${ips.length} 段：${names(ips)}；防火墙限制来源的，请全部放行`);
};
