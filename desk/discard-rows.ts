import { setTimeout as pause } from 'node:timers/promises';
import type { WritableDb } from '../db/handle.ts';
import { discardBundle, discardSomeRows } from '../db/repositories/bundle.ts';
import type { BundleRow } from '../db/row-id.ts';

/** So many attempts go in one transaction. */
const STEP = 200;
const LONGEST_PAUSE = 100;

/**
 * Takes most rows of a bundle that was not accepted away, some at a time with pauses as long as the work, so that whoever
 * writes at the desk meanwhile gets in between. SQLite does not queue writers: one who waits tries again now and then.
 */
export async function thinRows(db: WritableDb, bundle: BundleRow): Promise<void> {
  for (;;) {
    const start = performance.now();
    if (!discardSomeRows(db, bundle, STEP)) return;
    await pause(Math.min(LONGEST_PAUSE, performance.now() - start));
  }
}

/** Takes every row of a bundle that was not accepted away, without keeping other writers waiting. */
export async function discardRows(db: WritableDb, bundle: BundleRow): Promise<void> {
  await thinRows(db, bundle);
  discardBundle(db, bundle);
}
