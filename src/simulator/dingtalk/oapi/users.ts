import type { Person } from '../../town/types.ts';
import { ok, type Route } from '../api/route.ts';
import { textOf } from '../call.ts';
import { requestId } from '../machine.ts';
import type { Office } from '../office.ts';
import { type Reply, refuseLegacy } from '../refusal.ts';
import { personByUnionId, unionIdOf } from '../residents/identity.ts';

const result = (content: Record<string, unknown>): Reply =>
  ok({ errcode: 0, errmsg: 'ok', result: content, request_id: requestId().slice(0, 8).toLowerCase() });

const lookup = (
  path: string,
  find: (body: Record<string, unknown>, office: Office) => Record<string, unknown>,
): Route => ({
  method: 'POST',
  path,
  token: 'app',
  exempt: true,
  answer: ({ body }, office) => result(find(body, office)),
});

const isAdmin = (person: Person): boolean => person.roles.includes('administrator');

/** 免登: the resident behind a one-use code (development/obtain-the-userid-of-a-user-by-using-the-log-free). */
const userInfo = lookup('/topapi/v2/user/getuserinfo', (body, office) => {
  const id = office.tokens.redeem(textOf(body, 'code') ?? '');
  const person = id === undefined ? undefined : office.town.person(id);
  if (person?.dingtalk === undefined) throw refuseLegacy(40078, '不存在的临时授权码');
  const unionid = unionIdOf(person);
  return {
    userid: person.dingtalk,
    unionid,
    associated_unionid: unionid,
    device_id: unionid.slice(0, 12),
    sys: isAdmin(person),
    sys_level: isAdmin(person) ? 1 : 0,
    name: person.name,
  };
});

/** userid of a union id (development/query-a-user-by-the-union-id). */
const byUnionId = lookup('/topapi/user/getbyunionid', (body, office) => {
  const person = personByUnionId(office.town, textOf(body, 'unionid') ?? '');
  if (person?.dingtalk === undefined) throw refuseLegacy(60121, '找不到该用户');
  return { contact_type: 0, userid: person.dingtalk };
});

/** Details of a user (development/query-user-details); 33012 for an unknown one. */
const details = lookup('/topapi/v2/user/get', (body, office) => {
  const person = office.town.personBy('dingtalk', textOf(body, 'userid') ?? '');
  if (person?.dingtalk === undefined) throw refuseLegacy(33012, '无效的USERID');
  return {
    userid: person.dingtalk,
    unionid: unionIdOf(person),
    name: person.name,
    ...(person.mobile === undefined ? {} : { mobile: person.mobile }),
    dept_id_list: [1],
    title: '',
    admin: isAdmin(person),
    boss: false,
    active: true,
  };
});

/** userid of a telephone number (development/query-users-by-phone-number). */
const byMobile = lookup('/topapi/v2/user/getbymobile', (body, office) => {
  const mobile = textOf(body, 'mobile') ?? '';
  if (!/^1\d{10}$/.test(mobile)) throw refuseLegacy(40104, '无效手机号');
  const person = office.town.people.find((each) => each.mobile === mobile && each.dingtalk !== undefined);
  if (person?.dingtalk === undefined) throw refuseLegacy(60121, '找不到该用户');
  return { userid: person.dingtalk };
});

export const USER_ROUTES: readonly Route[] = [userInfo, byUnionId, details, byMobile];
