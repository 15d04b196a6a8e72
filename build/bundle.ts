import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { type Plugin, type RolldownOptions, rolldown } from 'rolldown';
import { build as buildWindow, type PluginOption } from 'vite';

// Makes out/: what Electron runs, and all that a package holds beside Electron and the one native module.

const ROOT = resolve(import.meta.dirname, '..');
export const OUT = join(ROOT, 'out');

const EXTERNAL = ['electron', 'better-sqlite3', ...builtinModules, /^node:/];

/** `new URL('./hash-worker.ts', import.meta.url)` in the source names a file that the bundle calls `.js`. */
const workerNames: Plugin = {
  name: 'worker-names',
  transform: {
    filter: { id: /hash-lanes-worker\.ts$/ },
    handler: (code) => code.replaceAll("'./hash-worker.ts'", "'./hash-worker.js'"),
  },
};

/** Collects which npm packages a bundle was made of: what the bill of materials and the licences list. */
function ingredientsInto(found: Set<string>): Plugin & { enforce: 'pre' } {
  return {
    name: 'ingredients',
    enforce: 'pre',
    transform: {
      // A style sheet takes others into itself, which are no modules of their own.
      filter: { id: /\.css$/ },
      handler(code) {
        for (const [, name] of code.matchAll(/@import\s+(?:url\()?["']((?:@[^/"']+\/)?[^./"'][^/"']*)\//g)) {
          if (name !== undefined && existsSync(join(ROOT, 'node_modules', name)))
            found.add(join(ROOT, 'node_modules', name));
        }
        return null;
      },
    },
    generateBundle(_options, files) {
      for (const file of Object.values(files)) {
        for (const id of file.type === 'chunk' ? file.moduleIds : []) {
          const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0].replace('\0', '');
          if (folder !== undefined && isAbsolute(folder)) found.add(folder);
        }
      }
    },
  };
}

/** Bundles code that runs in Node. What Electron brings, the native module and Node's own parts stay outside. */
export async function bundle(
  input: RolldownOptions,
  output: Parameters<Awaited<ReturnType<typeof rolldown>>['write']>[0],
): Promise<void> {
  const made = await rolldown({ ...input, external: EXTERNAL, platform: 'node', cwd: ROOT, logLevel: 'warn' });
  await made.write(output);
  await made.close();
}

/** The main process and its worker threads: ESM, side by side, with the migrations and the window's icon beside them. */
async function bundleMain(out: string, found: Set<string>): Promise<void> {
  await bundle(
    {
      input: {
        index: 'electron/main.ts',
        'desk-worker': 'electron/desk-worker.ts',
        'import-worker': 'electron/import-worker.ts',
        'hash-worker': 'core/bundle/hash-worker.ts',
      },
      plugins: [workerNames, ingredientsInto(found)],
    },
    {
      dir: join(out, 'main'),
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'part-[name].js',
      sourcemap: false,
    },
  );
  cpSync(join(ROOT, 'db/migrations'), join(out, 'main/migrations'), { recursive: true });
  cpSync(join(ROOT, 'build/resources/icons/256x256.png'), join(out, 'main/icon.png'));
}

/** The preload: one CommonJS file, because a sandboxed preload can load nothing else. */
async function bundlePreload(out: string, found: Set<string>): Promise<void> {
  await bundle(
    { input: { index: 'electron/preload.ts' }, plugins: [ingredientsInto(found)] },
    { dir: join(out, 'preload'), format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
  );
}

/** React's slow form, which also names files of the building machine, goes into a bundle made where NODE_ENV says so. */
async function inProduction(work: () => Promise<unknown>): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

/** Bundles a page and all that it loads, from the folder of its index.html, as a package holds it. */
export async function bundlePage(out: string, root: string, plugins: readonly PluginOption[]): Promise<void> {
  await inProduction(() =>
    buildWindow({
      configFile: false,
      envDir: false,
      logLevel: 'warn',
      root,
      base: './',
      publicDir: false,
      plugins: [...plugins],
      build: {
        outDir: out,
        emptyOutDir: true,
        target: 'chrome146',
        minify: true,
        sourcemap: false,
        modulePreload: false,
        // A data: address would need a wider policy than the window has.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 4000,
      },
    }),
  );
}

async function bundleWindow(out: string, window: Window, found: Set<string>): Promise<void> {
  const root = join(ROOT, window === 'own' ? 'renderer' : 'build/placeholder');
  const react = window === 'own' ? [(await import('@vitejs/plugin-react')).default()] : [];
  await bundlePage(join(out, 'renderer'), root, [...react, ingredientsInto(found)]);
}

/** What fills the sample vault: a worker thread with the evidence that it invents. */
async function bundleSample(out: string, found: Set<string>): Promise<void> {
  await bundle(
    { input: { 'fill-sample': 'sample/fill-sample.ts' }, plugins: [workerNames, ingredientsInto(found)] },
    { dir: join(out, 'sample'), format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'part-[name].js' },
  );
  cpSync(join(ROOT, 'db/migrations'), join(out, 'sample/migrations'), { recursive: true });
}

/** The window of the program, or an empty page in its place for tests of the shell alone. */
export type Window = 'own' | 'placeholder';

export interface BundleOptions {
  /** The folder to build into, inside the repository so that the native module is found from it. */
  readonly out?: string;
  readonly window?: Window;
  /** Also what fills the sample vault; benches go without. */
  readonly withSample?: boolean;
}

/**
 * Builds everything, from nothing.
 * @returns the folders of the npm packages that went into it, sorted
 */
export async function bundleAll({
  out = OUT,
  window = 'own',
  withSample = true,
}: BundleOptions = {}): Promise<readonly string[]> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const found = new Set<string>();
  await Promise.all([
    bundleMain(out, found),
    bundlePreload(out, found),
    bundleWindow(out, window, found),
    ...(withSample ? [bundleSample(out, found)] : []),
  ]);
  return [...found].sort();
}

if (import.meta.main) await bundleAll();
