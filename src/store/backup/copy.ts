import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Client } from 'pg';

/** The parts of `pg`'s connection that COPY speaks to. */
interface Wire {
  readonly stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** Sends a statement the way `pg` sends its own, and is told what the server answers. */
abstract class Copy {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  submit(wire: Wire): void {
    wire.query(this.text);
  }
  abstract handleError(error: Error): void;
  abstract handleReadyForQuery(): void;
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFail('nothing to send');
  }
  handleCopyData(): void {}
}

/** Read further than this, the server is asked to wait. */
const AHEAD_BYTES = 4 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

class CopyOut extends Copy {
  private pieces: Buffer[] = [];
  private size = 0;
  private ended = false;
  private failure: Error | undefined;
  private wire: Wire | undefined;
  private wake: () => void = () => undefined;
  private left = false;

  override handleCopyData(message?: { chunk: Buffer }, wire?: Wire): void {
    if (this.left || !message) return;
    // The driver uses its buffer again.
    this.pieces.push(Buffer.from(message.chunk));
    this.size += message.chunk.length;
    this.wire = wire;
    if (this.size > AHEAD_BYTES) wire?.stream.pause();
    if (this.size > PIECE_BYTES) this.wake();
  }
  handleError(error: Error): void {
    this.failure = error;
    this.ended = true;
    this.wake();
  }
  handleReadyForQuery(): void {
    this.ended = true;
    this.wake();
  }
  async *rows(): AsyncGenerator<Buffer> {
    try {
      while (!this.ended || this.size > 0) {
        if (this.size === 0 || (this.size <= PIECE_BYTES && !this.ended))
          await new Promise<void>((resolve) => {
            this.wake = resolve;
          });
        if (this.failure) throw this.failure;
        const piece = Buffer.concat(this.pieces);
        this.pieces = [];
        this.size = 0;
        this.wire?.stream.resume();
        if (piece.length > 0) yield piece;
      }
      if (this.failure) throw this.failure;
    } finally {
      this.left = true;
      this.wire?.stream.resume();
    }
  }
}

class CopyIn extends Copy {
  readonly done: Promise<void>;
  private resolve: () => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  private failure: Error | undefined;
  private readonly source: AsyncIterable<Buffer>;

  constructor(text: string, source: AsyncIterable<Buffer>) {
    super(text);
    this.source = source;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  override handleCopyInResponse(wire: Wire): void {
    this.send(wire).then(
      () => wire.endCopyFrom(),
      (thrown: Error) => {
        this.failure ??= thrown;
        wire.sendCopyFail('the source failed');
      },
    );
  }
  private async send(wire: Wire): Promise<void> {
    for await (const piece of this.source) {
      if (this.failure) throw this.failure;
      wire.sendCopyFromChunk(piece);
      if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain');
    }
  }
  handleError(error: Error): void {
    this.failure ??= error;
    this.reject(this.failure);
  }
  handleReadyForQuery(): void {
    this.resolve();
  }
}

/** `COPY … TO STDOUT` as it comes, in pieces of some 256 KiB; the server waits for a slow reader. */
export const copyOut = (client: Client, statement: string): AsyncGenerator<Buffer> => {
  const copy = new CopyOut(statement);
  client.query(copy as never);
  return copy.rows();
};

/** `COPY … FROM STDIN` with these bytes. Rejects with the server's error or the source's. */
export const copyIn = (client: Client, statement: string, source: AsyncIterable<Buffer>): Promise<void> => {
  const copy = new CopyIn(statement, source);
  client.query(copy as never);
  return copy.done;
};
