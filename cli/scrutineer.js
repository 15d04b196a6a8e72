#!/usr/bin/env -S node --max-semi-space-size=8
// The flag keeps memory flat while a large bundle is read: young garbage is collected in small steps.
// The encrypted database ends a Node 20 process with a segmentation fault, and older Nodes do not run TypeScript.
// So this one plain file looks first, and hands over to the Node 24 that the checkout brings along where it must.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
// From these on, types are stripped without a flag and zlib has zstd.
const isNewEnough = major >= 24 || (major === 23 && minor >= 8) || (major === 22 && minor >= 18);
if (isNewEnough) {
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else {
  const bundled = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (!existsSync(bundled)) {
    process.stderr.write(
      `Scrutineer needs Node 22.18 or newer; this is ${process.version}. Run npm ci in the checkout: it brings Node 24.\n`,
    );
    process.exitCode = 3;
  } else {
    const child = spawn(
      bundled,
      ['--max-semi-space-size=8', fileURLToPath(import.meta.url), ...process.argv.slice(2)],
      { stdio: 'inherit' },
    );
    // The child decides how an interruption ends; this process waits for it.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', () => {
      process.stderr.write('The Node of the checkout cannot be started. Run npm ci there.\n');
      process.exitCode = 3;
    });
    child.on('exit', (status) => {
      process.exitCode = status ?? 3;
    });
  }
}
