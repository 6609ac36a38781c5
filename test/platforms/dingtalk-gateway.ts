import { once } from 'node:events';
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen } from './simulator-dingtalk-rig.ts';

/** A gateway that lets a test send frames by hand. */
export const openGateway = async () => {
  const sockets = new WebSocketServer({ noServer: true });
  const opens: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    opens.push({ accept: request.headers.accept, ...JSON.parse(body) });
    const { port } = server.address() as { port: number };
    response.end(JSON.stringify({ endpoint: `ws://127.0.0.1:${port}/connect`, ticket: `t ${opens.length}` }));
  });
  const urls: string[] = [];
  server.on('upgrade', (request, socket, head) => {
    urls.push(request.url ?? '');
    sockets.handleUpgrade(request, socket, head, (line) => sockets.emit('connection', line));
  });
  const url = await listen(server);
  return {
    url,
    opens,
    urls,
    connection: async (): Promise<WebSocket> => (await once(sockets, 'connection'))[0],
    close: async () => {
      sockets.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
