import { defineConfig } from 'vitest/config';

if (Number(process.versions.node.split('.')[0]) < 22) {
  throw new Error('These tests need Node 22 or newer. Run them through npm (npm run e2e), which brings Node 24 along.');
}

// Tests that drive the window in a real Chromium, two files at a time: each starts browsers of its own. The program that
// they drive is built once for all of them.
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: 'test/e2e/build-once.ts',
    expect: { poll: { timeout: 20_000, interval: 100 } },
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
