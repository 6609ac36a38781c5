/** A tenant's DingTalk settings (contract, "Environment"). */
export interface DingtalkSettings {
  apiUrl: string;
  oapiUrl: string;
  clientId: string;
  clientSecret: string;
  robotCode: string;
  corpId?: string;
  mode: 'stream' | 'http';
  /** The own template; without it cards become action cards with words to send. */
  cardTemplateId?: string;
  /** Signs card callbacks in HTTP mode. */
  cardCallbackSecret?: string;
  requestTimeoutMs?: number;
}

export const CHANNEL = 'dingtalk';
export const BOT_NAME = '工单助手';
