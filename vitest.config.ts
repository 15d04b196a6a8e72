import { defineConfig } from 'vitest/config';

// better-sqlite3 13 ends a Node 20 process with a segmentation fault instead of an error, so say it in words here.
if (Number(process.versions.node.split('.')[0]) < 22) {
  throw new Error('These tests need Node 22 or newer. Run them through npm (npm test), which brings Node 24 along.');
}

export default defineConfig({
  test: {
    include: ['{core,db,desk,electron,build,cli,test}/**/*.test.ts'],
    // What needs a browser is run by `npm run e2e`.
    exclude: ['test/e2e/**'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
