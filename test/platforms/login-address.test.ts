import { expect, test } from 'vitest';
import type { DingtalkApi } from '../../src/chat/dingtalk/api.ts';
import { openLogin as openDingtalkLogin } from '../../src/chat/dingtalk/login.ts';
import type { WecomApi } from '../../src/chat/wecom/api.ts';
import { openLogin as openWecomLogin } from '../../src/chat/wecom/login.ts';

const ask = { redirect: 'https://ops.example.gov.cn/login/back', state: 's1' };
const BACK = 'redirect_uri=https%3A%2F%2Fops.example.gov.cn%2Flogin%2Fback';
const app = { corpId: 'ww1', agentId: 7, secret: 'x' };
const wecom = (loginUrl?: string) =>
  openWecomLogin({ apiUrl: '', botWsUrl: '', ...(loginUrl ? { loginUrl } : {}), app }, app, {} as WecomApi);
const SCAN = `/wwlogin/sso/login?login_type=CorpApp&appid=ww1&agentid=7&${BACK}&state=s1`;
const IN_APP = `/connect/oauth2/authorize?appid=ww1&agentid=7&${BACK}&response_type=code&scope=snsapi_base&state=s1#wechat_redirect`;

test.each([
  [undefined, true, `https://open.weixin.qq.com${IN_APP}`],
  [undefined, false, `https://login.work.weixin.qq.com${SCAN}`],
  ['https://login.work.weixin.qq.com/', true, `https://open.weixin.qq.com${IN_APP}`],
  ['http://127.0.0.1:8081/wecom/login/', true, `http://127.0.0.1:8081/wecom/login${IN_APP}`],
  ['http://127.0.0.1:8081/wecom/login', false, `http://127.0.0.1:8081/wecom/login${SCAN}`],
])('WeCom has two login pages on two hosts, another host serves both (%s, in the app: %s)', (host, inApp, address) => {
  expect(wecom(host).address({ ...ask, inApp })).toBe(address);
});

test('DingTalk has one page, which is asked for the county’s own tenant when it is known', () => {
  const settings = {
    apiUrl: '',
    oapiUrl: '',
    clientId: 'c1',
    clientSecret: 'x',
    robotCode: 'c1',
    mode: 'http',
  } as const;
  const address = (more: object): string =>
    openDingtalkLogin({ ...settings, ...more }, {} as DingtalkApi).address({ ...ask, inApp: true });
  const page = `https://login.dingtalk.com/oauth2/auth?${BACK}&response_type=code&client_id=c1&scope=openid+corpid&state=s1&prompt=consent`;
  expect([address({}), address({ corpId: 'ding1' })]).toEqual([page, `${page}&corpId=ding1`]);
});
