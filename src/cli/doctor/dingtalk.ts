import type { Configuration } from '../../config/environment.ts';
import { chatName, type Known, names } from './archive.ts';
import { askJson, forEach, type Told } from './ask.ts';
import { clockFinding } from './clock.ts';
import { bad, type Finding, ok, skip, warn } from './finding.ts';

type Dingtalk = NonNullable<Configuration['dingtalk']>;

const ADMIN = '钉钉开放平台 → 应用开发 → 工单助手';
const ASKED = 200;
/** No card has this number: changing it changes nothing, and tells whether it would be allowed. */
const NO_CARD = 'hotline-doctor-no-such-card';

const saysOf = (told: Told): string =>
  `钉钉答 HTTP ${told.status} ${String(told.body.code ?? told.body.errcode ?? '')}（${String(told.body.message ?? told.body.errmsg ?? '').slice(0, 120)}）`;

/** 政务钉钉 (专有钉钉) is another platform with other interfaces. */
const governmentFinding = ({ apiUrl, clientId }: Dingtalk): Finding => {
  const id = 'dingtalk.edition';
  const title = '钉钉版本';
  const cure = '政务钉钉（专有钉钉）是另一个平台，目前不支持：请用普通钉钉组织里的企业内部应用，或改用企业微信。';
  if (/dg-work|zwdingding|gov\.cn/i.test(new URL(apiUrl).hostname))
    return bad(id, title, `${new URL(apiUrl).hostname} 是政务钉钉的地址`, cure);
  return clientId.startsWith('ding')
    ? ok(id, title, '普通钉钉（不是政务钉钉）')
    : warn(id, title, `Client ID（${clientId.slice(0, 6)}…）不以 ding 开头，可能是政务钉钉的应用`, cure);
};

const templateFinding = ({ cardTemplateId }: Dingtalk): Finding => {
  const id = 'dingtalk.template';
  const title = '卡片模板';
  if (!cardTemplateId)
    return warn(
      id,
      title,
      '没有填写 DINGTALK_CARD_TEMPLATE_ID：卡片改用带命令的普通消息，能办理，按钮少',
      '照 README.zh-CN 的说明导入卡片模板并发布，把模板 ID 填上。',
    );
  return cardTemplateId.endsWith('.schema')
    ? ok(id, title, `${cardTemplateId}（变量是否齐全，以第一张卡片为准）`)
    : bad(id, title, `${cardTemplateId} 不像模板 ID`, '模板 ID 以 .schema 结尾，请到卡片平台复制完整。');
};

const permissionFinding = async (base: string, headers: Record<string, string>): Promise<Finding> => {
  const id = 'dingtalk.cards';
  const title = '互动卡片权限';
  const body = {
    outTrackId: NO_CARD,
    cardData: { cardParamMap: { title: '' } },
    cardUpdateOptions: { updateCardDataByKey: true },
  };
  const told = await askJson(`${base}/v1.0/card/instances`, 'PUT', body, headers);
  if (typeof told === 'string') return skip(id, title, `没有得到回答（${told}）`);
  if (told.status === 403) {
    const detail = told.body.accessdenieddetail as { requiredScopes?: string[] } | undefined;
    const scopes = detail?.requiredScopes?.join('、') ?? 'Card.Instance.Write';
    return bad(id, title, saysOf(told), `请在“${ADMIN} → 权限管理”申请 ${scopes}，通过后再查。`);
  }
  return told.status < 500 ? ok(id, title, '已开通 Card.Instance.Write') : skip(id, title, saysOf(told));
};

/** Whether the robot is still in each bound group: asked, nothing is posted. */
const groupFindings = async (
  { robotCode }: Dingtalk,
  base: string,
  headers: Record<string, string>,
  known: Known,
): Promise<Finding> => {
  const id = 'dingtalk.groups';
  const title = '钉钉群';
  const chats = known.chats.filter(({ platform }) => platform === 'dingtalk');
  if (chats.length === 0) return skip(id, title, '还没有绑定钉钉群');
  const told = await forEach(chats, (chat) =>
    askJson(`${base}/v1.0/robot/groups/robots/query`, 'POST', { openConversationId: chat.id }, headers),
  );
  const denied = told.find((one): one is Told => typeof one !== 'string' && one.status === 403);
  if (denied)
    return bad(
      id,
      title,
      saysOf(denied),
      `请在“${ADMIN} → 权限管理”申请企业内机器人发送消息的权限（qyapi_robot_sendmsg）并发布机器人。`,
    );
  const absent = chats.filter((_chat, index) => {
    const one = told[index];
    if (one === undefined || typeof one === 'string' || one.status >= 500) return false;
    const robots = (one.body.chatbotInstanceVOList ?? []) as { robotCode?: string }[];
    return one.status !== 200 || !robots.some((robot) => robot.robotCode === robotCode);
  });
  const unanswered = told.filter((one) => typeof one === 'string' || one.status >= 500).length;
  if (absent.length > 0)
    return bad(
      id,
      title,
      `${absent.length} 个群里没有机器人，或群已不在：${names(absent.map(chatName))}`,
      `请在群设置里重新添加机器人（机器人须已在“${ADMIN} → 机器人”发布，编码是 ${robotCode}），再发“@工单助手 绑定 单位名称”。`,
    );
  return unanswered > 0
    ? skip(id, title, `${unanswered} 个群没有问到，请再查一遍`)
    : ok(id, title, `${chats.length} 个群里都有机器人`);
};

const peopleFinding = async (base: string, token: string, known: Known): Promise<Finding> => {
  const id = 'dingtalk.visible';
  const title = '钉钉人员';
  const people = known.people.filter(({ dingtalk }) => dingtalk !== null).slice(0, ASKED);
  if (people.length === 0) return skip(id, title, '还没有钉钉人员');
  const told = await forEach(people, (person) =>
    askJson(`${base}/topapi/v2/user/get?access_token=${encodeURIComponent(token)}`, 'POST', {
      userid: person.dingtalk,
      language: 'zh_CN',
    }),
  );
  const lost = people.filter((_person, index) => {
    const one = told[index];
    return one !== undefined && typeof one !== 'string' && one.status === 200 && Number(one.body.errcode ?? 0) !== 0;
  });
  return lost.length > 0
    ? bad(
        id,
        title,
        `${lost.length} 人查不到：${names(lost.map(({ name, dingtalk }) => `${name}（${dingtalk}）`))}`,
        `请核对组织文件里的钉钉账号（userid）；账号对的，检查“${ADMIN} → 权限管理”的通讯录范围。`,
      )
    : ok(id, title, `${people.length} 人都查得到`);
};

/** DingTalk: edition, app, clock, card permission, template, groups, people. Asks only what changes nothing. */
export const dingtalkFindings = async (dingtalk: Dingtalk, known: Known, now: () => Date): Promise<Finding[]> => {
  const edition = governmentFinding(dingtalk);
  if (edition.state === 'bad') return [edition];
  const base = dingtalk.apiUrl.replace(/\/$/, '');
  const id = 'dingtalk.app';
  const title = '钉钉应用';
  const told = await askJson(`${base}/v1.0/oauth2/accessToken`, 'POST', {
    appKey: dingtalk.clientId,
    appSecret: dingtalk.clientSecret,
  });
  if (typeof told === 'string')
    return [
      edition,
      bad(
        id,
        title,
        `连不上 ${base}（${told}）`,
        '请检查本机能否上外网、防火墙是否放行 api.dingtalk.com、oapi.dingtalk.com 的 443 端口。',
      ),
    ];
  const clock = clockFinding('dingtalk', '钉钉', told.date, now());
  const token = told.body.accessToken;
  if (told.status !== 200 || typeof token !== 'string')
    return [
      edition,
      bad(
        id,
        title,
        saysOf(told),
        `Client ID 或 Client Secret 不对：在“${ADMIN} → 凭证与基础信息”里复制；应用须已发布。`,
      ),
      clock,
    ];
  const headers = { 'x-acs-dingtalk-access-token': token };
  return [
    edition,
    ok(id, title, 'Client ID 和 Client Secret 正确'),
    clock,
    await permissionFinding(base, headers),
    templateFinding(dingtalk),
    await groupFindings(dingtalk, base, headers, known),
    await peopleFinding(dingtalk.oapiUrl.replace(/\/$/, ''), token, known),
  ];
};
