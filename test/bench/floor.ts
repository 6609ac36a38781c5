import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { XMLParser } from 'fast-xml-parser';
import Koa from 'koa';
import { Pool } from 'pg';
import rawBody from 'raw-body';
import { WebSocketServer } from 'ws';

/**
 * The floor, a program of its own: Koa, XML, @wecom/crypto and one durable transaction of as many statements as a claim
 * needs, through `pg`; for 待办 the one indexed SELECT; on a bare socket the same transaction. Nothing of ours in between.
 */
const { databaseUrl, tenant, port } = JSON.parse(process.env.FLOOR ?? '{}') as {
  databaseUrl: string;
  tenant: { corpId: string; token: string; encodingAESKey: string };
  port: number;
};

/**
 * A claim's statements between BEGIN and COMMIT: the ticket under its lock and the recent letters are read; the key, the
 * history with the state, the letters with the answer, and the job are written. One more stands for the nonce and the
 * answer taken inline: these are gathered over several callbacks and come to 0.8 statements each claim.
 */
const READS = 2;
const WRITES = 5;

const pool = new Pool({ connectionString: databaseUrl, max: 10 });
await pool.query(
  'CREATE TABLE IF NOT EXISTS floor (id text PRIMARY KEY, body jsonb NOT NULL, at timestamptz NOT NULL)',
);

const transaction = async (text: string): Promise<void> => {
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

const select = async (): Promise<void> => {
  await pool.query(
    `SELECT state FROM ticket WHERE waiting && ARRAY['person:chenbench', 'liaison@jyj']::text[] ORDER BY urgent DESC, "claimDueAt" LIMIT 50`,
  );
};

const parser = new XMLParser({ parseTagValue: false });
const app = new Koa();
app.use(async (context) => {
  if (context.method === 'GET') {
    context.body = 'ok';
    return;
  }
  const outer = parser.parse((await rawBody(context.req)).toString('utf8')).xml as { Encrypt: string };
  const { timestamp, nonce, msg_signature } = context.query as Record<string, string>;
  if (getSignature(tenant.token, timestamp ?? '', nonce ?? '', outer.Encrypt) !== msg_signature)
    return context.throw(403);
  const inner = parser.parse(decrypt(tenant.encodingAESKey, outer.Encrypt).message).xml as { Content: string };
  await (inner.Content.startsWith('待办') ? select() : transaction(inner.Content));
  const encrypted = encrypt(
    tenant.encodingAESKey,
    '<xml><MsgType>text</MsgType><Content>ok</Content></xml>',
    tenant.corpId,
  );
  context.type = 'text/xml';
  context.body = `<xml><Encrypt>${encrypted}</Encrypt><MsgSignature>${getSignature(tenant.token, timestamp ?? '', nonce ?? '', encrypted)}</MsgSignature></xml>`;
});
const server = createServer(app.callback());

const sockets = new WebSocketServer({ server });
sockets.on('connection', (socket) =>
  socket.on('message', async (bytes) => {
    const { headers, data } = JSON.parse(String(bytes)) as { headers: { messageId: string }; data: string };
    await transaction((JSON.parse(data) as { text: { content: string } }).text.content);
    socket.send(JSON.stringify({ code: 200, headers: { messageId: headers.messageId }, message: 'OK', data: '{}' }));
  }),
);
server.listen(port, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
