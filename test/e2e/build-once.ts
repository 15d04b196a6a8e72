import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleAll, type Window } from '../../build/bundle.ts';
import { whyNotShown } from './where-shown.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The main file of each built program; none where nothing can show its window. */
    programs: Readonly<Record<Window, string>> | undefined;
  }
}

// Inside the repository, because the native module is found from there.
const OUT = resolve(import.meta.dirname, '../../node_modules/.cache/scrutineer-test');

/** Builds the program once for all test files: with its own window, and with an empty page for tests of the shell alone. */
export async function setup(project: TestProject): Promise<() => void> {
  const out = join(OUT, `run-${process.pid}`);
  const build = async (window: Window) => {
    await bundleAll({ out: join(out, window), window, withSample: window === 'own' });
    return join(out, window, 'main/index.js');
  };
  const programs =
    whyNotShown() === undefined ? { own: await build('own'), placeholder: await build('placeholder') } : undefined;
  project.provide('programs', programs);
  return () => rmSync(out, { recursive: true, force: true });
}
