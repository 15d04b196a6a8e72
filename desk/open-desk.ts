import { Refusal } from '../core/failure.ts';
import type { Clock } from '../core/instant.ts';
import type { Credentials } from '../db/enrolment.ts';
import { getPerson } from '../db/repositories/person.ts';
import { type LendKey, openVault } from '../db/vault.ts';
import type { Desk } from './desk.ts';
import { recorded, type TrailEntry } from './trail.ts';

/** A desk that was unlocked, and what the person is told about it. */
export interface OpenedDesk {
  readonly desk: Desk;
  /** Wrong passphrases since this person last got in. */
  readonly failuresBefore: number;
  /** Whether something that an interrupted import left behind was removed. */
  readonly swept: boolean;
}

/**
 * Unlocks a desk as one person and records it. What an interrupted import left is removed by the vault and recorded here.
 * @param lendKey is shown the vault's key, for a second connection of this process
 * @throws Refusal `crypto.passphrase-wrong`, `vault.*`, `desk.not-allowed` where the enrolment was not completed
 */
export function openDesk(
  folder: string,
  credentials: Credentials,
  clock: Clock = Date.now,
  lendKey?: LendKey,
): OpenedDesk {
  const vault = openVault(folder, credentials, { now: clock(), lendKey });
  const desk: Desk = { vault, actor: credentials.person, clock, passphrase: credentials.passphrase };
  try {
    requireEnrolled(desk);
    const { swept, failuresBefore } = vault;
    const isSwept = swept.removed.length > 0 || swept.unfinishedBundles.length > 0;
    recorded(desk, () => {
      const events: TrailEntry[] = [];
      if (failuresBefore > 0) {
        events.push({
          act: 'unlock.failed',
          subject: desk.actor,
          detail: { personId: desk.actor, failures: failuresBefore },
          byDesk: true,
        });
      }
      events.push({ act: 'person.unlocked', subject: desk.actor, detail: { personId: desk.actor } });
      if (isSwept) {
        const detail = { imports: swept.unfinishedBundles.length, files: swept.removed.length };
        events.push({ act: 'unfinished-import.swept', subject: 'evidence', detail, byDesk: true });
      }
      return { result: undefined, events };
    });
    return { desk, failuresBefore, swept: isSwept };
  } catch (error) {
    vault.close();
    throw error;
  }
}

/** A kill in the middle of an enrolment leaves a keyslot that opens the vault, and nobody to whom it belongs. */
function requireEnrolled({ vault, actor }: Desk): void {
  if (getPerson(vault.db, actor) !== undefined) return;
  throw new Refusal('desk.not-allowed', 'The enrolment of this person was interrupted before it was complete.', {
    where: actor,
    remedy: 'Have the custodian enrol this person again, under the same name.',
  });
}
