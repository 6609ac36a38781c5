import { parentPort, workerData } from 'node:worker_threads';
import { PlainError, reasonOf } from '../kernel/errors.ts';
import { type Layout, layoutOf } from './columns.ts';
import { type Cell, type Read, rowToTicket } from './rowToTicket.ts';
import { sheetRows } from './sheetRows.ts';

/** A row read by the worker; `row` as the sheet counts. */
export interface ReadRow {
  row: number;
  read: Exclude<Read, 'nothing'>;
}
/** What the worker says: a batch, the end, or why it stopped. The reader answers `more` to each batch. */
export type WorkerWord = { batch: ReadRow[] } | { end: true; headers: number } | { problem: string; code: string };

const BATCH = 500;

const asText = (cell: Cell): string => (typeof cell === 'string' ? cell : '');

/** Waits for the reader to ask for more: the worker is never more than one batch ahead. */
const asked = (): Promise<void> => new Promise((resolve) => parentPort?.once('message', () => resolve()));

const say = (word: WorkerWord): void => parentPort?.postMessage(word);

const readAll = async (path: string, now: string): Promise<void> => {
  let layout: Layout | undefined;
  let sheet = 0;
  let headers = 0;
  let batch: ReadRow[] = [];
  for await (const { sheet: number, row, cells } of sheetRows(path)) {
    if (number !== sheet) {
      sheet = number;
      layout = undefined;
    }
    const header = layoutOf(cells.map(asText));
    if (header) {
      layout = header;
      headers += 1;
      continue;
    }
    if (!layout) continue;
    const read = rowToTicket(cells, layout, now);
    if (read !== 'nothing') batch.push({ row, read });
    if (batch.length >= BATCH) {
      say({ batch });
      batch = [];
      await asked();
    }
  }
  if (batch.length > 0) {
    say({ batch });
    await asked();
  }
  say({ end: true, headers });
};

const { path, now } = workerData as { path: string; now: string };
readAll(path, now).catch((thrown) =>
  say({ problem: reasonOf(thrown), code: thrown instanceof PlainError ? thrown.code : 'broken-file' }),
);
