import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTown, type StoryTown, TOKEN } from '../town/town.ts';

let town: StoryTown;
let folder: string;
beforeAll(async () => {
  town = await openTown();
  folder = await mkdtemp(join(tmpdir(), 'hotline-export-'));
});
afterAll(async () => {
  await town?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Result {
  no: string;
  row: number;
  outcome: string;
  reason?: string;
}

const upload = async (
  bytes: Uint8Array,
  name: string,
): Promise<{ status: number; results: Result[]; detail?: string }> => {
  const form = new FormData();
  form.set('file', new Blob([Uint8Array.from(bytes)]), name);
  const response = await fetch(`${town.botUrl}/api/v1/tickets/import`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const body = (await response.json()) as { results?: Result[]; detail?: string };
  return { status: response.status, results: body.results ?? [], ...(body.detail ? { detail: body.detail } : {}) };
};

/** An export as it comes: an empty sheet, a merged title, the header on row 3, mixed dates, a number as telephone, 合计. */
const workbook = async (): Promise<Uint8Array> => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('空表');
  const sheet = book.addWorksheet('工单');
  sheet.addRow(['青溪县12345热线办件明细']);
  sheet.mergeCells('A1:H1');
  sheet.addRow([]);
  sheet.addRow([
    '工单编号',
    '诉求主题',
    '诉求内容',
    '承办单位',
    '诉求人',
    '联系电话',
    '派单时间',
    '办理时限',
    '紧急程度',
  ]);
  sheet.addRow([
    'ＧＤ２０２６１０２０００７００１',
    '路灯不亮',
    '请修 13812345678',
    '城管局',
    '陈女士',
    13800001111,
    new Date('2026-10-20T08:30:00Z'),
    '2026-10-27 17:30',
    '一般',
  ]);
  sheet.addRow([
    'GD20261020007002',
    '电梯停运',
    '五天了',
    '住建局',
    '匿名',
    '',
    46315.354166666664,
    '2026年10月27日',
    '紧急',
  ]);
  sheet.addRow([
    'GD20261020007003',
    '树枝遮挡',
    '看不见',
    '园林局',
    '李先生',
    '0797-1234567',
    '2026/10/20 8:40',
    '',
    '',
  ]);
  sheet.addRow(['GD20261020007004', '日期坏了', '', '城管局', '', '', '昨天吧', '', '']);
  sheet.addRow(['', '没有编号', '', '城管局', '', '', '', '', '']);
  sheet.addRow(['合计', '5 件']);
  return new Uint8Array(await book.xlsx.writeBuffer());
};

test('a workbook as it really comes: good rows are kept, bad ones reported by row, a second import changes nothing', async () => {
  const bytes = await workbook();
  const first = await upload(bytes, '导出.xlsx');
  expect(first.results).toEqual([
    { no: 'GD20261020007001', row: 4, outcome: 'created' },
    { no: 'GD20261020007002', row: 5, outcome: 'created' },
    { no: 'GD20261020007003', row: 6, outcome: 'created' },
    { no: 'GD20261020007004', row: 7, outcome: 'rejected', reason: '派单时间“昨天吧”读不懂' },
    { no: '', row: 8, outcome: 'rejected', reason: '缺少编号' },
  ]);
  const again = await upload(bytes, '导出.xlsx');
  expect(again.results.slice(0, 3).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  await town.settled();
  const ticket = (await (await town.api('/api/v1/tickets/GD20261020007001?reveal=核对')).json()) as {
    dueAt: string;
    dispatchedAt: string;
    caller: object;
  };
  expect(ticket).toMatchObject({
    dueAt: '2026-10-27T09:30:00.000Z',
    dispatchedAt: '2026-10-20T00:30:00.000Z',
    caller: { name: '陈女士', phone: '13800001111' },
  });
  const anonymous = await town.ticket('GD20261020007002');
  expect(anonymous.flags).toEqual(expect.arrayContaining(['anonymous', 'urgent']));
  expect((await town.ticket('GD20261020007003')).status).toBe('toDispatch');
});

test.each([
  ['UTF-8 with BOM', (text: string) => Buffer.from(`\uFEFF${text}`)],
  ['GB18030', (text: string) => iconv.encode(text, 'gb18030')],
])('a CSV in %s', async (name, encode) => {
  const no = name === 'GB18030' ? 'GD20261020007101' : 'GD20261020007102';
  const answer = await upload(
    encode(`流水号,诉求标题,内容,受理部门\n${no},"公交, 晚点",十分钟一班,教体局\n`),
    '导出.csv',
  );
  expect(answer.results).toEqual([{ no, row: 2, outcome: 'created' }]);
  expect((await town.ticket(no)).department).toBe('jyj');
});

test('hundreds of rows are taken together: a number that comes again further down is corrected by what stands there', async () => {
  const no = (row: number): string => `GD202610200${72_000 + row}`;
  const rows = Array.from({ length: 250 }, (_none, row) => `${no(row)},路灯不亮 ${row},晚上很黑,城管局`);
  const again = [`${no(7)},路灯全部不亮,整条街,城管局`, `${no(8)},路灯不亮 8,晚上很黑,城管局`];
  const { results } = await upload(
    Buffer.from(['工单编号,标题,内容,承办单位', ...rows, ...again].join('\n')),
    '导出.csv',
  );
  expect(results.slice(0, 250).map(({ outcome }) => outcome)).toEqual(rows.map(() => 'created'));
  expect(results.slice(250)).toEqual([
    { no: no(7), row: 252, outcome: 'updated' },
    { no: no(8), row: 253, outcome: 'unchanged' },
  ]);
  const corrected = await town.ticket(no(7));
  expect(corrected).toMatchObject({ title: '路灯全部不亮', status: 'toClaim', department: 'cgj' });
  expect(corrected.history.map(({ type }) => type)).toEqual([
    'TicketRegistered',
    'TicketDispatched',
    'TicketCorrected',
  ]);
});

test.each<[string, Uint8Array, string]>([
  ['an old .xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3, 4]), '另存为 .xlsx'],
  ['a sheet without a header', Buffer.from('a,b\n1,2\n'), '没有找到表头'],
  ['an empty file', new Uint8Array(), '空'],
  ['a broken workbook', Buffer.from('PK\u0003\u0004 nothing of a zip follows'), '损坏'],
])('%s gets one sentence that says what to do', async (_what, bytes, words) => {
  await writeFile(join(folder, 'x'), bytes);
  const answer = await upload(bytes, 'x.xls');
  expect(answer.status).toBe(400);
  expect(answer.detail).toContain(words);
});

test('without a token nothing is taken, with malformed JSON nothing changes', async () => {
  expect((await fetch(`${town.botUrl}/api/v1/tickets`, { method: 'POST', body: '[]' })).status).toBe(401);
  expect((await town.api('/api/v1/tickets', { method: 'POST', body: '{' })).status).toBe(400);
  expect((await town.api('/api/v1/tickets/none')).status).toBe(404);
  expect((await (await fetch(`${town.botUrl}/openapi.json`)).json()) as object).toMatchObject({ openapi: '3.1.0' });
});
