import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Configuration } from '../../config/environment.ts';
import { ask } from './ask.ts';
import { bad, type Finding, ok, skip, warn } from './finding.ts';

const GB = 1024 ** 3;
const MODE_OTHERS = 0o077;

const disk = async (dataDir: string): Promise<Finding> => {
  await mkdir(dataDir, { recursive: true });
  await access(dataDir, constants.W_OK);
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const says = `${dataDir} 还剩 ${(free / GB).toFixed(1)} GB`;
  const cure = '请清理磁盘，或把 DATA_DIR 移到更大的磁盘。';
  if (free < GB) return bad('disk', '磁盘', says, cure);
  return free < 5 * GB ? warn('disk', '磁盘', says, cure) : ok('disk', '磁盘', says);
};

const key = async (dataDir: string): Promise<Finding> => {
  const found = await stat(join(dataDir, 'secret.key')).catch(() => undefined);
  if (!found) return ok('key', '密钥', '由环境变量 SECRET_KEY 提供，请另行保管一份');
  return (found.mode & MODE_OTHERS) !== 0 && process.platform !== 'win32'
    ? warn('key', '密钥', 'secret.key 其他用户也能读', `请执行 chmod 600 ${join(dataDir, 'secret.key')}`)
    : ok('key', '密钥', `${join(dataDir, 'secret.key')}，请另行保管一份（备份里没有）`);
};

const font = async (): Promise<Finding> => {
  const file = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/package.json');
  const folder = await stat(dirname(file)).catch(() => undefined);
  return folder?.isDirectory()
    ? ok('fonts', '字体', '图片用的汉字字体随程序带着')
    : bad('fonts', '字体', '汉字字体不在', '请在程序目录重新执行 npm ci。');
};

const publicUrl = async ({ publicUrl: url, ...configuration }: Configuration): Promise<Finding> => {
  const { wecom, dingtalk } = configuration;
  const needs = [
    ...(wecom?.app?.token ? ['企业微信自建应用的接收消息'] : []),
    ...(wecom?.botCallback ? ['智能机器人的回调'] : []),
    ...(dingtalk?.mode === 'http' ? ['钉钉的 HTTP 回调'] : []),
  ];
  if (!url)
    return needs.length === 0
      ? ok('publicUrl', '公网地址', '没有填写，也不需要：消息都走长连接，卡片不带网页链接')
      : warn(
          'publicUrl',
          '公网地址',
          `没有填写，而${needs.join('、')}需要平台能访问到本机`,
          '有公网地址就填 PUBLIC_URL；没有就改用长连接（WECOM_BOT_ID、WECOM_BOT_SECRET；DINGTALK_MODE=stream）。',
        );
  const told = await ask(`${url.replace(/\/$/, '')}/healthz`);
  return typeof told !== 'string' && told.status === 200
    ? ok('publicUrl', '公网地址', `${url} 通到工单助手（从本机看；平台后台点“保存”时还会再验一次）`)
    : warn(
        'publicUrl',
        '公网地址',
        `${url} 打不开（${typeof told === 'string' ? told : `HTTP ${told.status}`}）`,
        '先启动工单助手，再检查域名解析、端口转发、证书和防火墙。',
      );
};

/** What the running bot says of itself: whether its sockets and tokens stand. */
const running = async ({ port }: Configuration): Promise<Finding> => {
  const told = await ask(`http://127.0.0.1:${port}/readyz`);
  if (typeof told === 'string')
    return skip(
      'running',
      '运行',
      `本机 ${port} 端口没有工单助手在运行；执行 npm start 后再查一遍，可看到长连接是否接通`,
    );
  if (told.status === 200) return ok('running', '运行', '工单助手在运行，平台都已接通');
  const reasons = String(told.body.reason ?? `HTTP ${told.status}`);
  return bad('running', '运行', `工单助手在运行但未就绪：${reasons}`, '照原因处理；刚启动的，等半分钟再查。');
};

/** Disk, key, font, public address, and the bot if it runs here. */
export const machineFindings = async (configuration: Configuration): Promise<Finding[]> => [
  await disk(configuration.dataDir),
  await key(configuration.dataDir),
  await font(),
  await publicUrl(configuration),
  await running(configuration),
];
