import { constants } from 'node:fs';
import { access, mkdir, stat, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Configuration } from '../../config/environment.ts';
import { ask } from './ask.ts';
import { addressFindings } from './doors.ts';
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
  ...(await addressFindings(configuration)),
  await running(configuration),
];
