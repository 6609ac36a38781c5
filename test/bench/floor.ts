import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { XMLParser } from 'fast-xml-parser';
import Koa from 'koa';
import { Pool } from 'pg';
import rawBody from 'raw-body';

/**
 * The floor: Koa, XML, @wecom/crypto and one durable transaction of as many statements as a claim needs, through `pg`;
 * for 待办 the one indexed SELECT. Nothing of ours in between.
 */
export const openFloor = async (
  databaseUrl: string,
  tenant: { corpId: string; token: string; encodingAESKey: string },
): Promise<{ url: string; stop(): Promise<void> }> => {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS floor (id text PRIMARY KEY, body jsonb NOT NULL, at timestamptz NOT NULL)',
  );
  const parser = new XMLParser({ parseTagValue: false });
  const app = new Koa();
  app.use(async (context) => {
    const outer = parser.parse((await rawBody(context.req)).toString('utf8')).xml as { Encrypt: string };
    const { timestamp, nonce, msg_signature } = context.query as Record<string, string>;
    if (getSignature(tenant.token, timestamp ?? '', nonce ?? '', outer.Encrypt) !== msg_signature)
      return context.throw(403);
    const inner = parser.parse(decrypt(tenant.encodingAESKey, outer.Encrypt).message).xml as { Content: string };
    await (inner.Content.startsWith('待办') ? select(pool) : transaction(pool, inner.Content));
    const encrypted = encrypt(
      tenant.encodingAESKey,
      '<xml><MsgType>text</MsgType><Content>ok</Content></xml>',
      tenant.corpId,
    );
    context.type = 'text/xml';
    context.body = `<xml><Encrypt>${encrypted}</Encrypt><MsgSignature>${getSignature(tenant.token, timestamp ?? '', nonce ?? '', encrypted)}</MsgSignature></xml>`;
  });
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
};

/** A claim's statements: nonce, inbox, read, lock, history, state, standing cards, wants with job, answer: 8 writes, 5 reads. */
const WRITES = 8;
const READS = 5;

const transaction = async (pool: Pool, text: string): Promise<void> => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    for (let read = 0; read < READS; read += 1)
      await client.query('SELECT state FROM ticket WHERE no = $1', [text.split(' ')[1] ?? '']);
    for (let write = 0; write < WRITES; write += 1)
      await client.query('INSERT INTO floor (id, body, at) VALUES ($1, $2, $3)', [
        randomUUID(),
        JSON.stringify({ text }),
        new Date(),
      ]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
};

const select = async (pool: Pool): Promise<void> => {
  await pool.query(
    `SELECT state FROM ticket WHERE waiting && ARRAY['person:chenbench', 'liaison@jyj']::text[] ORDER BY urgent DESC, "claimDueAt" LIMIT 50`,
  );
};
