import { Worker } from 'node:worker_threads';
import type { PaperText } from '../cards/paper.ts';
import type { PictureTable } from '../cards/picture.ts';
import type { WorkbookPages } from '../cards/workbook.ts';
import { PlainError } from '../kernel/errors.ts';

/** What is to be made. */
export type Order =
  | { make: 'picture'; table: PictureTable }
  | { make: 'workbook'; book: WorkbookPages }
  | { make: 'document'; text: PaperText };

/** What the worker says of the order with this number. */
export type Word = { id: number } & ({ bytes: Uint8Array } | { problem: string });

/** Papers are made in a thread of their own, so that no callback waits for them (P9). */
export interface Press {
  make(order: Order): Promise<Buffer>;
  /** Ends the thread; what is still asked of it is refused. */
  close(): Promise<void>;
}

/** Bounds the thread's heap, so that no table, however long, takes the service down with it. */
const HEAP_MB = 384;
/** A daily table wants its picture once a day: idle so long, the thread gives its memory (the font's, mostly) back. */
const IDLE_MS = 5 * 60_000;

interface Waiting {
  resolve(bytes: Buffer): void;
  reject(reason: Error): void;
}

/** Opens the press; the thread begins with the first order and stays warm for those that follow soon. */
export const openPress = (): Press => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let count = 0;

  const failAll = (because: string): void => {
    for (const { reject } of waiting.values()) reject(new PlainError('paper-not-made', because));
    waiting.clear();
  };
  const end = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    clearTimeout(idle);
    await ending?.terminate();
  };
  const rest = (): void => {
    worker?.unref();
    idle = setTimeout(() => void end(), IDLE_MS).unref();
  };
  const hear = (word: Word): void => {
    const asked = waiting.get(word.id);
    waiting.delete(word.id);
    if ('bytes' in word) asked?.resolve(Buffer.from(word.bytes.buffer, word.bytes.byteOffset, word.bytes.byteLength));
    else asked?.reject(new PlainError('paper-not-made', `文件没有生成：${word.problem}`));
    if (waiting.size === 0) rest();
  };
  const begin = (): Worker => {
    const begun = new Worker(new URL('./pressWorker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const gone = (because: string) => (): void => {
      if (worker !== begun) return;
      worker = undefined;
      failAll(because);
    };
    begun.on('message', hear);
    begun.on('error', gone('表太大，生成文件时内存不足。'));
    begun.on('exit', gone('生成文件的线程中断，请重试。'));
    return begun;
  };
  return {
    make: (order) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        worker ??= begin();
        worker.ref();
        count += 1;
        waiting.set(count, { resolve, reject });
        worker.postMessage({ id: count, order });
      }),
    close: async () => {
      await end();
      failAll('程序正在关闭，文件没有生成。');
    },
  };
};
