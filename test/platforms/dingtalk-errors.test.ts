import { describe, expect, test } from 'vitest';
import { openApi } from '../../src/chat/dingtalk/api.ts';
import { failureOf } from '../../src/chat/dingtalk/errors.ts';
import { mayCall } from '../../src/chat/dingtalk/hosts.ts';
import { openDesk } from './dingtalk-rig.ts';
import { openBotDoor } from './simulator-dingtalk-rig.ts';

const NOW = 1_000_000;
const ACCESS = 'Forbidden.AccessDenied';

describe('a vendor code becomes one of five failures', () => {
  test.each([
    [`${ACCESS}.QpsLimitForApi`, 1],
    [`${ACCESS}.QpsLimitForAppkeyAndApi`, 1],
    ['90018', 1],
    [`${ACCESS}.QpmLimitForAppkeyAndApi`, 60],
    ['send.too.fast', 60],
    ['410100', 600],
    ['130101', 600],
    ['660026', 600],
    [`${ACCESS}.ApiCountLimitForOrg`, 3_600],
  ])('%s: not before %i s', (code, seconds) => {
    expect(failureOf(code, NOW)).toMatchObject({ class: 'rateLimited', until: NOW + seconds * 1_000, code });
  });

  test.each([
    'InvalidAuthentication',
    'AuthenticationFailed.MissingParameter',
    'invalidClientIdOrSecret',
    '40014',
    '88',
    '40096',
    `${ACCESS}.AccessTokenPermissionDenied`,
    `${ACCESS}.IpNotInWhiteList`,
    'param.templateUnpublished',
    'invalidParameter.robotCode.notExsit',
  ])('%s: an administrator is needed', (code) => {
    expect(failureOf(code, NOW)).toMatchObject({ class: 'authFailed' });
  });

  test.each(['system.busy', 'system.error', 'unknownError', '-1'])('%s: try again', (code) => {
    expect(failureOf(code, NOW)).toMatchObject({ class: 'notReachable' });
  });

  test.each(['invalid.openConversationId', 'group.disbanded', 'chatbot not exist', '400013', 'param.userIdNotExist'])(
    '%s: nobody is there',
    (code) => {
      expect(failureOf(code, NOW)).toMatchObject({ class: 'rejected', gone: true });
    },
  );

  test('an unknown code is a rejection that names it, or the server at fault', () => {
    const failure = failureOf('contain.notAllowed.text', NOW);
    expect(failure).toMatchObject({ class: 'rejected', code: 'contain.notAllowed.text' });
    expect(failure).not.toHaveProperty('gone');
    expect(failureOf('something', NOW, { status: 502 })).toMatchObject({ class: 'notReachable' });
  });
});

describe('an answer that is no answer', () => {
  const calling = async (reply: unknown): Promise<unknown> => {
    const vendor = await openBotDoor(() => reply);
    const settings = { clientId: 'c', clientSecret: 's', robotCode: 'c', mode: 'stream', oapiUrl: vendor.url } as const;
    const desk = openDesk(() => new Date(NOW));
    const answer = await openApi({ ...settings, apiUrl: vendor.url }, desk.context).plain(`${vendor.url}/x`, {});
    await vendor.close();
    return answer;
  };

  test('a legacy failure hides behind HTTP 200', async () => {
    expect(await calling({ errcode: 300001, errmsg: 'session 不存在' })).toMatchObject({ ok: false, code: '300001' });
    expect(await calling({ errcode: 88, sub_code: '90018' })).toMatchObject({ class: 'rateLimited' });
    expect(await calling({ errcode: '0', errmsg: 'ok' })).not.toHaveProperty('ok');
  });

  test('an address held back by the gateway waits five minutes', async () => {
    const held = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' };
    expect(await calling(held)).toMatchObject({ class: 'rateLimited', code: 'ip.punished' });
  });

  test('nobody answering is not reachable', async () => {
    const settings = { clientId: 'c', clientSecret: 's', robotCode: 'c', mode: 'stream' } as const;
    const desk = openDesk(() => new Date(NOW));
    const nowhere = 'http://127.0.0.1:9';
    const api = openApi({ ...settings, apiUrl: nowhere, oapiUrl: nowhere }, desk.context);
    expect(await api.call('POST', '/v1.0/x', {})).toMatchObject({ class: 'notReachable' });
  });
});

describe('an address that came in a message', () => {
  const settings = { apiUrl: 'https://api.dingtalk.com', oapiUrl: 'http://127.0.0.1:8081/dingtalk/oapi' };
  test.each([
    'https://oapi.dingtalk.com/robot/sendBySession?session=1',
    'http://zjk-dtapp.oss-cn-zhangjiakou.aliyuncs.com/f?Expires=1',
    'http://127.0.0.1:8081/dingtalk/files/1',
  ])('%s may be called', (url) => expect(mayCall(url, settings)).toBe(true));
  test.each([
    'http://127.0.0.1:5432/',
    'http://169.254.169.254/latest/meta-data',
    'https://dingtalk.com.evil.example/x',
    'https://evildingtalk.com/x',
    'https://oapi.dingtalk.com:8443/x',
    'https://user:pass@oapi.dingtalk.com/x',
    'file:///etc/passwd',
    'no address',
  ])('%s may not', (url) => expect(mayCall(url, settings)).toBe(false));
});
