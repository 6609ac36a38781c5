import { type Known, names } from './archive.ts';
import type { Told } from './ask.ts';
import { type Finding, ok, skip, warn } from './finding.ts';

/**
 * Whether the address book has the person's own name at the bound account: a self-built app is told name and department
 * of whom it sees, and no more (D90196). `answers`: of `user/get`, in the order of `people`.
 */
export const namesFinding = (people: Known['people'], answers: readonly Told[]): Finding => {
  const id = 'wecom.names';
  const title = '账号与姓名';
  const pairs = people.flatMap((person, index) => {
    const told = answers[index]?.body;
    return told?.errcode === 0 && typeof told.name === 'string' ? [{ ...person, told: told.name }] : [];
  });
  if (pairs.length === 0) return skip(id, title, '没有查得到的人，看得到后再查');
  const others = pairs.filter(({ name, told }) => name !== told);
  if (others.length === 0) return ok(id, title, `${pairs.length} 人的账号在企业通讯录里是同一姓名`);
  return warn(
    id,
    title,
    `${others.length} 人的账号在企业通讯录里是另一姓名：${names(others.map(({ name, wecom, told }) => `${name}（${wecom} 是${told}）`))}`,
    '请核对组织文件里的企业微信账号：填成别人的，此人的工单会发给别人；只是写法不同的不用处理。',
  );
};
