import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi as openDingtalkApi } from '../../src/chat/dingtalk/api.ts';
import { CODES as DINGTALK } from '../../src/chat/dingtalk/errors.ts';
import type { Failure, PlatformContext } from '../../src/chat/platform.ts';
import { CLASS_OF, type Deed, type VendorCode } from '../../src/chat/vendorCode.ts';
import { openApi as openWecomApi } from '../../src/chat/wecom/api.ts';
import { CODES as WECOM } from '../../src/chat/wecom/errors.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { demoSettings } from '../../src/simulator/settings.ts';
import type { Platform } from '../../src/simulator/town/types.ts';
import { GROUPS, PEOPLE } from '../town/organisation.ts';
import { openDesk } from './dingtalk-rig.ts';

/** The protocol pages' column "retry", written down again: code by code what must be done. */
const WECOM_PAGE: Record<Deed, string> = {
  wait: '45009 45033',
  renew: '40014 42001',
  again: '-1 6000',
  tell: `40001 40013 40056 40057 41001 41002 41004 43012 48002 48006 48009 50001 50003 60011 60020 80001 301002 853000`,
  gone: `40003 40050 46004 49008 50002 60111 81013 82001 86001 86003 86008 86217 93000 93004 93006 93019`,
  anew: '60140 846605 846608',
  giveUp: `40004 40005 40006 40007 40008 40009 40029 40031 40032 40033 40035 40039 40058 40063 40066 40068 40070
    41006 41008 41009 42014 42015 42016 42017 42018 42019 42020 44001 44004 45001 45002 45008 45034 60003 60102 60123
    86004 86005 86006 86215 86216 86220 93001 93008 93017 93018`,
};
const DINGTALK_PAGE: Record<Deed, string> = {
  wait: `Forbidden.AccessDenied.QpsLimitForApi Forbidden.AccessDenied.QpsLimitForAppkeyAndApi
    Forbidden.AccessDenied.QpmLimitForAppkeyAndApi Forbidden.AccessDenied.ApiCountLimitForOrg 90002 90018 90020 429
    send.too.fast too.many.group too.many.people 410100 130101 660026 ip.punished`,
  renew: 'InvalidAuthentication 40014 88',
  again: 'system.busy system.error unknownError -1 system.updateCallbackFailed',
  tell: `AuthenticationFailed.MissingParameter invalidClientIdOrSecret 40096 40000 authFailed
    Forbidden.AccessDenied.AccessTokenPermissionDenied Forbidden.AccessDenied.IpNotInWhiteList param.templateUnpublished
    param.templateNotExist param.cardTemplateIdEmpty invalidParameter.robotCode.empty invalidParameter.robotCode.auth
    invalidParameter.robotCode.coolApp invalidParameter.robotCode.notExsit invalidParameter.robotCode.missing
    invalidParameter.robotCode.invalid send.forbidden param.callbackRouteKeyEmpty param.callbackUrlEmpty
    param.callbackRouteKeyExist`,
  gone: `invalid.openConversationId miss.openConversationId group.disbanded bot.stopped conversation.org.notMatch
    param.openSpaceIdInvalid 400013 400101 300005 400102 400106 param.userIdNotExist 33012 staffIdNotExist`,
  anew: '300001 param.cardNotExist',
  giveUp: `22 404 40035 43002 43004 400105 430101 430102 430103 430104 310000 460101 invalidParameter.msgKey.empty
    invalidParameter.msgKey.invalid invalidParameter.msgParam.invalid invalidParameter.msgParam.tooLong
    invalidParameter.param.invalid invalidParameter.msg.unsupport invalidParameter.processQueryKeys.overMax
    invalid.processQueryKey.x resource.not.found only.groupAdmin.canAtAll contain.unsafe.url contain.notAllowed.text
    contain.notAllowed.picture contain.notAllowed.content miss.param.msgKey param.contentUnsafe param.empty param.invalid
    param.outTrackIdEmpty param.openSpaceIdEmpty param.openDeliverModelEmpty param.openDeliverModelError
    param.openSpaceModelInvalid param.userIdEmpty param.cardPublicDataEmpty param.cardDataAndPrivateDataBothEmpty
    param.cardAlreadyExist invalidParameter.authCode.notFound`,
};
/** How long the vendor blocks, seconds. */
const BLOCKED: Record<string, number> = {
  45009: 60,
  45033: 2,
  QpmLimitForAppkeyAndApi: 60,
  ApiCountLimitForOrg: 3_600,
};
const TEN_MINUTES = ['410100', '130101', '660026'];

const rowsOf = (page: Record<Deed, string>): [string, Deed][] =>
  (Object.entries(page) as [Deed, string][]).flatMap(([deed, codes]) =>
    codes.split(/\s+/).map((code): [string, Deed] => [code, deed]),
  );

let simulator: Simulator;
const calls: Record<Platform, () => Promise<object>> = {} as never;
beforeAll(async () => {
  const settings = demoSettings('http://127.0.0.1:9');
  simulator = await startSimulator({ port: 0, settings, organisation: { people: PEOPLE, groups: GROUPS } });
  const { wecom, dingtalk } = settings;
  const context = (): PlatformContext => openDesk(() => new Date()).context;
  const app = { corpId: wecom.corpId, agentId: wecom.agentId, secret: wecom.secret };
  const wecomApi = openWecomApi({ apiUrl: `${simulator.url}/wecom`, botWsUrl: '', app }, context());
  const message = { touser: 'zhangwei', agentid: wecom.agentId, msgtype: 'text', text: { content: '你好' } };
  calls.wecom = () => wecomApi.asApp('/cgi-bin/message/send', message, 'wecom-app');
  const urls = { apiUrl: `${simulator.url}/dingtalk/api`, oapiUrl: `${simulator.url}/dingtalk/oapi` };
  const { clientId, clientSecret, robotCode } = dingtalk;
  const dingtalkApi = openDingtalkApi({ ...urls, clientId, clientSecret, robotCode, mode: 'stream' }, context());
  const send = { robotCode, openConversationId: 'cidZjj==', msgKey: 'sampleText', msgParam: '{"content":"你好"}' };
  calls.dingtalk = () => dingtalkApi.call('POST', '/v1.0/robot/groupMessages/send', send);
});
afterAll(() => simulator?.stop());

const fault = (platform: Platform, code: string, times: number): void =>
  simulator.town.setFault({ platform, kind: 'busy', code, times });
const left = (): number => simulator.town.faults.length;

const checkRow = async (platform: Platform, code: string, deed: Deed): Promise<void> => {
  const times = deed === 'renew' ? 2 : 1;
  fault(platform, code, times);
  const begun = Date.now();
  const failure = (await calls[platform]()) as Failure;
  expect(failure).toMatchObject({ ok: false, class: CLASS_OF[deed], code });
  expect(failure.reason).toMatch(/^[^（]*\p{Script=Han}[^（]*（/u);
  expect(failure.reason).toContain(code);
  expect(failure.cure).toMatch(/\p{Script=Han}.*。$/u);
  expect(failure.class === 'rejected' && failure.gone === true).toBe(deed === 'gone');
  if (failure.class === 'rateLimited') {
    const bare = code.replace(/^Forbidden\.AccessDenied\./, '');
    const seconds = TEN_MINUTES.includes(code) ? 600 : BLOCKED[bare];
    expect(failure.until).toBeGreaterThanOrEqual(begun + (seconds ?? 1) * 1_000);
    if (seconds) expect(failure.until).toBeLessThan(begun + seconds * 1_000 + 5_000);
  }
  // Asked as often as the row says; were it asked once more, the sending would have been taken.
  expect(left()).toBe(0);
};

/** Every row of the table is on the page, and the other way round; `*` rows are met by one code each. */
const checkWhole = (codes: Readonly<Record<string, VendorCode>>, page: [string, Deed][], unsent: string[]): void => {
  const met = new Set(
    page.map(([code]) => code.replace(/^(Forbidden\.AccessDenied|AuthenticationFailed|param)\./, '')),
  );
  const unmet = Object.keys(codes).filter((key) =>
    key.endsWith('*') ? ![...met].some((code) => code.startsWith(key.slice(0, -1))) : !met.has(key),
  );
  expect(unmet.filter((key) => !unsent.includes(key))).toEqual([]);
};

describe('WeCom’s table, row by row', () => {
  test('has the page’s rows and no others', () => checkWhole(WECOM, rowsOf(WECOM_PAGE), []));
  test.each(rowsOf(WECOM_PAGE))('%s: %s', (code, deed) => checkRow('wecom', code, deed));
  test('a code that nobody has listed ends the sending and is named', async () => {
    fault('wecom', '99999', 1);
    expect(await calls.wecom()).toMatchObject({
      class: 'rejected',
      code: '99999',
      cure: expect.stringContaining('99999'),
    });
  });
});

describe('DingTalk’s table, row by row', () => {
  const words = ['chatbot not exist*', 'user not exist*'];
  test('has the page’s rows and no others', () => checkWhole(DINGTALK, rowsOf(DINGTALK_PAGE), words));
  test.each(rowsOf(DINGTALK_PAGE))('%s: %s', (code, deed) => checkRow('dingtalk', code, deed));
});

for (const [platform, codes] of [
  ['wecom', ['40014', '42001']],
  ['dingtalk', ['InvalidAuthentication', '40014', '88']],
] as const)
  test.each(codes)(`${platform}: %s once costs one new token and nobody notices`, async (code) => {
    fault(platform, code, 1);
    expect(await calls[platform]()).not.toHaveProperty('ok');
    expect(left()).toBe(0);
  });
