import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type Router from '@koa/router';
import busboy from 'busboy';
import { mayAttach } from '../../commands/evidence.ts';
import { PAGE_DOOR } from '../../commands/spec.ts';
import { PlainError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { attachEvidence } from '../../workflow/evidence.ts';
import { problem } from '../problem.ts';
import type { PageParts } from './parts.ts';
import type { Attached } from './shapes.ts';
import { drawTicketPage, evidenceView, isImage, mayOpen } from './ticketPage.ts';
import { readable, unreadable, viewOf } from './tickets.ts';

const NO_FILE = '请选择一个文件，用 multipart 表单的 file 字段上传。';
/** What a form says besides its file. */
const FRAME = 10_000;
/** Files in hand at one time: each is held whole while its type is looked at. */
const AT_ONCE = 6;
/** Of one person: whoever sends slowly keeps nobody else from sending. */
const AT_ONCE_EACH = 2;

const tooLarge = (): PlainError => new PlainError('too-large', '文件超过 20 MB，请压缩后重新上传。', 413);

/** The form's `file`, whole. Throws 400 without one and 413 above `largest`. */
const receive = async (request: IncomingMessage, largest: number): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > largest + FRAME) throw tooLarge();
  const parser = openParser(request, largest);
  const pieces: Buffer[] = [];
  let found = false;
  let over = false;
  parser.on('file', (field, stream) => {
    // A form that ends too soon fails its file as well as itself; unheard, that would end the program.
    stream.on('error', () => undefined);
    if (field !== 'file' || found) return void stream.resume();
    found = true;
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('limit', () => {
      over = true;
      pieces.length = 0;
    });
  });
  await pipeline(request, parser).catch(() => {
    throw new PlainError('bad-request', '文件没有完整到达，请重新上传。', 400);
  });
  if (over) throw tooLarge();
  if (!found || pieces.length === 0) throw new PlainError('no-file', NO_FILE, 400);
  return Buffer.concat(pieces);
};

const openParser = (request: IncomingMessage, largest: number) => {
  try {
    return busboy({ headers: request.headers, limits: { fileSize: largest, files: 1, fields: 5 } });
  } catch {
    throw new PlainError('no-file', NO_FILE, 400);
  }
};

const ENDINGS: Record<string, string> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'video/mp4': 'mp4',
};

/** Evidence (R1.4, R1.6): taken after the same look as what comes from a chat; shown to those who may, each look written down. */
export const evidenceRoutes = (router: Router, parts: PageParts): void => {
  const inHand: string[] = [];

  router.post('/page/tickets/:no/evidence', async (context) => {
    const view = viewOf(context, parts);
    const { no = '' } = context.params;
    const file = await parts.archive.work((desk) => readable(desk, no, view));
    if (!file) return unreadable(context, no, view);
    if (!mayAttach(view.viewer, file.ticket))
      return problem(context, 403, 'denied', '佐证材料由办理这件工单的人员上传，您没有这个角色。');
    const { id: sender } = view.viewer;
    if (inHand.length >= AT_ONCE || inHand.filter((by) => by === sender).length >= AT_ONCE_EACH)
      return problem(context, 503, 'busy', '正在上传的文件较多，请稍后重试。');
    inHand.push(sender);
    try {
      const kept = await parts.files.take(await receive(context.req, parts.files.largest));
      if ('problem' in kept) return problem(context, 415, 'wrong-type', kept.problem, 'file');
      context.body = await parts.archive.work(async (desk): Promise<Attached> => {
        const scene = { desk, county: view.county, via: { door: PAGE_DOOR } };
        const sent = { ...kept, id: newId(), by: view.viewer.id };
        const evidence = await attachEvidence(scene, no, sent, view.at);
        const now = (await desk.read(no)) ?? file;
        return {
          evidence: evidenceView(now.ticket, evidence, view),
          ticket: await drawTicketPage(desk, now, view),
        };
      });
    } finally {
      inHand.splice(inHand.indexOf(sender), 1);
    }
  });

  router.get('/page/tickets/:no/evidence/:id', async (context) => {
    const view = viewOf(context, parts);
    const { no = '', id = '' } = context.params;
    const found = await parts.archive.work(async (desk) => {
      const file = await readable(desk, no, view);
      if (!file) return 'unreadable';
      const entry = file.ticket.evidence?.find((known) => known.id === id);
      if (!entry) return 'none';
      if (!mayOpen(file.ticket, entry, view)) return 'denied';
      await desk.discloses({ at: view.at, by: view.viewer.id, ticket: no, purpose: `evidence ${id}`, via: PAGE_DOOR });
      return entry;
    });
    if (found === 'unreadable') return unreadable(context, no, view);
    if (found === 'none') return problem(context, 404, 'no-such-evidence', '这件工单没有这份佐证材料，请刷新页面。');
    if (found === 'denied') return problem(context, 403, 'denied', '佐证材料只给办理这件工单的人和上传者查看。');
    context.type = found.type;
    context.set('Content-Security-Policy', "default-src 'none'; sandbox");
    const name = `evidence-${id.slice(0, 8)}.${ENDINGS[found.type] ?? 'bin'}`;
    context.set('Content-Disposition', isImage(found.type) ? 'inline' : `attachment; filename="${name}"`);
    context.body = await parts.files.get(found.sha256);
  });
};
