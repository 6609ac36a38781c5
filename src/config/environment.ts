import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from './zod.ts';

/** Empty is the same as unset: `.env` files are full of empty lines. */
const blankIsUnset = (environment: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== '',
    ),
  );

const address = (protocols: RegExp, what: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.test(new URL(text).protocol), `须为 ${what} 地址`);
const web = address(/^https?:$/, 'http 或 https');
const aesKey = z.string().regex(/^[A-Za-z0-9]{43}$/, '须为 43 位字母数字（EncodingAESKey）');
const token = z.string().regex(/^[A-Za-z0-9]{1,32}$/, '须为 32 位以内字母数字');
const monthly = z.coerce.number('须为数字').int('须为整数').positive('须为正数').optional();
const port = z.coerce.number('须为端口号').int('须为整数').min(0, '须为 0–65535').max(65_535, '须为 0–65535');

const Variables = z.object({
  NODE_ENV: z.string().default('development'),
  DATABASE_URL: address(/^postgres(ql)?:$/, 'postgresql').optional(),
  DATA_DIR: z.string().default('./data'),
  HOST: z.string().default('0.0.0.0'),
  PORT: port.default(8080),
  PUBLIC_URL: web.optional(),
  SECRET_KEY: z.string().min(16, '至少 16 个字符').optional(),
  INTAKE_TOKEN: z.string().min(8, '至少 8 个字符').optional(),
  WECOM_CORP_ID: z.string().optional(),
  WECOM_AGENT_ID: z.coerce.number('须为数字').int('须为整数').positive('须为正数').optional(),
  WECOM_SECRET: z.string().optional(),
  WECOM_TOKEN: token.optional(),
  WECOM_ENCODING_AES_KEY: aesKey.optional(),
  WECOM_BOT_ID: z.string().optional(),
  WECOM_BOT_SECRET: z.string().optional(),
  WECOM_BOT_TOKEN: token.optional(),
  WECOM_BOT_ENCODING_AES_KEY: aesKey.optional(),
  WECOM_API_URL: web.default('https://qyapi.weixin.qq.com'),
  WECOM_BOT_WS_URL: address(/^wss?:$/, 'ws 或 wss').default('wss://openws.work.weixin.qq.com'),
  WECOM_LOGIN_URL: web.default('https://login.work.weixin.qq.com'),
  DINGTALK_CLIENT_ID: z.string().optional(),
  DINGTALK_CLIENT_SECRET: z.string().optional(),
  DINGTALK_ROBOT_CODE: z.string().optional(),
  DINGTALK_CORP_ID: z.string().optional(),
  DINGTALK_MODE: z.enum(['stream', 'http'], '须为 stream 或 http').default('stream'),
  DINGTALK_CARD_TEMPLATE_ID: z.string().optional(),
  DINGTALK_CARD_CALLBACK_SECRET: z.string().optional(),
  DINGTALK_EVENT_TOKEN: token.optional(),
  DINGTALK_EVENT_AES_KEY: aesKey.optional(),
  DINGTALK_MONTHLY_CALLS: monthly,
  DINGTALK_MONTHLY_PUSHES: monthly,
  DINGTALK_API_URL: web.default('https://api.dingtalk.com'),
  DINGTALK_OAPI_URL: web.default('https://oapi.dingtalk.com'),
  DINGTALK_LOGIN_URL: web.default('https://login.dingtalk.com'),
  CALLBACK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,128}$/, '须为 8–128 位字母、数字、- 或 _')
    .optional(),
  CLOCK_URL: web.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      '须为 fatal/error/warn/info/debug/trace/silent',
    )
    .default('info'),
});
type Variables = z.infer<typeof Variables>;

/** The environment as the program uses it. */
export interface Configuration {
  production: boolean;
  databaseUrl?: string;
  dataDir: string;
  host: string;
  port: number;
  publicUrl?: string;
  secretKey: string;
  intakeToken?: string;
  callbackSecret?: string;
  clockUrl?: string;
  logLevel: string;
  wecom?: {
    apiUrl: string;
    botWsUrl: string;
    loginUrl: string;
    app?: { corpId: string; agentId: number; secret: string; token?: string; encodingAESKey?: string };
    bot?: { id: string; secret: string };
    botCallback?: { token: string; encodingAESKey: string };
    publicUrl?: string;
  };
  dingtalk?: {
    apiUrl: string;
    oapiUrl: string;
    loginUrl: string;
    clientId: string;
    clientSecret: string;
    robotCode: string;
    corpId?: string;
    mode: 'stream' | 'http';
    cardTemplateId?: string;
    cardCallbackSecret?: string;
    eventToken?: string;
    eventAesKey?: string;
    monthlyCalls?: number;
    monthlyPushes?: number;
    publicUrl?: string;
    callbackSecret?: string;
  };
}

/** Every problem of the environment, each one plain sentence naming the variable. */
export class BadEnvironment extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`环境变量有 ${problems.length} 处问题：\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'BadEnvironment';
    this.problems = problems;
  }
}

/** Sets of variables that only make sense together. */
const TOGETHER: readonly (readonly (keyof Variables)[])[] = [
  ['WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_SECRET'],
  ['WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY'],
  ['WECOM_BOT_ID', 'WECOM_BOT_SECRET'],
  ['WECOM_BOT_TOKEN', 'WECOM_BOT_ENCODING_AES_KEY'],
  ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'],
  ['DINGTALK_EVENT_TOKEN', 'DINGTALK_EVENT_AES_KEY'],
];

const conflicts = (variables: Variables): string[] => {
  const problems: string[] = [];
  for (const set of TOGETHER) {
    const given = set.filter((name) => variables[name] !== undefined);
    if (given.length > 0 && given.length < set.length) {
      const lacking = set.filter((name) => variables[name] === undefined);
      problems.push(`${lacking.join('、')}：已填写 ${given.join('、')}，还须填写 ${lacking.join('、')}`);
    }
  }
  if (variables.WECOM_BOT_ID && variables.WECOM_BOT_TOKEN)
    problems.push('WECOM_BOT_ID、WECOM_BOT_TOKEN：智能机器人只能选长连接或回调之一，请只填一组');
  if (variables.WECOM_TOKEN && !variables.WECOM_CORP_ID)
    problems.push('WECOM_CORP_ID：填写了自建应用的回调令牌，还须填写企业 ID、应用 ID 和密钥');
  if (variables.CLOCK_URL && variables.NODE_ENV === 'production')
    problems.push('CLOCK_URL：正式环境（NODE_ENV=production）不可使用，请删除');
  return problems;
};

/** A key of this installation, made on first start and kept beside the data, readable by its owner only. */
const secretKeyIn = (dataDir: string): string => {
  const file = join(dataDir, 'secret.key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  mkdirSync(dataDir, { recursive: true });
  const key = randomBytes(32).toString('base64url');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
};

/** `exactOptionalPropertyTypes`: members that are undefined are left out. */
const given = <T extends object>(record: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

const wecomOf = (v: Variables): Configuration['wecom'] => {
  const { WECOM_CORP_ID: corpId, WECOM_AGENT_ID: agentId, WECOM_SECRET: secret } = v;
  const hasApp = corpId !== undefined && agentId !== undefined && secret !== undefined;
  if (!hasApp && v.WECOM_BOT_ID === undefined && v.WECOM_BOT_TOKEN === undefined) return undefined;
  return given<NonNullable<Configuration['wecom']>>({
    apiUrl: v.WECOM_API_URL,
    botWsUrl: v.WECOM_BOT_WS_URL,
    loginUrl: v.WECOM_LOGIN_URL,
    publicUrl: v.PUBLIC_URL,
    app: hasApp
      ? given({ corpId, agentId, secret, token: v.WECOM_TOKEN, encodingAESKey: v.WECOM_ENCODING_AES_KEY })
      : undefined,
    bot: v.WECOM_BOT_ID && v.WECOM_BOT_SECRET ? { id: v.WECOM_BOT_ID, secret: v.WECOM_BOT_SECRET } : undefined,
    botCallback:
      v.WECOM_BOT_TOKEN && v.WECOM_BOT_ENCODING_AES_KEY
        ? { token: v.WECOM_BOT_TOKEN, encodingAESKey: v.WECOM_BOT_ENCODING_AES_KEY }
        : undefined,
  });
};

const dingtalkOf = (v: Variables): Configuration['dingtalk'] => {
  if (!v.DINGTALK_CLIENT_ID || !v.DINGTALK_CLIENT_SECRET) return undefined;
  return given<NonNullable<Configuration['dingtalk']>>({
    apiUrl: v.DINGTALK_API_URL,
    oapiUrl: v.DINGTALK_OAPI_URL,
    loginUrl: v.DINGTALK_LOGIN_URL,
    clientId: v.DINGTALK_CLIENT_ID,
    clientSecret: v.DINGTALK_CLIENT_SECRET,
    robotCode: v.DINGTALK_ROBOT_CODE ?? v.DINGTALK_CLIENT_ID,
    corpId: v.DINGTALK_CORP_ID,
    mode: v.DINGTALK_MODE,
    cardTemplateId: v.DINGTALK_CARD_TEMPLATE_ID,
    cardCallbackSecret: v.DINGTALK_CARD_CALLBACK_SECRET,
    eventToken: v.DINGTALK_EVENT_TOKEN,
    eventAesKey: v.DINGTALK_EVENT_AES_KEY,
    monthlyCalls: v.DINGTALK_MONTHLY_CALLS,
    monthlyPushes: v.DINGTALK_MONTHLY_PUSHES,
    publicUrl: v.PUBLIC_URL,
    callbackSecret: v.CALLBACK_SECRET,
  });
};

/** Parses the environment whole. Throws `BadEnvironment` with every problem; makes `SECRET_KEY` when there is none. */
export const readEnvironment = (environment: Record<string, string | undefined>): Configuration => {
  const parsed = Variables.safeParse(blankIsUnset(environment));
  if (!parsed.success)
    throw new BadEnvironment(parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`));
  const v = parsed.data;
  const problems = conflicts(v);
  if (problems.length > 0) throw new BadEnvironment(problems);
  const dataDir = resolve(v.DATA_DIR);
  return given<Configuration>({
    production: v.NODE_ENV === 'production',
    databaseUrl: v.DATABASE_URL,
    dataDir,
    host: v.HOST,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    secretKey: v.SECRET_KEY ?? secretKeyIn(dataDir),
    intakeToken: v.INTAKE_TOKEN,
    callbackSecret: v.CALLBACK_SECRET,
    clockUrl: v.CLOCK_URL,
    logLevel: v.LOG_LEVEL,
    wecom: wecomOf(v),
    dingtalk: dingtalkOf(v),
  });
};

/** The process's own environment, after `.env` in the working folder if there is one (what is set already wins). */
export const processEnvironment = (): Record<string, string | undefined> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
};

/** Whether npm or npx started this process, through a shell of theirs. */
export const startedByNpm = (environment: Record<string, string | undefined>): boolean =>
  environment.npm_lifecycle_event !== undefined;

/** Where the demo keeps its data and which ports it takes. Throws `BadEnvironment`. */
export const demoNumbers = (
  environment: Record<string, string | undefined>,
): { dataDir: string; port: number; simulatorPort: number } => {
  const parsed = z
    .object({ DATA_DIR: z.string().default('./data'), PORT: port.default(8080), SIMULATOR_PORT: port.default(8081) })
    .safeParse(blankIsUnset(environment));
  if (!parsed.success)
    throw new BadEnvironment(parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`));
  return { dataDir: parsed.data.DATA_DIR, port: parsed.data.PORT, simulatorPort: parsed.data.SIMULATOR_PORT };
};
