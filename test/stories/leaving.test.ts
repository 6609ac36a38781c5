import { expect } from 'vitest';
import { answersAnew, importsOrganisation } from '../town/cli.ts';
import { organisationFile, PEOPLE } from '../town/organisation.ts';
import { signedOff } from '../town/paths.ts';
import { story } from '../town/story.ts';

const NO = 'GD20261020007101';

/** The county's file with some people as they are from now on. */
const withChanged = (changes: Record<string, object>) =>
  organisationFile(PEOPLE.map((person) => ({ ...person, ...changes[person.id] })));

story('who has left is a stranger, and their work shows up for the principal, who names another', async ({ town }) => {
  await signedOff(town, NO);
  const said = await importsOrganisation(
    town,
    withChanged({ zhangwei: { active: false }, wangfang: { active: false } }),
  );
  expect(said).toContain(`另行指定的工单：${NO}`);
  await town.reads({ person: 'lijianguo' }, '已离岗或调离', NO);
  await answersAnew(town, 'zhangwei', '您还没有登记');
  await town.asks('lijianguo', '待办', [NO]);
  await town.asks('lijianguo', '签批 7101 牵头:刘洋 经办:刘洋', `已签批 ${NO}`);
  await town.reads({ person: 'liuyang' }, NO, '请办理');
});

story('who goes to another department leaves the old one’s work and gets the new one’s', async ({ town }) => {
  await signedOff(town, NO);
  await importsOrganisation(town, withChanged({ zhangwei: { department: 'jyj' }, wangfang: { department: 'jyj' } }));
  await town.reads({ person: 'lijianguo' }, '已离岗或调离', NO);
  await answersAnew(town, 'zhangwei', '县教育体育局');
  await town.asks('zhangwei', '待办', '没有待处理');
  await town.tickets({ no: 'GD20261020007102', department: 'jyj' });
  await town.readsAll({ chat: 'wrkJyj' }, 'GD20261020007102');
  await town.readsAll({ chat: 'cidJyj==' }, 'GD20261020007102');
  await town.asks('zhangwei', '待办', 'GD20261020007102');
});

story('one with two roles is asked for both', async ({ town }) => {
  const said = await importsOrganisation(town, withChanged({ limin: { roles: ['liaison', 'handler', 'deputy'] } }));
  expect(said).toContain('人员：新增 0，更新 1');
  await answersAnew(town, 'limin', '联络员、经办人员、分管领导');
});
