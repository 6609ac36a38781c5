import type { Context, Next } from 'koa';
import { CENTRE, CENTRE_ROLES, hasRole, type Person } from '../../domain/person.ts';
import { problem } from '../problem.ts';
import { visitorOf } from './session.ts';
import type { Session } from './shapes.ts';

/** Which parts of the page a person has: the desk is the centre's, its director and administrator keep policy and calendar. */
export const seesOf = (person: Person): Session['sees'] => {
  const centre = person.department === CENTRE && hasRole(person, ...CENTRE_ROLES);
  const keeps = centre && hasRole(person, 'director', 'administrator');
  return { desk: centre, league: true, settings: keeps, audit: keeps || hasRole(person, 'supervisionOffice') };
};

const FOR: Record<keyof Session['sees'], string> = {
  desk: '工作台只供县热线中心使用，您可在“我的工单”里办理本单位的工单。',
  league: '您不能查看榜单。',
  settings: '政策和日历只供县热线中心负责人和管理员查看，请与他们联系。',
  audit: '留痕查询只供县热线中心负责人、管理员和县政府督查室使用，请与他们联系。',
};

/** 403 `denied` for whoever does not have this part of the page. */
export const onlyFor =
  (part: keyof Session['sees']) =>
  (context: Context, next: Next): unknown =>
    seesOf(visitorOf(context).person)[part] ? next() : problem(context, 403, 'denied', FOR[part]);
