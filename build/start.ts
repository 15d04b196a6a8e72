import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { bundleAll } from './bundle.ts';
import { electronBinary } from './electron-binary.ts';
import { howToSupplyElectron } from './how-to-supply-electron.ts';

// `npm start`: builds the program and opens it.

const ROOT = resolve(import.meta.dirname, '..');
await bundleAll();
const binary = electronBinary();

if (binary === undefined) {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'] || undefined;
  console.error(howToSupplyElectron(process.platform, process.arch, named));
  process.exitCode = 1;
} else {
  const child = spawn(binary, [ROOT, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
