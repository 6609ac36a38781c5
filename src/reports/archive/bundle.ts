import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordPaper, type TicketRecord } from '../../cards/recordPaper.ts';
import { type Filing, filingOutcome } from '../../domain/archive/filing.ts';
import { gapsOf, isRunning } from '../../domain/archive/gaps.ts';
import type { Department } from '../../domain/person.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import type { County } from '../../workflow/county.ts';
import { filingsOf, signedOffIn } from '../../workflow/filing.ts';
import type { Archive } from '../../workflow/ports.ts';
import { paperDocument } from '../paper.ts';
import { countyIndex, departmentIndex, type IndexLine } from './indexSheets.ts';

/** What a month's archive is made from, and for whom. */
export interface BundleOrder {
  archive: Archive;
  county: County;
  /** Plain bytes of a piece of evidence, by its hash. */
  evidence(sha256: string): Promise<Buffer>;
  month: string;
  /** The folder in which `2026-10` is made; an older one of that name is replaced as a whole. */
  out: string;
  at: Date;
  /** Who has it made; each disclosed text is noted under this name and purpose. */
  by: string;
  /** With a purpose the full text and the caller's details are in the records. */
  reveal?: string;
  /** Called after every ticket. */
  progress?(done: number, of: number): void;
}

/** What was made of one department. */
export interface BundleLine {
  department: string;
  tickets: number;
  complete: number;
  running: number;
  missing: number;
  outcome: ReturnType<typeof filingOutcome>;
  filedAt?: string;
}

const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'video/mp4': 'mp4',
};

/** A name every file system takes. */
const safe = (name: string): string => name.replace(/[\\/:*?"<>|\s]+/g, '_').slice(0, 80);

/** Writes files into a folder and remembers their hashes. */
class Folder {
  readonly #root: string;
  readonly #sums: string[] = [];
  constructor(root: string) {
    this.#root = root;
  }

  async write(path: string, bytes: Buffer): Promise<void> {
    const target = join(this.#root, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    this.#sums.push(`${createHash('sha256').update(bytes).digest('hex')}  ${path}`);
  }

  /** `SHA256SUMS`, as `sha256sum -c` reads it. */
  async close(): Promise<void> {
    const text = this.#sums.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('\n');
    await writeFile(join(this.#root, 'SHA256SUMS'), `${text}\n`);
  }
}

const recordOf = (order: BundleOrder, ticket: Ticket): Promise<TicketRecord> =>
  order.archive.work(async (desk) => {
    const { reveal, at, by } = order;
    const text = reveal === undefined ? undefined : await desk.text(ticket.no);
    if (text && reveal !== undefined)
      await desk.discloses({ at, by, ticket: ticket.no, purpose: `归档：${reveal}`.slice(0, 200), via: 'archive' });
    const files = (ticket.evidence ?? []).map((evidence, index) => ({
      evidence,
      file: `附件/${safe(ticket.no)}/${String(index + 1).padStart(2, '0')}.${ENDINGS[evidence.type] ?? 'bin'}`,
    }));
    return {
      ticket,
      history: await desk.history(ticket.no),
      files,
      missing: isRunning(ticket) ? ['在办，办结后归档'] : gapsOf(ticket),
      ...(text ? { text } : {}),
    };
  });

const exportedBy = ({ by, at }: BundleOrder): string =>
  `${by} ${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')} 导出`;

const writeTicket = async (order: BundleOrder, folder: Folder, ticket: Ticket): Promise<IndexLine> => {
  const record = await recordOf(order, ticket);
  const paper = await paperDocument(recordPaper(record, exportedBy(order), { at: order.at, county: order.county }));
  await folder.write(`工单/${safe(paper.name)}`, paper.bytes);
  for (const { evidence, file } of record.files) await folder.write(file, await order.evidence(evidence.sha256));
  return { ticket, missing: record.missing, files: record.files.length };
};

const bundleDepartment = async (
  order: BundleOrder,
  root: string,
  parts: { department: Department; tickets: readonly Ticket[]; filing: Filing | undefined; wrote(): void },
): Promise<BundleLine> => {
  const { department, tickets, filing } = parts;
  const folder = new Folder(join(root, safe(department.name)));
  const lines: IndexLine[] = [];
  for (const ticket of tickets) {
    lines.push(await writeTicket(order, folder, ticket));
    parts.wrote();
  }
  const context = { at: order.at, county: order.county };
  await folder.write('目录.xlsx', await departmentIndex(order.month, department, lines, context));
  await folder.close();
  const running = tickets.filter(isRunning).length;
  const missing = tickets.filter((ticket) => !isRunning(ticket) && gapsOf(ticket).length > 0).length;
  return {
    department: department.code,
    tickets: tickets.length,
    complete: tickets.length - running - missing,
    running,
    missing,
    outcome: filing ? filingOutcome(filing, order.at) : 'open',
    ...(filing?.filedAt ? { filedAt: filing.filedAt } : {}),
  };
};

/**
 * R1.7: the month's archive, one folder a department with an index, every ticket's record, its evidence and checksums,
 * and an index of the whole county. Made beside and put in place when whole. Returns a line a department.
 */
export const bundleMonth = async (order: BundleOrder): Promise<BundleLine[]> => {
  const { archive, county, month, out } = order;
  const [tickets, filings] = await archive.work(async (desk) => {
    const scene = { desk, county, via: { door: 'archive' } };
    return [await signedOffIn(scene, month), await filingsOf(scene, month)] as const;
  });
  const root = join(out, `.${month}.part`);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  let done = 0;
  const wrote = (): void => order.progress?.(++done, tickets.length);
  const lines: BundleLine[] = [];
  for (const department of county.departments) {
    const own = tickets.filter((ticket) => ticket.department === department.code);
    const filing = filings.find((entry) => entry.department === department.code);
    if (own.length > 0) lines.push(await bundleDepartment(order, root, { department, tickets: own, filing, wrote }));
  }
  const folder = new Folder(root);
  await folder.write('归档情况.xlsx', await countyIndex(month, lines, { at: order.at, county }));
  await folder.close();
  await rm(join(out, month), { recursive: true, force: true });
  await rename(root, join(out, month));
  return lines;
};
