import { once } from 'node:events';
import ExcelJS from 'exceljs';
import { Client, type Connection } from 'pg';

/**
 * The floor of an import, a program of its own: the same library reads the rows of the same file, and COPY writes them
 * as they come. Prints the seconds from the first byte read to the last row kept.
 */
const { databaseUrl, path } = JSON.parse(process.env.FLOOR ?? '{}') as { databaseUrl: string; path: string };

const COLUMNS = 12;
/** Bytes that go out together. */
const CHUNK = 64 * 1024;

/** COPY as `pg` lets one speak it: rows go out when the server has said that it listens. */
class CopyIn {
  readonly listening = Promise.withResolvers<Connection>();
  readonly done = Promise.withResolvers<void>();
  readonly #text: string;
  #connection: Connection | undefined;
  constructor(text: string) {
    this.#text = text;
  }
  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#text);
  }
  handleCopyInResponse(connection: Connection): void {
    this.listening.resolve(connection);
  }
  handleError(error: Error): void {
    this.listening.reject(error);
    this.done.reject(error);
  }
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.done.resolve();
  }
  async send(text: string): Promise<void> {
    const connection = this.#connection as Connection & { sendCopyFromChunk(chunk: Buffer): void };
    connection.sendCopyFromChunk(Buffer.from(text));
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
  }
  end(): Promise<void> {
    (this.#connection as Connection & { endCopyFrom(): void }).endCopyFrom();
    return this.done.promise;
  }
}

const field = (value: unknown): string =>
  value === null || value === undefined ? '\\N' : String(value).replace(/[\\\t\n\r]/g, ' ');

const begun = performance.now();
const client = new Client({ connectionString: databaseUrl });
await client.connect();
await client.query('DROP TABLE IF EXISTS sheet');
await client.query(
  `CREATE TABLE sheet (${Array.from({ length: COLUMNS }, (_none, index) => `c${index} text`).join(', ')})`,
);
const copy = new CopyIn('COPY sheet FROM STDIN');
client.query(copy as never);
await copy.listening.promise;
const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
  worksheets: 'emit',
  sharedStrings: 'cache',
  styles: 'cache',
  hyperlinks: 'ignore',
  entries: 'ignore',
});
let waiting = '';
for await (const worksheet of reader) {
  for await (const row of worksheet) {
    const cells = row.values as unknown[];
    waiting += `${Array.from({ length: COLUMNS }, (_none, index) => field(cells[index + 1])).join('\t')}\n`;
    if (waiting.length < CHUNK) continue;
    await copy.send(waiting);
    waiting = '';
  }
}
await copy.send(waiting);
await copy.end();
const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM sheet');
await client.end();
const peakMb = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1000, rows: rows[0]?.count, peakMb }));
