import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundle, bundleAll, bundlePage } from '../../../build/bundle.ts';

/** The main files of two built programs: ours, and one with an empty page. */
export interface Programs {
  readonly own: string;
  readonly empty: string;
  remove(): void;
}

/** Builds both by the same settings, inside the repository because the native module is found from there. */
export async function buildPrograms(): Promise<Programs> {
  const out = resolve(import.meta.dirname, '../../../node_modules/.cache/scrutineer-test', `bench-${process.pid}`);
  const source = join(import.meta.dirname, 'empty');
  await bundleAll({ out: join(out, 'own'), window: 'own', withSample: false });
  await bundle(
    { input: { index: join(source, 'main.ts') } },
    { dir: join(out, 'empty/main'), format: 'esm', entryFileNames: '[name].js' },
  );
  await bundlePage(join(out, 'empty/renderer'), source, []);
  return {
    own: join(out, 'own/main/index.js'),
    empty: join(out, 'empty/main/index.js'),
    remove: () => rmSync(out, { recursive: true, force: true }),
  };
}
