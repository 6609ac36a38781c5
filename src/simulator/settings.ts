import type { TenantSettings } from './town/types.ts';

/** The demo county's tenants: fixed secrets of the vendors' formats, worth nothing outside the town. */
export const demoSettings = (botUrl: string): TenantSettings => ({
  botUrl,
  wecom: {
    corpId: 'ww3f5a7c91e2b40d68',
    agentId: 1000005,
    secret: 'town-app-secret-for-the-demo-only',
    token: 'TownToken2026',
    encodingAESKey: 'TownTownTownTownTownTownTownTownTownTownTow',
    botId: 'aibTown2026',
    botSecret: 'town-robot-secret',
    botName: '工单助手',
  },
  dingtalk: {
    clientId: 'dingtown2026000001',
    clientSecret: 'town-dingtalk-secret',
    robotCode: 'dingtown2026000001',
    corpId: 'dingcorptown0001',
    mode: 'stream',
    cardTemplateId: '11112222-3333-4444-5555-666677778888.schema',
    cardCallbackSecret: 'town-card-secret',
    robotName: '工单助手',
  },
});

/** The bot's environment for these tenants. */
export const botEnvironment = (settings: TenantSettings, simulatorUrl: string): Record<string, string> => ({
  WECOM_CORP_ID: settings.wecom.corpId,
  WECOM_AGENT_ID: String(settings.wecom.agentId),
  WECOM_SECRET: settings.wecom.secret,
  WECOM_TOKEN: settings.wecom.token,
  WECOM_ENCODING_AES_KEY: settings.wecom.encodingAESKey,
  ...(settings.wecom.botToken && settings.wecom.botEncodingAESKey
    ? { WECOM_BOT_TOKEN: settings.wecom.botToken, WECOM_BOT_ENCODING_AES_KEY: settings.wecom.botEncodingAESKey }
    : { WECOM_BOT_ID: settings.wecom.botId, WECOM_BOT_SECRET: settings.wecom.botSecret }),
  WECOM_API_URL: `${simulatorUrl}/wecom`,
  WECOM_BOT_WS_URL: `${simulatorUrl.replace(/^http/, 'ws')}/wecom/ws`,
  WECOM_LOGIN_URL: `${simulatorUrl}/wecom/login`,
  DINGTALK_CLIENT_ID: settings.dingtalk.clientId,
  DINGTALK_CLIENT_SECRET: settings.dingtalk.clientSecret,
  DINGTALK_ROBOT_CODE: settings.dingtalk.robotCode,
  DINGTALK_CORP_ID: settings.dingtalk.corpId,
  DINGTALK_MODE: settings.dingtalk.mode,
  DINGTALK_CARD_TEMPLATE_ID: settings.dingtalk.cardTemplateId,
  ...(settings.dingtalk.cardCallbackSecret
    ? { DINGTALK_CARD_CALLBACK_SECRET: settings.dingtalk.cardCallbackSecret }
    : {}),
  DINGTALK_API_URL: `${simulatorUrl}/dingtalk/api`,
  DINGTALK_OAPI_URL: `${simulatorUrl}/dingtalk/oapi`,
  DINGTALK_LOGIN_URL: `${simulatorUrl}/dingtalk/login`,
  CLOCK_URL: `${simulatorUrl}/clock`,
  ...(settings.callbackSecret ? { CALLBACK_SECRET: settings.callbackSecret } : {}),
});
