import { checkpointAt, signCheckpoint } from '../core/audit/checkpoint.ts';
import type { ChainHead } from '../core/audit/event.ts';
import type { PrivateKey } from '../core/crypto/private-key.ts';
import { serializeEnvelope } from '../core/envelope/dsse.ts';
import { toInstant } from '../core/instant.ts';
import { auditHead } from '../db/repositories/audit-event.ts';
import { addCheckpoint } from '../db/repositories/checkpoint.ts';
import type { Desk } from './desk.ts';
import { signatory, withSigningKeys } from './person-keys.ts';
import { recorded } from './trail.ts';

/** A signed claim of how far the audit chain had come, as it leaves with an export. */
export interface MadeCheckpoint {
  readonly head: ChainHead;
  readonly envelope: Uint8Array;
}

/** Signs the present head of the audit chain with the actor's keys and keeps the checkpoint. */
export function makeCheckpoint(desk: Desk): Promise<MadeCheckpoint> {
  return withSigningKeys(desk, signatory(desk), (keys) => keepCheckpoint(desk, keys));
}

/** The same with keys that are lent already, for a caller whose transaction this is part of. */
export function keepCheckpoint(desk: Desk, keys: readonly PrivateKey[]): MadeCheckpoint {
  const { db, vaultId } = desk.vault;
  const head = auditHead(db);
  if (head === null) throw new Error('a vault has no audit event');
  const checkpoint = checkpointAt(vaultId, head, toInstant(desk.clock()));
  const envelope = serializeEnvelope(signCheckpoint(checkpoint, keys));
  recorded(desk, (writable, at) => {
    addCheckpoint(writable, { sequence: head.sequence, head: head.digest, envelope, by: desk.actor, at });
    const detail = { checkpointSequence: head.sequence, head: head.digest };
    return { result: undefined, events: [{ act: 'checkpoint.signed', subject: 'audit', detail }] };
  });
  return { head, envelope };
}
