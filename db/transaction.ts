import { connectionOf, requireInPlace, type WritableDb } from './handle.ts';
import { inWords } from './sqlite-failure.ts';

/**
 * Does the work in one transaction: all of it is on disk when this returns, and none of it when it throws. Inside
 * another transaction it is a savepoint of that one.
 * @param work synchronous; a promise is refused, because a transaction never waits for anything outside
 * @throws whatever the work throws, and `vault.disk-full`, `vault.busy`, `vault.gone`, … where the vault cannot keep it
 */
export function transaction<T>(db: WritableDb, work: (db: WritableDb) => T): T {
  const database = connectionOf(db);
  requireInPlace(db);
  try {
    return database.transaction(() => work(db)).immediate();
  } catch (error) {
    throw inWords(error, database.name);
  }
}
