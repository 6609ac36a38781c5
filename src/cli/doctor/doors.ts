import type { Configuration } from '../../config/environment.ts';
import { ask } from './ask.ts';
import { bad, type Finding, ok, warn } from './finding.ts';

/** A callback address that the configuration opens. */
interface Door {
  path: string;
  name: string;
  method: 'GET' | 'POST';
}

const doorsOf = ({ wecom, dingtalk }: Configuration): Door[] => [
  ...(wecom?.app?.token ? [{ path: 'wecom/app', name: '企业微信自建应用的接收消息', method: 'GET' as const }] : []),
  ...(wecom?.botCallback ? [{ path: 'wecom/bot', name: '智能机器人的回调', method: 'GET' as const }] : []),
  ...(dingtalk?.mode === 'http'
    ? [
        { path: 'dingtalk/robot', name: '钉钉机器人的 HTTP 回调', method: 'POST' as const },
        { path: 'dingtalk/card', name: '钉钉卡片的 HTTP 回调', method: 'POST' as const },
      ]
    : []),
  ...(dingtalk?.eventToken && dingtalk.eventAesKey
    ? [{ path: 'dingtalk/event', name: '钉钉的事件订阅', method: 'POST' as const }]
    : []),
];

/** An unsigned question is refused with 403 by the door itself; anything else came from somebody else on the way. */
const doorAnswers = async (base: string, { path, method }: Door): Promise<string | undefined> => {
  const told = await ask(`${base}/${path}`, { method, ...(method === 'POST' ? { body: '{}' } : {}) });
  if (typeof told === 'string') return told;
  return told.status === 403 ? undefined : `HTTP ${told.status}`;
};

const doorFinding = async (base: string, doors: readonly Door[]): Promise<Finding> => {
  const id = 'doors';
  const title = '回调地址';
  const shut = (
    await Promise.all(
      doors.map(async (door) => {
        const says = await doorAnswers(base, door);
        return says === undefined ? [] : [`${door.name}（…/${door.path}：${says}）`];
      }),
    )
  ).flat();
  return shut.length > 0
    ? bad(
        id,
        title,
        `到不了工单助手：${shut.join('；')}`,
        '请检查反向代理是否把 /callbacks/ 整个转给工单助手、有没有拦截，运行中的工单助手用的是不是同一份配置；钉钉卡片还须填 DINGTALK_CARD_CALLBACK_SECRET。',
      )
    : ok(id, title, `${doors.map(({ name }) => name).join('、')}都通到工单助手，没有签名的一律拒收`);
};

/** The public address from this machine, and that every callback address behind it leads to the bot's own door. */
export const addressFindings = async (configuration: Configuration): Promise<Finding[]> => {
  const { publicUrl: url, callbackSecret } = configuration;
  const id = 'publicUrl';
  const title = '公网地址';
  const doors = doorsOf(configuration);
  if (!url)
    return [
      doors.length === 0
        ? ok(id, title, '没有填写，也不需要：消息都走长连接，卡片不带网页链接')
        : warn(
            id,
            title,
            `没有填写，而${doors.map(({ name }) => name).join('、')}需要平台能访问到本机`,
            '有公网地址就填 PUBLIC_URL；没有就改用长连接（WECOM_BOT_ID、WECOM_BOT_SECRET；DINGTALK_MODE=stream）。',
          ),
    ];
  const base = url.replace(/\/$/, '');
  const told = await ask(`${base}/healthz`);
  if (typeof told === 'string' || told.status !== 200)
    return [
      warn(
        id,
        title,
        `${url} 打不开（${typeof told === 'string' ? told : `HTTP ${told.status}`}）`,
        '先启动工单助手，再检查域名解析、端口转发、证书和防火墙。',
      ),
    ];
  const found = ok(id, title, `${url} 通到工单助手（从本机看；平台后台点“保存”时还会再验一次）`);
  const callbacks = `${base}/callbacks${callbackSecret ? `/${callbackSecret}` : ''}`;
  return doors.length === 0 ? [found] : [found, await doorFinding(callbacks, doors)];
};
