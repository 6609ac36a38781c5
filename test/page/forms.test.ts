import { expect } from 'vitest';
import type { Done, Form, TicketPage, Todo } from '../../src/http/page/shapes.ts';
import { arrives, claimed, signedOff } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { type Browser, newKey, openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });
const NO = 'GD20261020008501';

const asWhom = async (town: Parameters<typeof openBrowser>[0], person: string): Promise<Browser> => {
  const browser = openBrowser(town);
  await browser.login(person);
  return browser;
};

const formOf = (page: TicketPage, action: string): Form => {
  const form = page.forms.find((candidate) => candidate.action === action);
  if (!form) throw new Error(`no form ${action} among ${page.forms.map((each) => each.action).join()}`);
  return form;
};

story('a ticket goes the whole way on the page alone', async ({ town }) => {
  await arrives(town, NO, { caller: { name: '周大海', phone: '13812345678' } });
  const liaison = await asWhom(town, 'limin');
  expect((await liaison.submits(NO, 'claim')).says).toContain(`已签收 ${NO}`);
  const principal = await asWhom(town, 'lijianguo');
  await town.card({ person: 'lijianguo' }, 'signoff', NO);
  const signOff = formOf(await principal.ticket(NO), 'signoff');
  expect(signOff).toMatchObject({ name: '签批', expected: true, danger: false });
  expect(signOff.fields.map(({ key, kind, required }) => [key, kind, required])).toEqual([
    ['lead', 'person', true],
    ['handlers', 'people', true],
    ['dueAt', 'limit', false],
    ['opinion', 'textarea', false],
  ]);
  // Those who lead come first, everybody of the department follows.
  const offered = signOff.fields[0]?.options ?? [];
  expect(offered.map(({ text }) => text)).toEqual(['李建国', '刘洋', '王芳', '张伟', '黄丽', '黄丽', '李敏']);
  expect(offered.at(-1)).toEqual({ value: 'limin', text: '李敏', hint: '联络员' });
  await principal.submits(NO, 'signoff', {
    lead: 'wangfang',
    handlers: ['zhangwei', 'liuyang'],
    dueAt: '2026-10-22',
    opinion: '尽快办理',
  });
  for (const person of ['wangfang', 'zhangwei', 'liuyang']) await town.reads({ person }, NO, '请办理');
  expect((await town.ticket(NO)).signOff).toMatchObject({
    lead: 'wangfang',
    handlers: ['zhangwei', 'liuyang'],
    dueAt: '2026-10-22T09:30:00.000Z',
  });
  const handler = await asWhom(town, 'zhangwei');
  expect(formOf(await handler.ticket(NO), 'contact')).toMatchObject({ files: true, expected: true });
  await handler.submits(NO, 'contact', {
    mode: '见面',
    place: '南门社区',
    situation: '已现场查看',
  });
  const replied = await handler.submits(NO, 'reply', { process: '到现场更换灯泡', result: '已修复' });
  expect(replied.ticket).toMatchObject({ status: 'toReview', replies: [{ process: '到现场更换灯泡', round: 1 }] });
  await town.card({ person: 'lijianguo' }, 'review:approve', NO);
  const review = formOf(await principal.ticket(NO), 'review:approve');
  expect(review.fields).toMatchObject([{ key: 'seal', kind: 'choice', required: true }]);
  expect(formOf(await principal.ticket(NO), 'review:refuse').fields).toMatchObject([
    { key: 'opinion', required: true },
  ]);
  await principal.submits(NO, 'review:approve', { seal: '电子签' });
  const caller = await asWhom(town, 'yangyan');
  await town.card({ person: 'yangyan' }, 'followup', NO);
  // 无法回访 is for callers without a telephone.
  expect((await caller.ticket(NO)).forms.filter(({ expected }) => expected).map(({ name }) => name)).toEqual([
    '回访',
    '未接通',
  ]);
  const answers = { contacted: '是', met: '是', process: '满意', result: '满意', solved: '是' };
  const done = await caller.submits(NO, 'followup', answers);
  expect(done.ticket).toMatchObject({ status: 'done', followUps: [{ words: expect.stringContaining('结果：满意') }] });
  const history = (await town.ticket(NO)).history.filter(({ by }) => !['system', 'upstream'].includes(by));
  expect(history.every(({ via }) => via?.door === 'page')).toBe(true);
});

story(
  'what is missing, not understood or refused is said at its field, changes nothing, and may be sent again',
  async ({ town }) => {
    await claimed(town, NO);
    const principal = await asWhom(town, 'lijianguo');
    const key = newKey();
    const sends = (action: string, values: object, browser = principal) =>
      browser.post(`/page/tickets/${NO}/commands/${action}`, { key, values });
    const before = await principal.ticket(NO);
    expect(await refuses(await sends('signoff', {}), 422, 'missing')).toMatchObject({ field: 'lead' });
    const wrong = { lead: 'zhaogang', handlers: ['zhangwei'] };
    expect(await refuses(await sends('signoff', wrong), 422, 'wrong')).toMatchObject({ field: 'lead' });
    const late = { lead: 'wangfang', handlers: ['zhangwei'], dueAt: '2027-03-01' };
    expect((await refuses(await sends('signoff', late), 422, 'refused')).detail).toMatch(/时限/);
    expect((await refuses(await sends('review:approve', { seal: '电子签' }), 422, 'refused')).detail).toContain(NO);
    await refuses(await sends('signoff', wrong, await asWhom(town, 'zhangwei')), 403, 'denied');
    for (const action of ['nothing', 'bind', 'evidence', 'daily'])
      await refuses(await sends(action, {}), 404, 'not-found');
    await refuses(await sends('signoff', { opinion: '长'.repeat(5_001) }), 422, 'wrong');
    await refuses(await principal.post(`/page/tickets/${NO}/commands/signoff`, { key: 'k', values: {} }), 422, 'wrong');
    expect((await principal.ticket(NO)).version).toBe(before.version);
    expect((await sends('signoff', { lead: 'wangfang', handlers: ['zhangwei'] })).status).toBe(200);
    for (const person of ['wangfang', 'zhangwei']) await town.reads({ person }, NO, '请办理');
  },
);

story('a form sent twice acts once, however close together, and is answered as before', async ({ town }) => {
  await signedOff(town, NO);
  const handler = await asWhom(town, 'zhangwei');
  const key = newKey();
  const values = { mode: '见面', place: '南门社区', situation: '已查看' };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => handler.post(`/page/tickets/${NO}/commands/contact`, { key, values })),
  );
  const said = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Done).says));
  expect(new Set(said).size).toBe(1);
  expect((await town.ticket(NO)).contacts).toHaveLength(1);
  // The key is this person's own: another's form of the same key is another form.
  const other = await asWhom(town, 'wangfang');
  await other.submits(NO, 'contact', values, key);
  expect((await town.ticket(NO)).contacts.map(({ by }) => by)).toEqual(['zhangwei', 'wangfang']);
});

story('a proposal stands in the principal’s form', async ({ town }) => {
  await claimed(town, NO);
  const liaison = await asWhom(town, 'limin');
  await liaison.submits(NO, 'propose', { lead: 'wangfang', handlers: ['zhangwei'] });
  await town.reads({ person: 'lijianguo' }, '拟牵头', '王芳');
  const form = formOf(await (await asWhom(town, 'lijianguo')).ticket(NO), 'signoff');
  expect(form.fields.map(({ key, value, required }) => [key, value, required])).toEqual([
    ['lead', 'wangfang', false],
    ['handlers', ['zhangwei'], false],
    ['dueAt', undefined, false],
    ['opinion', undefined, false],
  ]);
});

story('what was asked is decided on the page, and matters are too', async ({ town }) => {
  await signedOff(town, NO);
  const handler = await asWhom(town, 'zhangwei');
  await handler.submits(NO, 'extend', { days: '3', reason: '要等配件' });
  const operator = await asWhom(town, 'hanmei');
  await town.card({ chat: 'wrkCentre' }, 'accept', NO);
  expect((await operator.ticket(NO)).forms.filter(({ expected }) => expected).map(({ action }) => action)).toEqual([
    'accept',
    'refuse',
  ]);
  const decided = await operator.submits(NO, 'accept');
  expect(decided.says).toContain('已同意');
  await town.reads({ person: 'zhangwei' }, '您的申请县热线中心已决定', NO);
  const signal = await handler.post('/page/commands/signal', {
    key: newKey(),
    values: { content: '城南片区自来水涨价，住户准备集体上访' },
  });
  const { says } = (await signal.json()) as Done;
  const [id = ''] = /SQ\d{6}-\d+/.exec(says) ?? [];
  await refuses(
    await operator.post('/page/commands/refuse', { key: newKey(), values: {}, matter: { kind: 'signal', id } }),
    422,
    'missing',
  );
  await refuses(
    await operator.post('/page/commands/accept', { key: newKey(), values: {}, matter: { kind: 'nothing', id } }),
    404,
    'not-found',
  );
  const director = await asWhom(town, 'xulei');
  await town.card({ person: 'xulei' }, 'accept', id);
  const { matters } = await director.get<Todo>('/page/todo');
  expect(matters.map((matter) => [matter.kind, matter.id, matter.forms.map(({ name }) => name)])).toEqual([
    ['signal', id, ['同意', '驳回']],
  ]);
  const adopted = await director.post('/page/commands/accept', {
    key: newKey(),
    values: {},
    matter: { kind: 'signal', id },
  });
  expect(((await adopted.json()) as Done).says).toContain(id);
  await refuses(
    await director.post('/page/commands/accept', { key: newKey(), values: {}, matter: { kind: 'signal', id } }),
    422,
    'refused',
  );
  await town.reads({ person: 'zhangwei' }, id, '已采纳');
  const table = await director.post('/page/commands/daily', { key: newKey(), values: {} });
  expect(((await table.json()) as Done).card?.title).toContain('日榜');
});
