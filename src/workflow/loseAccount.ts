import type { PlatformName } from '../cards/exchange.ts';
import type { Scene } from './act.ts';
import { centreGroups, recipients } from './notices.ts';

/** A person's account that the tenant's address book no longer has: it is untied at once, and the centre is told. */

const PLATFORM_NAMES: Record<PlatformName, string> = { wecom: '企业微信', dingtalk: '钉钉' };

/** Unties the account; true when somebody had it. `became`: the address book has the same person under this id. */
export const loseAccount = async (
  { desk, county }: Scene,
  account: { platform: PlatformName; id: string; became?: string },
  at: Date,
): Promise<boolean> => {
  const lost = await desk.loseAccount(account);
  if (!lost) return false;
  const department = county.department(lost.department)?.name ?? lost.department;
  const what = account.became ? `账号已由 ${account.id} 改为 ${account.became}` : `账号 ${account.id} 已从通讯录删除`;
  const whatNext = account.became
    ? `请在组织文件里改为新账号后导入，或发送“绑定码 ${lost.name}”由本人绑定。`
    : `已离岗的，请更新组织文件，其未办结的工单交还主要负责人另行指定；还在岗的，请发送“绑定码 ${lost.name}”由本人用新账号绑定。`;
  const groups = centreGroups(county);
  const told = groups.length > 0 ? groups : recipients(county, county.everyone('director', 'administrator'));
  await desk.want(
    told.map((to) => ({
      to,
      kind: 'text' as const,
      letter: {
        form: 'text' as const,
        text: `【系统提示】${lost.name}（${department}）的${PLATFORM_NAMES[account.platform]}${what}，已解除绑定，不再向该账号推送。${whatNext}`,
      },
      tickets: [],
      at,
      urgent: true,
    })),
  );
  return true;
};
