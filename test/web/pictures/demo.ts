import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../../src/cli/hotline.mjs', import.meta.url));

/** A demo of its own with the sample county, begun anew; its ports are not those of one that runs already. */
export interface Demo {
  botUrl: string;
  townUrl: string;
  /** An order to the model town: `clock`, `faults`. */
  orders(path: string, order: object): Promise<void>;
  /** A ticket comes by the intake API. */
  brings(ticket: { no: string; department: string; title: string }): Promise<void>;
  close(): Promise<void>;
}

export const startDemo = async (ports = { bot: 18080, town: 18081 }): Promise<Demo> => {
  const home = await mkdtemp(join(tmpdir(), 'hotline-pictures-'));
  // Started as root the database runs as another user, who must pass here.
  await chmod(home, 0o755);
  const child = spawn(process.execPath, [ENTRY, 'demo', '--fresh'], {
    env: { ...process.env, DATA_DIR: home, PORT: String(ports.bot), SIMULATOR_PORT: String(ports.town) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (words: Buffer) => words.toString().includes('演示已就绪') && resolve());
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code} before it was ready`)));
  });
  const botUrl = `http://127.0.0.1:${ports.bot}`;
  const townUrl = `http://127.0.0.1:${ports.town}`;
  return {
    botUrl,
    townUrl,
    orders: async (path, order) => {
      const answer = await fetch(`${townUrl}/town/${path}`, { method: 'POST', body: JSON.stringify(order) });
      if (!answer.ok) throw new Error(`the town refused ${path}: ${await answer.text()}`);
    },
    brings: async (ticket) => {
      const at = '2026-10-20T08:25:00+08:00';
      const body = JSON.stringify([
        { type: '求助', content: ticket.title, receivedAt: at, dispatchedAt: at, ...ticket },
      ]);
      const headers = { authorization: 'Bearer demo-intake-token', 'content-type': 'application/json' };
      const answer = await fetch(`${botUrl}/api/v1/tickets`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`the ticket was refused: ${await answer.text()}`);
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
};
