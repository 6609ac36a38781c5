#!/usr/bin/env node
// An old Node cannot even parse the sources: this file looks at the version first and says in one sentence what to do.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18) || major === 23) {
  console.error(
    `需要 Node 24（当前 ${process.version}）：请在本目录执行 npm ci（它会带来 Node 24），再用 npm start 或 npx hotline 运行；若安装脚本被禁止，请执行 npm install-scripts approve node 后重新 npm ci。`,
  );
  process.exit(1);
}
process.removeAllListeners('warning');
const { enableCompileCache } = await import('node:module');
// Sources are read once and not with every command; where nothing can be written, each start reads them as before.
enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/hotline`);
const { runCommandLine } = await import('./run.ts');
await runCommandLine(process.argv);
