import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// better-sqlite3 13 ends a Node 20 process with a segmentation fault instead of an error, so say it in words here.
if (Number(process.versions.node.split('.')[0]) < 22) {
  throw new Error('These tests need Node 22 or newer. Run them through npm (npm test), which brings Node 24 along.');
}

/** What takes longest begins first, so that no worker stands idle at the end. */
const LONG = ['test/faults/kill', 'test/docs/commands', 'test/cli/vault', 'test/cli/walk', 'cli/usage'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['{core,db,desk,electron,build,cli,sample,test}/**/*.test.ts'],
    // What needs a browser is run by `npm run e2e`.
    exclude: ['test/e2e/**'],
    // The programs that tests start find their sources stripped of types and compiled, from the second start on.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/scrutineer-compiled') },
    setupFiles: ['test/property-seed.ts'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
