import { Worker } from 'node:worker_threads';
import { PlainError } from '../kernel/errors.ts';
import { type IntakeParts, type RawTicket, takeIn } from './intake.ts';
import type { ReadRow, WorkerWord } from './sheetWorker.ts';
import type { IntakeResult } from './ticketSchema.ts';

/** The reader's heap is bounded, so that no export, however large, takes the service down with it. */
const HEAP_MB = 320;

/** Reads a sheet in a worker thread, so that no callback waits for it; batches come one by one. */
async function* readSheet(path: string, now: Date): AsyncGenerator<ReadRow[]> {
  const worker = new Worker(new URL('./sheetWorker.ts', import.meta.url), {
    workerData: { path, now: now.toISOString() },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let coming = nextWord(worker);
  try {
    for (;;) {
      const word = await coming;
      if ('problem' in word) throw new PlainError(word.code, word.problem, 400);
      if ('end' in word) {
        if (word.headers === 0)
          throw new PlainError(
            'no-header',
            '没有找到表头：至少要有编号一列和标题或内容一列（例如 工单编号、诉求标题）。',
            400,
          );
        return;
      }
      // The reader goes on while these are taken in.
      worker.postMessage('more');
      coming = nextWord(worker);
      coming.catch(() => undefined);
      yield word.batch;
    }
  } finally {
    await worker.terminate();
  }
}

const nextWord = (worker: Worker): Promise<WorkerWord> =>
  new Promise((resolve, reject) => {
    const end = (act: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    const onMessage = (word: WorkerWord): void => end(() => resolve(word));
    const onError = (): void =>
      end(() => reject(new PlainError('too-complex', '文件太大或太复杂，读取时内存不足，请拆成几个文件再导入。', 400)));
    const onExit = (): void => end(() => reject(new PlainError('broken-file', '读取中断，请重试。', 400)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });

const rejected = ({ row, read }: ReadRow): IntakeResult | undefined =>
  'problem' in read ? { no: read.no, row, outcome: 'rejected', reason: read.problem } : undefined;

/**
 * Imports the upstream platform's export: every readable row becomes a ticket, every other is reported with its number
 * and the reason. A second import of the same file changes nothing. `progress` hears how many rows are done.
 */
export const importTickets = async (
  parts: IntakeParts,
  file: { path: string; name: string },
  progress?: (rows: number) => void,
): Promise<IntakeResult[]> => {
  const results: IntakeResult[] = [];
  for await (const batch of readSheet(file.path, parts.now())) {
    const sound: RawTicket[] = batch.flatMap(({ row, read }) => ('value' in read ? [{ value: read.value, row }] : []));
    const taken = await takeIn(parts, { door: 'import', message: file.name.slice(0, 200) }, sound);
    const byRow = new Map(taken.map((result) => [result.row, result]));
    for (const line of batch) {
      const result = rejected(line) ?? byRow.get(line.row);
      if (result) results.push(result);
    }
    progress?.(results.length);
  }
  return results;
};
