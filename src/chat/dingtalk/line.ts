import WebSocket from 'ws';
import { inTime } from './inTime.ts';

/** Machine milliseconds: the server says something every 20–30 s; silence for a minute is a dead line. */
const PING_MS = 25_000;
const SILENCE_MS = 60_000;
const HANDSHAKE_MS = 10_000;
const FINISH_MS = 3_000;
const CLOSE_MS = 2_000;
const LARGEST = 4 * 1024 * 1024;

/** One socket to the gateway. */
export interface Line {
  /** Told to go: the server delivers nothing more here, though TCP stays up. */
  readonly leaving: boolean;
  expire(): void;
  /** Finishes the frames in hand, then closes. Resolves when closed. */
  leave(): Promise<void>;
}

/** What happens on a line. `frame` answers through `say`; what it returns is waited for before the line is left. */
export interface Ears {
  opened(): void;
  frame(text: string, say: (text: string) => void): Promise<void>;
  closed(): void;
}

/**
 * Opens one socket with an own ping every 25 s and a watchdog of 60 s; both end with it.
 * @throws SyntaxError when the address is no ws address
 */
export const openLine = (address: string, ears: Ears): Line => {
  const socket = new WebSocket(address, { handshakeTimeout: HANDSHAKE_MS, maxPayload: LARGEST });
  const inHand = new Set<Promise<void>>();
  let expired = false;
  let left: Promise<void> | undefined;
  let silence: NodeJS.Timeout | undefined;

  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => socket.terminate(), SILENCE_MS);
  };
  const ping = setInterval(() => socket.readyState === WebSocket.OPEN && socket.ping(), PING_MS);
  const say = (text: string): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
  };
  const closing = new Promise<void>((resolve) => {
    socket.on('close', () => {
      clearInterval(ping);
      clearTimeout(silence);
      resolve();
      ears.closed();
    });
  });

  socket.on('open', () => {
    heard();
    ears.opened();
  });
  socket.on('pong', heard);
  socket.on('ping', heard);
  socket.on('message', (bytes) => {
    heard();
    if (left) return;
    const job = ears.frame(bytes.toString(), say).finally(() => inHand.delete(job));
    inHand.add(job);
  });
  // `close` follows and says what is to be done.
  socket.on('error', () => undefined);

  const leave = async (): Promise<void> => {
    await inTime(Promise.allSettled(inHand), FINISH_MS);
    if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
    else socket.close(1000);
    if (!(await inTime(closing, CLOSE_MS)).done) socket.terminate();
    await closing;
  };
  return {
    get leaving() {
      return expired || left !== undefined;
    },
    expire: () => {
      expired = true;
    },
    leave: () => {
      left ??= leave();
      return left;
    },
  };
};
