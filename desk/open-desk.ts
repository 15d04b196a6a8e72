import type { Clock } from '../core/instant.ts';
import type { Credentials } from '../db/enrolment.ts';
import { openVault } from '../db/vault.ts';
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
 * @throws Refusal `crypto.passphrase-wrong`, `vault.*`
 */
export function openDesk(folder: string, credentials: Credentials, clock: Clock = Date.now): OpenedDesk {
  const vault = openVault(folder, credentials, { now: clock() });
  const desk: Desk = { vault, actor: credentials.person, clock, passphrase: credentials.passphrase };
  try {
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
