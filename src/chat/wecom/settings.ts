/** A tenant's WeCom settings (contract, "Environment"). Any part may be left out; each adds a channel. */
export interface WecomSettings {
  apiUrl: string;
  botWsUrl: string;
  /** The host of the login pages; the vendor's two when absent. */
  loginUrl?: string;
  app?: AppSettings;
  /** The smart robot in long-connection mode. */
  bot?: { id: string; secret: string };
  /** The smart robot in callback mode. */
  botCallback?: { token: string; encodingAESKey: string };
  /** Real milliseconds before a call counts as not reachable. */
  requestTimeoutMs?: number;
}

/** The self-built app (自建应用); with token and key it takes callbacks and may send interactive cards (D90236). */
export interface AppSettings {
  corpId: string;
  agentId: number;
  secret: string;
  token?: string;
  encodingAESKey?: string;
}

/** The robot's name as people mention it. */
export const BOT_NAME = '工单助手';
