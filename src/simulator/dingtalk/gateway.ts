import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Ack, type Frame, newFrame, readAck } from './frames.ts';
import type { Limits } from './limits.ts';
import { between, hex, oneOf, realNow } from './machine.ts';
import type { StreetInput } from './office.ts';

interface Ticket {
  until: number;
  topics: Set<string>;
}

/** One open connection of the bot. `leaving`: told to disconnect, nothing more is delivered on it. */
interface Line {
  id: string;
  socket: WebSocket;
  topics: Set<string>;
  leaving: boolean;
  timers: Set<NodeJS.Timeout>;
  pings: Map<string, string>;
}

/** What became of a push. `nobody`: no connection with this subscription; `silent`: no answer in time. */
export type PushOutcome = { outcome: 'acked'; ack: Ack } | { outcome: 'nobody' } | { outcome: 'silent' };

/** The stream gateway: tickets, connections, frames out and answers in. */
export class Gateway {
  readonly #input: StreetInput;
  readonly #limits: Limits;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  readonly #tickets = new Map<string, Ticket>();
  readonly #lines = new Set<Line>();
  readonly #waiting = new Map<string, (ack: Ack) => void>();
  readonly #abandon = new Set<() => void>();
  #faultWatch: NodeJS.Timeout | undefined;

  constructor(input: StreetInput, limits: Limits) {
    this.#input = input;
    this.#limits = limits;
  }

  /** A ticket for one connection with these topics, good for 90 s. */
  ticket(topics: Set<string>): string {
    const ticket = `${hex(4)}-${hex(2)}-${hex(2)}-${hex(6)}`;
    this.#tickets.set(ticket, { until: realNow() + this.#limits.ticketMs, topics });
    return ticket;
  }

  /** Upgrades a request that carries a fresh ticket; any other is answered 401 (status ASSUMED, the vendor's is unknown). */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams): void {
    const key = query.get('ticket') ?? '';
    const ticket = this.#tickets.get(key);
    this.#tickets.delete(key);
    if (ticket === undefined || ticket.until <= realNow()) {
      this.#note('in', 'GET /ws', '401 ticket unknown, used or expired', {});
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (line) => this.#open(line, ticket.topics));
  }

  /**
   * Sends a frame on one connection chosen at random among those subscribed to its topic, and waits for the answer.
   * An exact repeat (same messageId) may be under way at the same time: the first answer settles both.
   */
  async push(frame: Frame, waitMs: number): Promise<PushOutcome> {
    const { topic = '', messageId = '' } = frame.headers;
    const line = oneOf([...this.#lines].filter((each) => !each.leaving && each.topics.has(topic)));
    if (line === undefined) return { outcome: 'nobody' };
    const answered = new Promise<PushOutcome>((resolve) => {
      const settle = (outcome: PushOutcome): void => {
        clearTimeout(timer);
        this.#abandon.delete(giveUp);
        this.#waiting.delete(messageId);
        resolve(outcome);
      };
      const giveUp = (): void => settle({ outcome: 'silent' });
      const timer = setTimeout(giveUp, waitMs);
      this.#abandon.add(giveUp);
      const earlier = this.#waiting.get(messageId);
      this.#waiting.set(messageId, (ack) => {
        earlier?.(ack);
        settle({ outcome: 'acked', ack });
      });
    });
    this.#send(line, frame);
    return answered;
  }

  /** Drops every connection without a word, as a cut cable does. */
  cut(): void {
    for (const line of [...this.#lines]) this.#drop(line);
  }

  /** Tells every connection to leave and closes it after the silence the vendor keeps. */
  kick(): void {
    for (const line of this.#lines) {
      if (line.leaving) continue;
      line.leaving = true;
      const data = { reason: 'connection is expired' };
      this.#send(line, newFrame({ type: 'SYSTEM', topic: 'disconnect', data, at: this.#input.town.now() }));
      this.#note('out', 'SYSTEM disconnect', 'sent', data);
      this.#after(line, this.#limits.disconnectMs, () => line.socket.close(1000));
    }
  }

  /** Connections open now, and how many of them still get pushes. */
  describe(): { open: number; receiving: number } {
    return { open: this.#lines.size, receiving: [...this.#lines].filter((line) => !line.leaving).length };
  }

  /** Forgets tickets, drops connections and gives up on what is under way. */
  close(): void {
    this.#tickets.clear();
    this.cut();
    for (const giveUp of [...this.#abandon]) giveUp();
    this.#server.close();
  }

  #open(socket: WebSocket, topics: Set<string>): void {
    const line: Line = { id: hex(8), socket, topics, leaving: false, timers: new Set(), pings: new Map() };
    this.#lines.add(line);
    this.#note('in', 'GET /ws', '101 connected', { topics: [...topics] });
    socket.on('message', (raw, binary) => this.#hear(line, raw, binary));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#forget(line));
    this.#schedulePing(line);
    this.#faultWatch ??= setInterval(() => this.#watchFaults(), this.#limits.faultPollMs).unref();
  }

  #hear(line: Line, raw: RawData, binary: boolean): void {
    const ack = readAck(raw, binary);
    if (typeof ack === 'string') {
      this.#note('in', 'stream frame', `refused: ${ack}`, String(raw).slice(0, 2_000));
      return;
    }
    const ping = line.pings.get(ack.messageId);
    if (ping !== undefined) {
      line.pings.delete(ack.messageId);
      if (ack.data !== ping) this.#note('in', 'SYSTEM ping answer', 'refused: data 须原样返回', ack.data);
      return;
    }
    this.#waiting.get(ack.messageId)?.(ack);
  }

  #schedulePing(line: Line): void {
    this.#after(line, between(...this.#limits.pingMs), () => {
      if (line.leaving) return;
      const frame = newFrame({ type: 'SYSTEM', topic: 'ping', data: { opaque: hex(8) }, at: this.#input.town.now() });
      line.pings.set(frame.headers.messageId ?? '', frame.data);
      this.#send(line, frame);
      this.#schedulePing(line);
    });
  }

  #watchFaults(): void {
    if (![...this.#lines].some((line) => !line.leaving)) return;
    if (this.#input.town.strikes('dingtalk', 'cut-socket')) this.cut();
    else if (this.#input.town.strikes('dingtalk', 'kick')) this.kick();
  }

  #send(line: Line, frame: Frame): void {
    const headers = { appId: this.#input.settings.dingtalk.clientId, connectionId: line.id, ...frame.headers };
    line.socket.send(JSON.stringify({ ...frame, headers }));
  }

  #after(line: Line, milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      line.timers.delete(timer);
      act();
    }, milliseconds);
    line.timers.add(timer.unref());
  }

  #drop(line: Line): void {
    line.socket.terminate();
    this.#forget(line);
  }

  #forget(line: Line): void {
    if (!this.#lines.delete(line)) return;
    for (const timer of line.timers) clearTimeout(timer);
    this.#note('in', 'socket', 'closed', {});
    if (this.#lines.size > 0) return;
    clearInterval(this.#faultWatch);
    this.#faultWatch = undefined;
  }

  #note(direction: 'in' | 'out', what: string, status: string, body: unknown): void {
    this.#input.town.note({ platform: 'dingtalk', direction, what, status, body });
  }
}
