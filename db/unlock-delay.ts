import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PersonId } from '../core/brand.ts';
import { isRefusal, Refusal } from '../core/failure.ts';
import { parseStrictJson } from '../core/json/strict.ts';
import { replaceFile } from './atomic-file.ts';
import type { VaultFolder } from './folder.ts';

const FORMAT = 'scrutineer-unlock-failures/v1';
const FREE_TRIES = 3;
const LONGEST = 300_000;

const file = z.strictObject({
  format: z.literal(FORMAT),
  people: z.record(z.string(), z.strictObject({ failures: z.int().min(0), lastAt: z.int() })),
});
type Failures = z.output<typeof file>['people'];

/**
 * Wrong passphrases since the last right one. They lie outside the database, which is still shut when they happen. Who
 * can write the folder can reset them: the cost of guessing is Argon2id's, the delay is for the keyboard.
 */
function read(folder: VaultFolder): Failures {
  if (!existsSync(folder.attempts)) return {};
  try {
    const parsed = file.safeParse(parseStrictJson(readFileSync(folder.attempts), { maxBytes: 1 << 20 }));
    return parsed.success ? parsed.data.people : {};
  } catch {
    return {}; // a torn counter must not shut people out
  }
}

/** @returns how long to wait after so many failures, in milliseconds: 0 for three, then 2 s doubling up to 5 minutes. */
export function unlockDelay(failures: number): number {
  return failures < FREE_TRIES ? 0 : Math.min(LONGEST, 2000 * 2 ** (failures - FREE_TRIES));
}

/** @throws Refusal `vault.unlock-delayed` where this person must still wait */
function requireNoDelay(folder: VaultFolder, person: PersonId, now: number): void {
  const entry = read(folder)[person];
  if (!entry) return;
  // A clock that was set back must not lock a person out for longer than the delay itself.
  const since = Math.max(0, now - entry.lastAt);
  const left = unlockDelay(entry.failures) - since;
  if (left <= 0 || now < entry.lastAt - LONGEST) return;
  throw new Refusal('vault.unlock-delayed', `The passphrase was wrong ${entry.failures} times.`, {
    remedy: `Wait ${Math.ceil(left / 1000)} s, then try again.`,
  });
}

/**
 * Tries a passphrase wherever it is asked for: after too many wrong ones it takes a wait, and a wrong one is counted.
 * @throws Refusal `vault.unlock-delayed`, and what the try throws
 */
export function tryPassphrase<Value>(folder: VaultFolder, person: PersonId, now: number, attempt: () => Value): Value {
  requireNoDelay(folder, person, now);
  try {
    return attempt();
  } catch (error) {
    if (isRefusal(error, 'crypto.passphrase-wrong')) countFailure(folder, person, now);
    throw error;
  }
}

/** Counts a wrong passphrase. */
function countFailure(folder: VaultFolder, person: PersonId, now: number): void {
  const people = read(folder);
  people[person] = { failures: (people[person]?.failures ?? 0) + 1, lastAt: now };
  write(folder, people);
}

/** Forgets the failures of a person who got in. @returns how many there were. */
export function clearFailures(folder: VaultFolder, person: PersonId): number {
  const { [person]: gone, ...people } = read(folder);
  if (gone) write(folder, people);
  return gone?.failures ?? 0;
}

function write(folder: VaultFolder, people: Failures): void {
  replaceFile(folder.attempts, `${JSON.stringify({ format: FORMAT, people })}\n`);
}
