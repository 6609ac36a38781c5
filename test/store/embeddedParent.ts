import { PlainError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { startEmbedded } from '../../src/store/embedded/startEmbedded.ts';

/** A process that starts the embedded server on the folder given and lives until it is killed or its input ends. */
const [dataDir = '', purpose] = process.argv.slice(2);
try {
  const server = await startEmbedded({ dataDir, log: silentLog(), purpose: purpose === 'join' ? 'join' : 'own' });
  console.log(JSON.stringify({ url: server.url, joined: server.joined }));
  for await (const _ of process.stdin);
  await server.stop();
} catch (thrown) {
  if (!(thrown instanceof PlainError)) throw thrown;
  console.log(JSON.stringify({ code: thrown.code, sentence: thrown.message }));
}
