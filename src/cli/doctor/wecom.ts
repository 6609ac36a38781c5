import { WebSocket } from 'ws';
import type { Configuration } from '../../config/environment.ts';
import { type Known, names } from './archive.ts';
import { ask, forEach, type Told } from './ask.ts';
import { clockFinding } from './clock.ts';
import { bad, type Finding, ok, skip } from './finding.ts';
import { addressesFinding, agentFinding } from './wecomAgent.ts';
import { namesFinding } from './wecomNames.ts';

type Wecom = NonNullable<Configuration['wecom']>;
type App = NonNullable<Wecom['app']>;

const ADMIN = '企业微信管理后台 → 应用管理 → 工单助手';
const SOCKET_MS = 5_000;
/** More people are not asked about one by one. */
const ASKED = 200;

const CURES: Record<number, string> = {
  40013: '企业 ID（WECOM_CORP_ID）不对：在管理后台“我的企业”最下方复制。',
  40001: `应用密钥（WECOM_SECRET）不对：在“${ADMIN}”里重新查看。`,
  40091: `应用密钥（WECOM_SECRET）不对：在“${ADMIN}”里重新查看。`,
  60020: `本机的出口 IP 不在企业可信 IP 里：在“${ADMIN} → 企业可信IP”加上，约一分钟后生效。`,
  45009: '调用太频繁，请过一分钟再查。',
};
const codeOf = (told: Told): number => Number(told.body.errcode ?? -1);
const cureOf = (told: Told, otherwise: string): string => CURES[codeOf(told)] ?? otherwise;
const saysOf = (told: Told): string =>
  `企业微信答 ${told.status === 200 ? codeOf(told) : `HTTP ${told.status}`}（${String(told.body.errmsg ?? '').slice(0, 120)}）`;

/** The caller's own address, where the refusal names it. */
const addressIn = (told: Told): string => {
  const found = /from ip: ([0-9a-f.:]+)/i.exec(String(told.body.errmsg ?? ''))?.[1];
  return found ? `，本机的出口 IP 是 ${found}` : '';
};

const tokenOf = async (base: string, { corpId, secret }: App): Promise<Told | string> =>
  ask(`${base}/cgi-bin/gettoken?${new URLSearchParams({ corpid: corpId, corpsecret: secret })}`);

/** Trusted address and visibility: both show when a member is looked up. */
const memberFindings = async (base: string, token: string, known: Known): Promise<Finding[]> => {
  const ip = { id: 'wecom.trustedIp', name: '企业可信 IP' };
  const seen = { id: 'wecom.visible', name: '应用可见范围' };
  const people = known.people.filter(({ wecom }) => wecom !== null).slice(0, ASKED);
  const asked = people.length > 0 ? people : [{ id: '', name: '', wecom: 'hotline-doctor', dingtalk: null }];
  const told = await forEach(asked, (person) =>
    ask(`${base}/cgi-bin/user/get?${new URLSearchParams({ access_token: token, userid: person.wecom ?? '' })}`),
  );
  const answers = told.filter((one) => typeof one !== 'string');
  const untrusted = answers.find((one) => codeOf(one) === 60020);
  if (untrusted)
    return [
      bad(ip.id, ip.name, `${saysOf(untrusted)}${addressIn(untrusted)}`, CURES[60020] ?? ''),
      skip(seen.id, seen.name, '加了可信 IP 再查'),
    ];
  if (answers.length < told.length) return [skip(ip.id, ip.name, '有查询没有得到回答，请再查一遍')];
  const trusted = ok(ip.id, ip.name, '本机可以调用');
  if (people.length === 0) return [trusted, skip(seen.id, seen.name, '还没有人员，导入后再查')];
  const hidden = asked.filter((_person, index) => codeOf(answers[index] as Told) !== 0);
  return [
    trusted,
    hidden.length > 0
      ? bad(
          seen.id,
          seen.name,
          `${hidden.length} 人查不到：${names(hidden.map(({ name, wecom }) => `${name}（${wecom}）`))}`,
          `请核对组织文件里的企业微信账号；账号对的，在“${ADMIN} → 可见范围”里加上这些人或单位。`,
        )
      : ok(seen.id, seen.name, `${people.length} 人都看得到`),
    namesFinding(people, answers),
  ];
};

const appFindings = async (base: string, app: App, known: Known, now: () => Date): Promise<Finding[]> => {
  const id = 'wecom.app';
  const title = '企业微信自建应用';
  const told = await tokenOf(base, app);
  if (typeof told === 'string')
    return [
      bad(
        id,
        title,
        `连不上 ${base}（${told}）`,
        '请检查本机能否上外网、防火墙是否放行 qyapi.weixin.qq.com 的 443 端口。',
      ),
    ];
  const clock = clockFinding('wecom', '企业微信', told.date, now());
  const token = told.body.access_token;
  if (codeOf(told) !== 0 || typeof token !== 'string')
    return [bad(id, title, saysOf(told), cureOf(told, '请核对企业 ID、应用 ID 和密钥。')), clock];
  const members = await memberFindings(base, token, known);
  const agent = await agentFinding(base, token, app.agentId, known);
  return [
    ok(id, title, '企业 ID 和密钥正确'),
    clock,
    ...members,
    ...(members[0]?.state === 'bad' ? [] : [agent]),
    ...(app.token ? [await addressesFinding(base, token)] : []),
  ];
};

/** Only whether the door answers: logging in would throw out the bot that works. */
const socketOpens = (url: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, { handshakeTimeout: SOCKET_MS });
    socket.on('open', () => {
      socket.terminate();
      resolve(undefined);
    });
    socket.on('error', (error) => resolve(error.message));
  });

const robotFindings = async ({ bot, botCallback, botWsUrl }: Wecom): Promise<Finding[]> => {
  const id = 'wecom.robot';
  const title = '企业微信智能机器人';
  if (botCallback) return [ok(id, title, '回调方式：在机器人设置页填好地址后点“保存”，平台会当场验证')];
  if (!bot) return [skip(id, title, '没有配置：群里不能 @ 机器人办理')];
  const failed = await socketOpens(botWsUrl);
  return failed === undefined
    ? [ok(id, title, '长连接的门开着（密钥对不对看“运行”一行：登录会顶掉正在运行的，这里不试）')]
    : [
        bad(
          id,
          title,
          `长连接连不上（${failed}）`,
          '请检查防火墙是否放行 openws.work.weixin.qq.com 的 443 端口（wss）。',
        ),
      ];
};

/** WeCom: app, clock, trusted address, visibility, robot. Asks only what changes nothing. */
export const wecomFindings = async (wecom: Wecom, known: Known, now: () => Date): Promise<Finding[]> => [
  ...(wecom.app ? await appFindings(wecom.apiUrl.replace(/\/$/, ''), wecom.app, known, now) : []),
  ...(await robotFindings(wecom)),
];
