import type { Instant } from '../../core/brand.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';

/** An age identity of this workstation, as text: whoever has the vault open can open its evidence. */
export interface DeskIdentity {
  /** `AGE-SECRET-KEY-(PQ-)1…`: never shown, never logged. */
  readonly identity: string;
  /** `age1…`: what producers seal to. */
  readonly recipient: string;
}

export function addDeskIdentity(db: WritableDb, identity: DeskIdentity, at: Instant): void {
  run(
    db,
    'INSERT INTO desk_identity (recipient, identity, created_at) VALUES (?, ?, ?)',
    identity.recipient,
    identity.identity,
    at,
  );
}

/** @returns all identities, the newest first: the newest is given out, older ones open older evidence. */
export function listDeskIdentities(db: ReadableDb): DeskIdentity[] {
  return all<DeskIdentity>(db, 'SELECT identity, recipient FROM desk_identity ORDER BY id DESC');
}
