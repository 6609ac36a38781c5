/** A tenant's DingTalk settings (contract, "Environment"). */
export interface DingtalkSettings {
  apiUrl: string;
  oapiUrl: string;
  /** The host of the login page; the vendor's when absent. */
  loginUrl?: string;
  clientId: string;
  clientSecret: string;
  robotCode: string;
  corpId?: string;
  mode: 'stream' | 'http';
  /** The own template; without it cards become action cards with words to send. */
  cardTemplateId?: string;
  /** Signs card callbacks in HTTP mode. */
  cardCallbackSecret?: string;
  /** The address the platform reaches us at; with it the card callback is registered, else an administrator does it. */
  publicUrl?: string;
  /** The part of the callback routes that cannot be guessed. */
  callbackSecret?: string;
  /** What the tenant may use in a calendar month; the free edition's figures when absent. */
  monthlyCalls?: number;
  monthlyPushes?: number;
  /** Machine milliseconds one call may take; 10 s when absent. */
  requestTimeoutMs?: number;
}

export const CHANNEL = 'dingtalk';
export const BOT_NAME = '工单助手';
