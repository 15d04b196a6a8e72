import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { rolldown } from 'rolldown';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../../..');

export interface BuiltWindow {
  /** Holds index.html and what it loads, as it is shipped. */
  readonly folder: string;
  /** The script that stands where the preload stands. */
  readonly fakeBridge: string;
  readonly remove: () => void;
}

/** Builds the window as it is shipped, and the fake bridge beside it. */
export async function buildRenderer(): Promise<BuiltWindow> {
  const out = mkdtempSync(join(tmpdir(), 'scrutineer-window-'));
  const folder = join(out, 'renderer');
  // A test runner names the surroundings `test`, and React would be built as it is for its developers.
  const surroundings = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await build({
    configFile: false,
    envDir: false,
    logLevel: 'error',
    root: join(ROOT, 'renderer'),
    base: './',
    publicDir: false,
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 8000,
    },
  });
  if (surroundings === undefined) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = surroundings;
  const fakeBridge = join(out, 'fake-bridge.js');
  const bundle = await rolldown({ input: join(import.meta.dirname, 'fake-bridge.ts'), logLevel: 'warn' });
  await bundle.write({ file: fakeBridge, format: 'iife' });
  await bundle.close();
  return { folder, fakeBridge, remove: () => rmSync(out, { recursive: true, force: true }) };
}
