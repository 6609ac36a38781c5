import { parentPort } from 'node:worker_threads';
import { reasonOf } from '../kernel/errors.ts';
import { paperDocument } from './paper.ts';
import { chartPicture, openPrinter, type Printer, tablePicture } from './picture.ts';
import type { Order, Word } from './press.ts';
import { workbookBytes } from './workbook.ts';

let printer: Promise<Printer> | undefined;
/** The font is read with the first picture. */
const print: Printer = async (tree) => {
  printer ??= openPrinter();
  return (await printer)(tree);
};

const make = async (order: Order): Promise<Buffer> => {
  switch (order.make) {
    case 'picture':
      return tablePicture(print, order.table);
    case 'workbook':
      return workbookBytes(order.book);
    case 'document':
      return (await paperDocument(order.text, (chart) => chartPicture(print, chart))).bytes;
    default:
      return order satisfies never;
  }
};

const say = (word: Word): void => parentPort?.postMessage(word);

/** One after the other: two large pictures at once would need the room of both. */
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', ({ id, order }: { id: number; order: Order }) => {
  last = last
    .then(() => make(order))
    .then(
      (bytes) => say({ id, bytes: new Uint8Array(bytes) }),
      (thrown) => say({ id, problem: reasonOf(thrown) }),
    );
});
