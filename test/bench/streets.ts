import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** DingTalk's side in its barest form: it opens the stream, takes acknowledgements and says yes to every word. */
export interface Streets {
  url: string;
  /** The socket the bot has opened. */
  connected(): Promise<WebSocket>;
  close(): Promise<void>;
}

export const openStreets = async (): Promise<Streets> => {
  const { promise: connected, resolve: connect } = Promise.withResolvers<WebSocket>();
  const server = createServer((request, response) => {
    request.resume();
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        request.url?.startsWith('/v1.0/gateway')
          ? { endpoint: `ws://127.0.0.1:${port}/stream`, ticket: randomUUID() }
          : { errcode: 0, errmsg: 'ok' },
      ),
    );
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', connect);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connected: () => connected,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** The floor's socket, the other way round: it is a bare server and the bench calls it. */
export const frame = (topic: string, data: object): { id: string; text: string } => {
  const id = randomUUID();
  return {
    id,
    text: JSON.stringify({
      specVersion: '1.0',
      type: 'CALLBACK',
      headers: { topic, messageId: id, contentType: 'application/json' },
      data: JSON.stringify(data),
    }),
  };
};
