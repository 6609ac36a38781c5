import { expect } from 'vitest';
import type { Attached } from '../../src/http/page/shapes.ts';
import { openDatabase } from '../../src/store/client.ts';
import { photo } from '../photo.ts';
import { replied, signedOff } from '../town/paths.ts';
import { storiesWith } from '../town/story.ts';
import { type Browser, openBrowser, refuses } from './browser.ts';

const story = storiesWith({ pages: true });
const NO = 'GD20261020008601';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

const asWhom = async (town: Parameters<typeof openBrowser>[0], person: string): Promise<Browser> => {
  const browser = openBrowser(town);
  await browser.login(person);
  return browser;
};

const uploads = async (browser: Browser, bytes: Buffer, name = '现场.jpg', field = 'file'): Promise<Response> => {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)]), name);
  const { csrf } = await browser.session();
  return browser.request(`/page/tickets/${NO}/evidence`, {
    method: 'POST',
    headers: { 'x-csrf-token': csrf },
    body: form,
  });
};

const attached = async (answer: Response): Promise<Attached> => {
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return JSON.parse(text) as Attached;
};

story(
  'photos from the page are evidence like those from a chat: without their place, once, and sealed',
  async ({ town }) => {
    await signedOff(town, NO);
    const handler = await asWhom(town, 'zhangwei');
    const { evidence, ticket } = await attached(await uploads(handler, photo()));
    expect(evidence).toMatchObject({ type: 'image/jpeg', by: '张伟', image: true, mayOpen: true });
    expect(ticket.evidence).toEqual([evidence]);
    expect(ticket.timeline.at(-1)).toMatchObject({ words: '附佐证材料', by: '张伟', via: '网页' });
    const again = await attached(await uploads(handler, photo()));
    expect(again.ticket.evidence).toEqual([evidence]);
    const shown = await handler.request(`/page/tickets/${NO}/evidence/${evidence.id}`);
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await shown.arrayBuffer());
    expect(bytes.includes('GPSLatitude')).toBe(false);
    expect(bytes.length).toBe(evidence.size);
    const record = await attached(await uploads(handler, PDF, '通话记录.pdf'));
    const paper = await handler.request(`/page/tickets/${NO}/evidence/${record.evidence.id}`);
    expect(paper.headers.get('content-disposition')).toMatch(/^attachment; filename="evidence-\w+\.pdf"$/);
    const database = openDatabase(town.databaseUrl, 1);
    expect(await database.disclosure.findMany({ select: { by: true, purpose: true, via: true } })).toEqual([
      { by: 'zhangwei', purpose: `evidence ${evidence.id}`, via: 'page' },
      { by: 'zhangwei', purpose: `evidence ${record.evidence.id}`, via: 'page' },
    ]);
    await database.$disconnect();
  },
);

story('what cannot be evidence is refused in a sentence, and nothing is kept of it', async ({ town }) => {
  await signedOff(town, NO);
  const handler = await asWhom(town, 'zhangwei');
  const program = await refuses(
    await uploads(handler, Buffer.from('MZ\u0090\0\u0003\0'), '照片.jpg'),
    415,
    'wrong-type',
  );
  expect(program.detail).toContain('请发 图片');
  const heic = Buffer.from('000000186674797068656963000000006d69663168656963', 'hex');
  expect((await refuses(await uploads(handler, heic), 415, 'wrong-type')).detail).toContain('转成 JPG');
  const large = Buffer.concat([PDF, Buffer.alloc(20 * 1024 * 1024)]);
  expect((await refuses(await uploads(handler, large), 413, 'too-large')).detail).toContain('20 MB');
  await refuses(await uploads(handler, Buffer.alloc(0)), 400, 'no-file');
  await refuses(await uploads(handler, photo(), 'a.jpg', 'other'), 400, 'no-file');
  await refuses(await handler.post(`/page/tickets/${NO}/evidence`, { file: 'text' }), 400, 'no-file');
  expect((await town.ticket(NO)).evidence).toEqual([]);
});

story('evidence is opened by those who work on the ticket and by whoever sent it', async ({ town }) => {
  await signedOff(town, NO);
  const { evidence } = await attached(await uploads(await asWhom(town, 'zhangwei'), photo()));
  const address = `/page/tickets/${NO}/evidence/${evidence.id}`;
  for (const person of ['wangfang', 'lijianguo', 'hanmei'])
    expect((await (await asWhom(town, person)).request(address)).status).toBe(200);
  const colleague = await asWhom(town, 'liuyang');
  expect((await colleague.ticket(NO)).evidence).toMatchObject([{ id: evidence.id, mayOpen: false }]);
  await refuses(await colleague.request(address), 403, 'denied');
  const own = await attached(await uploads(colleague, PDF, '签字.pdf'));
  expect((await colleague.request(`/page/tickets/${NO}/evidence/${own.evidence.id}`)).status).toBe(200);
  await refuses(await (await asWhom(town, 'zhaogang')).request(address), 403, 'denied');
  await refuses(await uploads(await asWhom(town, 'zhaogang'), photo()), 403, 'denied');
  await refuses(await uploads(await asWhom(town, 'jiefang'), photo()), 403, 'denied');
  await refuses(await colleague.request(`/page/tickets/${NO}/evidence/none`), 404, 'no-such-evidence');
});

story('R1.6 the sealed scan uploaded on the page is the seal of the review', async ({ town }) => {
  await signedOff(town, NO);
  await replied(town, NO);
  const principal = await asWhom(town, 'lijianguo');
  const { ticket } = await attached(await uploads(principal, PDF, '签章.pdf'));
  expect(ticket.forms.find(({ action }) => action === 'review:approve')?.fields[0]).toMatchObject({ required: false });
  await principal.submits(NO, 'review:approve');
  expect((await town.ticket(NO)).reviews).toMatchObject([{ approved: true, seal: '扫描件' }]);
  await town.card({ person: 'yangyan' }, 'followup', NO);
});
