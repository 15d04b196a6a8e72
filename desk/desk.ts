import type { PersonId } from '../core/brand.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import type { Clock } from '../core/instant.ts';
import type { Vault } from '../db/vault.ts';

/** A person whose passphrase is at hand for one act. Whoever made it wipes the passphrase. */
export interface Signatory {
  readonly person: PersonId;
  /** UTF-8 as typed. */
  readonly passphrase: Uint8Array;
}

/** Tells how far a long act is, in words and in units of the step (bytes or attempts), or a check that has its outcome. */
export type Progress = (step: string, done: number, total: number, checked?: CheckStep) => void;

/** An unlocked desk and the person at it: what every use case works with. */
export interface Desk {
  readonly vault: Vault;
  /** Who acts. */
  readonly actor: PersonId;
  readonly clock: Clock;
  /** The actor's passphrase, for acts that sign; left out where the act signs nothing. */
  readonly passphrase?: Uint8Array;
  /** The second person of a two-person act. */
  readonly second?: Signatory;
  readonly onProgress?: Progress;
  readonly signal?: AbortSignal;
}
