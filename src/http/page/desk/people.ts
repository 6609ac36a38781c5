import type Router from '@koa/router';
import { type Person, ROLE_NAMES } from '../../../domain/person.ts';
import type { ChatLine } from '../../../workflow/centreDesk.ts';
import type { County } from '../../../workflow/county.ts';
import { departmentNamed, type View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import type { Directory } from '../shapes.ts';
import { viewOf } from '../tickets.ts';
import { asked } from './cursor.ts';

/** Whether one of these texts has the words in it; nothing looked for fits everything. */
const fits = (q: string | undefined, texts: readonly (string | undefined)[]): boolean =>
  q === undefined || texts.some((text) => text?.includes(q));

const personRow = (person: Person, { county }: View): Directory['people'][number] => {
  const { id, name, wecom, dingtalk, active, delegatedBy } = person;
  return {
    id,
    name,
    department: departmentNamed(person.department, county),
    roles: person.roles.map((role) => ROLE_NAMES[role]),
    ...(wecom ? { wecom } : {}),
    ...(dingtalk ? { dingtalk } : {}),
    active,
    ...(delegatedBy ? { delegatedBy: county.person(delegatedBy)?.name ?? delegatedBy } : {}),
  };
};

const groupRow = (chat: ChatLine, county: County): Directory['groups'][number] => {
  const { platform, id, department, scope, boundBy, boundAt, goneAt, webhook } = chat;
  return {
    platform,
    id,
    ...(department ? { department: departmentNamed(department, county) } : {}),
    ...(scope ? { scope } : {}),
    ...(boundBy ? { boundBy: county.person(boundBy)?.name ?? boundBy } : {}),
    ...(boundAt ? { boundAt: boundAt.toISOString() } : {}),
    ...(goneAt ? { goneAt: goneAt.toISOString() } : {}),
    webhook,
  };
};

/** People as the organisation file and the bindings have them, and the groups. */
export const peopleRoute = (router: Router, parts: PageParts): void => {
  router.get('/page/desk/people', async (context) => {
    const view = viewOf(context, parts);
    const { county } = view;
    const q = asked(context.query.q);
    const nameOf = (code: string | undefined): string | undefined => code && county.department(code)?.name;
    const chats = await parts.archive.work((desk) => desk.centre.chats());
    const found: Directory = {
      people: county.people
        .filter(({ id, name, department, wecom, dingtalk }) =>
          fits(q, [id, name, department, nameOf(department), wecom, dingtalk]),
        )
        .map((person) => personRow(person, view)),
      groups: chats
        .filter(({ id, department }) => fits(q, [id, department, nameOf(department)]))
        .map((chat) => groupRow(chat, county)),
    };
    context.body = found;
  });
};
