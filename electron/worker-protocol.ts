import type { CheckStep } from '../core/envelope/checklist.ts';
import type { LockTicket } from '../db/lock.ts';
import type { Answer, SessionInput } from '../desk/contract/session.ts';
import type { UseCaseName } from '../desk/contract.ts';

// What the main process and its two workers say to each other. Every request has an id and gets exactly one answer;
// between the two, progress may be told. Passphrases and the vault's key travel as bytes, are moved and not copied, and end
// in a worker.

export interface Bytes {
  readonly passphrase?: Uint8Array;
  readonly second?: { readonly personId: string; readonly passphrase: Uint8Array };
}

interface Perform {
  readonly kind: 'perform';
  readonly name: UseCaseName;
  readonly input: unknown;
  readonly secrets: Bytes;
}

/** Asked of the worker that holds the vault. */
export type DeskAsk =
  | { readonly kind: 'unlock'; readonly folder: string; readonly personId: string; readonly passphrase: Uint8Array }
  | {
      readonly kind: 'init';
      readonly order: Omit<SessionInput<'initVault'>, 'passphrase'>;
      readonly passphrase: Uint8Array;
    }
  | Perform
  | { readonly kind: 'about' }
  | { readonly kind: 'read-root'; readonly path: string }
  | { readonly kind: 'prove-witness'; readonly secrets: Bytes }
  | { readonly kind: 'save-draft'; readonly draft: SessionInput<'saveDraft'> }
  | { readonly kind: 'read-draft'; readonly key: string }
  | { readonly kind: 'close' };

/** Asked of the worker that does what takes long, on a connection of its own. */
export type ImportAsk =
  | {
      readonly kind: 'open';
      readonly folder: string;
      readonly personId: string;
      readonly vaultId: string;
      readonly ticket: LockTicket;
      readonly key: Uint8Array;
    }
  | Perform
  | {
      readonly kind: 'import';
      readonly importId: string;
      readonly path: string;
      readonly acceptGap: boolean;
      readonly secrets: Bytes;
    }
  | { readonly kind: 'cancel'; readonly importId: string }
  | { readonly kind: 'close' };

export type Asking<Ask> = Ask & { readonly id: number };

/** What a worker says. `about` of a progress is the use case's name or the import's id. */
export type Said =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer<unknown> }
  | {
      readonly kind: 'progress';
      readonly about: string;
      readonly step: string;
      readonly done: number;
      readonly total: number;
      /** A check of an import that has its outcome; the rest says nothing then. */
      readonly checked?: CheckStep;
    };

/** What the desk worker tells of an unlocked desk. */
export interface About {
  readonly name: string;
  readonly person: { readonly personId: string; readonly name: string; readonly roles: string[] };
  readonly persons: { readonly personId: string; readonly name: string }[];
  readonly marking: string;
}

/** What it tells when it unlocked. */
export interface Unlocked {
  readonly person: About['person'];
  readonly failuresBefore: number;
  readonly lastUnlock: string | null;
  readonly swept: boolean;
  /** After how many minutes without input this vault locks at the latest. */
  readonly lockMinutes: number;
  readonly ticket: LockTicket;
  readonly vaultId: string;
  /** The vault's key, on its way to the second connection. */
  readonly key: Uint8Array;
}
