import { openDingtalk } from '../../src/chat/dingtalk/platform.ts';
import { openWecom } from '../../src/chat/wecom/platform.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import { describePlatform } from './platform.ts';

const { wecom, dingtalk } = demoSettings('');
const wecomUrls = (simulator: Simulator) => ({
  apiUrl: `${simulator.url}/wecom`,
  botWsUrl: `${simulator.url.replace('http', 'ws')}/wecom/ws`,
  loginUrl: `${simulator.url}/wecom/login`,
});
const app = {
  corpId: wecom.corpId,
  agentId: wecom.agentId,
  secret: wecom.secret,
  token: wecom.token,
  encodingAESKey: wecom.encodingAESKey,
};
const dingtalkUrls = (simulator: Simulator) => ({
  apiUrl: `${simulator.url}/dingtalk/api`,
  oapiUrl: `${simulator.url}/dingtalk/oapi`,
  loginUrl: `${simulator.url}/dingtalk/login`,
});
const tenant = {
  clientId: dingtalk.clientId,
  clientSecret: dingtalk.clientSecret,
  robotCode: dingtalk.robotCode,
  cardTemplateId: dingtalk.cardTemplateId,
};

describePlatform('WeCom by the robot’s socket', {
  platform: 'wecom',
  group: 'wrkCgj',
  person: { id: 'zhangwei', platformId: 'zhangwei' },
  updates: false,
  open: (simulator, context) =>
    openWecom({ ...wecomUrls(simulator), bot: { id: wecom.botId, secret: wecom.botSecret } }, context),
});

const botCallback = { token: 'TownRobotToken', encodingAESKey: 'RobotRobotRobotRobotRobotRobotRobotRobotRob' };
describePlatform('WeCom by the robot’s callbacks, with the app and the group’s webhook', {
  platform: 'wecom',
  group: 'wrkCgj',
  webhookKey: '11111111-aaaa',
  person: { id: 'zhangwei', platformId: 'zhangwei' },
  logsIn: true,
  answersOnly: true,
  updates: false,
  prepare: (settings) => {
    settings.wecom.botToken = botCallback.token;
    settings.wecom.botEncodingAESKey = botCallback.encodingAESKey;
  },
  open: (simulator, context) => openWecom({ ...wecomUrls(simulator), app, botCallback }, context),
});

describePlatform('WeCom by the self-built app', {
  platform: 'wecom',
  person: { id: 'zhangwei', platformId: 'zhangwei' },
  updates: true,
  codesServeOnce: true,
  logsIn: true,
  open: (simulator, context) => openWecom({ ...wecomUrls(simulator), app }, context),
});

describePlatform('DingTalk by stream', {
  platform: 'dingtalk',
  group: 'cidZjj==',
  person: { id: 'zhoujie', platformId: '0104' },
  logsIn: true,
  updates: true,
  open: (simulator, context) => openDingtalk({ ...dingtalkUrls(simulator), ...tenant, mode: 'stream' }, context),
});

describePlatform('DingTalk by HTTP', {
  platform: 'dingtalk',
  group: 'cidZjj==',
  person: { id: 'zhoujie', platformId: '0104' },
  logsIn: true,
  updates: true,
  prepare: (settings) => {
    settings.dingtalk.mode = 'http';
    settings.dingtalk.cardCallbackSecret = 'town-card-secret';
  },
  open: (simulator, context) =>
    openDingtalk(
      { ...dingtalkUrls(simulator), ...tenant, mode: 'http', cardCallbackSecret: 'town-card-secret' },
      context,
    ),
});
