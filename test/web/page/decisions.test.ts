import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoryTicket } from '../../town/view.ts';
import { type Answer, fills, submits } from './forms.ts';
import { expectNoProblems, openPages, type Pages, place } from './pages.ts';
import { expectSound } from './sound.ts';

const caller = { name: '陈女士', phone: '13800005555' };
const words = (text: string): Answer => ({ words: text });
const choice = (text: string): Answer => ({ choice: text });
let last = 9200;
/** Each story has a ticket of its own. */
const newNo = (): string => {
  last += 1;
  return `GD2026102000${last}`;
};

describe.skipIf(!place)('what is asked and decided besides the main way, each by whom it concerns', () => {
  let pages: Pages;
  const devices = new Map<string, Page>();
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  /** Everybody has one device and keeps it. */
  const at = async (person: string, no: string): Promise<Page> => {
    const page = devices.get(person) ?? (await pages.as(person));
    devices.set(person, page);
    await page.goto(`${pages.town.botUrl}/t/${no}`);
    return page;
  };
  const does = async (person: string, no: string, name: string, answers: Record<string, Answer> = {}) => {
    const says = await submits(await at(person, no), name, answers);
    await pages.town.settled();
    return says;
  };
  /** How far a ticket of the bureau has come by typing, each step after the one before. */
  const WAY: Record<string, [string, string]> = {
    signedOff: ['lijianguo', '签批 NO 牵头:王芳 经办:张伟'],
    contacted: ['zhangwei', '联系 NO 方式:见面 地点:现场 情况:已说明'],
    replied: ['zhangwei', '回复 NO 流程:到现场处理 结果:已办好'],
    closed: ['lijianguo', '审核 NO 通过 用印:电子签'],
  };
  const goesOn = async (no: string, ...steps: (keyof typeof WAY)[]): Promise<void> => {
    for (const step of steps) {
      const [person, words] = WAY[step] ?? ['', ''];
      await pages.town.says(person, words.replace('NO', no));
    }
  };
  const arrives = (no: string, more: Partial<StoryTicket> = {}) =>
    pages.town.tickets({ no, department: 'cgj', ...more });
  const signedOff = async (no: string, more: Partial<StoryTicket> = {}): Promise<void> => {
    await arrives(no, more);
    await goesOn(no, 'signedOff');
  };
  const finished = (no: string) => goesOn(no, 'contacted', 'replied', 'closed');
  const closed = async (no: string, more: Partial<StoryTicket> = {}): Promise<void> => {
    await signedOff(no, more);
    await finished(no);
  };
  const ticket = (no: string) => pages.town.ticket(no);

  test('the operator dispatches with an assisting department, whose liaison writes a note', async () => {
    const no = newNo();
    await pages.town.tickets({ no, title: '小区门口积水' });
    await does('hanmei', no, '派单', { 承办: { picks: ['县城市管理局'] }, 协办: { picks: ['县住房和城乡建设局'] } });
    expect(await ticket(no)).toMatchObject({ status: 'toClaim', department: 'cgj', coDepartments: ['zjj'] });
    await does('chenjing', no, '备注', { 内容: words('管网图已发城管局') });
    expect((await ticket(no)).notes).toMatchObject([{ content: '管网图已发城管局', by: 'chenjing' }]);
  });

  test('a return is asked by the liaison and granted by the operator, who dispatches it elsewhere', async () => {
    const no = newNo();
    await arrives(no);
    await does('limin', no, '退单', { 原因: words('不属于我局职责') });
    expect((await ticket(no)).flags).toContain('returnAsked');
    await does('hanmei', no, '同意');
    expect((await ticket(no)).status).toBe('toDispatch');
    await does('hanmei', no, '派单', { 承办: { picks: ['县住房和城乡建设局'] } });
    await does('chenjing', no, '签收');
    expect(await ticket(no)).toMatchObject({ status: 'toSignOff', department: 'zjj' });
    await does('zhaogang', no, '签批', { 牵头: { picks: ['孙丽'] }, 经办: { picks: ['周杰'] } });
    expect((await ticket(no)).signOff).toMatchObject({ lead: 'sunli', handlers: ['zhoujie'] });
  });

  test('an extension: asked by the handler, granted; another refused with the reason', async () => {
    const [granted, refused] = [newNo(), newNo()];
    for (const no of [granted, refused]) {
      await signedOff(no);
      await does('zhangwei', no, '延期', { 天数: words('5'), 原因: words('要等配件') });
    }
    const before = (await ticket(refused)).dueAt;
    await does('hanmei', granted, '同意');
    await does('hanmei', refused, '驳回', { 原因: words('理由不充分') });
    expect((await ticket(granted)).dueAt).toBe('2026-11-03T09:30:00.000Z');
    expect((await ticket(refused)).dueAt).toBe(before);
  });

  test('a difficult ticket is laid before the leader of its field, whose decision binds', async () => {
    const no = newNo();
    await arrives(no, { category: '城乡建设/市政', receivedAt: '2026-10-15T09:00:00+08:00' });
    await does('hanmei', no, '疑难', { 原因: words('职责不清'), 呈送: choice('分管县领导') });
    expect((await ticket(no)).status).toBe('referred');
    await does('fengxian', no, '批示', { 承办: { picks: ['县住房和城乡建设局'] }, 意见: words('由住建局牵头') });
    expect(await ticket(no)).toMatchObject({ status: 'toClaim', department: 'zjj' });
  });

  test('an escalated case: taken, prolonged and concluded by the petition bureau; another given back', async () => {
    const [taken, back] = [newNo(), newNo()];
    for (const no of [taken, back]) {
      await signedOff(no);
      await does('hanmei', no, '提级', { 原因: words('历史遗留问题') });
      expect((await ticket(no)).status).toBe('escalated');
    }
    await does('xinfang', back, '退案', { 原因: words('不属于信访事项') });
    expect((await ticket(back)).status).not.toBe('escalated');
    await does('xinfang', taken, '收案');
    await does('xinfang', taken, '延案', { 原因: words('案情复杂') });
    await does('hanmei', taken, '联系', {
      方式: choice('电话'),
      原因: words('诉求人在外地'),
      情况: words('已说明转办原因'),
    });
    await does('xinfang', taken, '结案', { 结果: words('已出具答复意见') });
    expect((await ticket(taken)).history.map(({ type }) => type)).toContain('CaseConcluded');
  });

  test('the principal sends a reply back; it is replied again', async () => {
    const no = newNo();
    await signedOff(no);
    await goesOn(no, 'contacted', 'replied');
    await does('lijianguo', no, '审核退回', { 意见: words('请补充现场照片') });
    expect(await ticket(no)).toMatchObject({ status: 'handling', reviews: [{ approved: false }] });
    await does('zhangwei', no, '回复', { 流程: words('补拍照片'), 结果: words('已修复') });
    expect((await ticket(no)).status).toBe('toReview');
  });

  test('an unreasonable demand: the handler’s proof, confirmed by two people of the centre', async () => {
    const no = newNo();
    await signedOff(no);
    await does('zhangwei', no, '不合理', { 依据: words('《城市道路管理条例》第三十条') });
    await does('hanmei', no, '同意');
    expect((await ticket(no)).flags).toContain('unreasonableAsked');
    await does('duyu', no, '同意');
    expect((await ticket(no)).flags).toContain('unreasonable');
  });

  test('a non-compliant demand done again: the deputy explains', async () => {
    const no = newNo();
    await closed(no, { caller });
    await does('hanmei', no, '不合规', { 依据: words('界定范围第三项') });
    await does('yangyan', no, '回访', {
      联系: choice('是'),
      过程: choice('满意'),
      结果: choice('不满意'),
    });
    expect(await ticket(no)).toMatchObject({ status: 'handling', round: 2 });
    await finished(no);
    await does('wangfang', no, '解释', { 人员: words('王芳、刘律师'), 依据: words('《物业管理条例》第十二条') });
    expect((await ticket(no)).status).toBe('done');
  });

  test('dissatisfied twice: the director enters what the consultation resolved', async () => {
    const no = newNo();
    await closed(no, { caller });
    const dissatisfied = { 联系: choice('是'), 过程: choice('满意'), 结果: choice('不满意') };
    await does('yangyan', no, '回访', dissatisfied);
    await finished(no);
    await does('yangyan', no, '回访', dissatisfied);
    expect((await ticket(no)).status).toBe('toConsult');
    await does('xulei', no, '决议', {
      处理: choice('重办'),
      内容: words('由城管局重做'),
      时限: { day: '2026-11-06' },
    });
    expect(await ticket(no)).toMatchObject({ status: 'handling', round: 3, dueAt: '2026-11-06T09:30:00.000Z' });
  });

  test('the operator sets right: merged, restored, void; a caller without a number; done again', async () => {
    const [kept, doubled, nameless] = [newNo(), newNo(), newNo()];
    await arrives(kept);
    await arrives(doubled);
    await does('hanmei', doubled, '并单', { 到: words(kept) });
    expect((await ticket(doubled)).status).toBe('merged');
    await does('hanmei', doubled, '恢复');
    expect((await ticket(doubled)).status).toBe('toClaim');
    await does('hanmei', kept, '作废', { 原因: words('测试工单') });
    expect((await ticket(kept)).status).toBe('void');
    await closed(nameless, { caller: { anonymous: true } });
    await does('yangyan', nameless, '无法回访', { 原因: words('匿名无电话') });
    expect(await ticket(nameless)).toMatchObject({ status: 'done', excludedBecause: '无法回访：匿名无电话' });
    await does('hanmei', nameless, '重办', { 原因: words('诉求人反映问题复发') });
    expect(await ticket(nameless)).toMatchObject({ status: 'handling', round: 2 });
  });

  test('a supervision on the spot is planned by the centre, a letter taken back', async () => {
    const no = newNo();
    await signedOff(no);
    await does('hanmei', no, '督办', {
      时间: { day: '2026-10-20', time: '15:00' },
      地点: words('南门社区'),
      带队: choice('中心'),
      限期: { day: '2026-10-30' },
    });
    expect(await ticket(no)).toMatchObject({ flags: ['supervised'], dueAt: '2026-10-30T09:30:00.000Z' });
    await does('hanmei', no, '撤回', { 原因: words('内容有误'), 范围: choice('群') });
    expect((await ticket(no)).history.map(({ type }) => type)).toContain('LettersRecalled');
  });

  test('an unclaimed ticket is urged, and the deduction confirmed by the director', async () => {
    const no = newNo();
    await arrives(no);
    await pages.town.clock({ to: '2026-10-21T17:40:00+08:00' });
    await does('hanmei', no, '催办', { 方式: choice('电话'), 对象: words('李敏') });
    expect((await ticket(no)).history.map(({ type }) => type)).toContain('ReminderLogged');
    await pages.town.clock({ to: '2026-10-23T08:40:00+08:00' });
    await does('xulei', no, '确认扣分');
    expect((await ticket(no)).deductions).toMatchObject([{ clause: 'R3.3', state: 'confirmed' }]);
  });

  test('a matter that waits is decided in my tickets; its open form stands in the address', async () => {
    await pages.town.says('zhangwei', '社情 内容:城南片区自来水涨价，住户准备集体上访');
    await pages.town.settled();
    const page = await pages.as('xulei', '/');
    const matters = page.getByRole('region', { name: '其他事项' });
    await matters.getByRole('button', { name: /^驳回/ }).first().click();
    const form = page.getByRole('form', { name: '驳回', exact: true });
    await fills(form, '原因', words('请先核实'));
    await expectSound(page, '我的工单：办理一件事项');
    await page.reload();
    await form.getByRole('button', { name: '提交驳回' }).click();
    await matters.getByText('未采用').waitFor();
    expect(new URL(page.url()).search).toBe('');
    expect(await form.count()).toBe(0);
  });

  test('who may do nothing reads so; nothing happened that no page may do', async () => {
    const no = newNo();
    await arrives(no);
    const page = await at('jiefang', no);
    await page.getByText('现在没有等您办理的步骤').waitFor();
    expect(await page.getByRole('complementary', { name: '办理' }).getByRole('button').count()).toBe(0);
    expectNoProblems(pages);
  });
});
