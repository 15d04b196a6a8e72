import { get, type ReadableDb, run, type WritableDb } from '../handle.ts';
import type { BundleRow } from '../row-id.ts';

/** Keeps the name under which a bundle came in. The bundle must not be accepted yet. */
export function addIntakeFile(db: WritableDb, bundle: BundleRow, fileName: string): void {
  run(db, 'INSERT INTO intake_file (bundle, file_name) VALUES (?, ?)', bundle, fileName);
}

/** @returns the name under which a bundle came in; undefined where a vault of an earlier version took it. */
export function intakeFileName(db: ReadableDb, bundle: BundleRow): string | undefined {
  return get<{ file_name: string }>(db, 'SELECT file_name FROM intake_file WHERE bundle = ?', bundle)?.file_name;
}
