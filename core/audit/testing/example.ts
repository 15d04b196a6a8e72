import { type PrivateKey, privateKeyFromSeed } from '../../crypto/private-key.ts';
import { serializeEnvelope } from '../../envelope/dsse.ts';
import { statementBytes } from '../../envelope/statement.ts';
import { toInstant } from '../../instant.ts';
import { type Checkpoint, checkpointAt, checkpointStatement, signCheckpoint } from '../checkpoint.ts';
import { type AuditEntry, type AuditEvent, chainEvent, eventLine } from '../event.ts';

/** The example of docs/formats/audit-checkpoint.md, made anew; everything in it is UNCLASSIFIED and fixed. */
export interface CheckpointExample {
  readonly events: readonly AuditEvent[];
  /** The exported log: one event a line, each line ended. */
  readonly log: string;
  readonly checkpoint: Checkpoint;
  readonly key: PrivateKey;
  readonly statement: string;
  readonly envelope: string;
}

/** Makes the example. libsodium has to be ready. */
export function checkpointExample(): CheckpointExample {
  const at = (minute: number) => toInstant(Date.UTC(2026, 10, 23, 9, minute));
  const entries: AuditEntry[] = [
    { at: at(0), actor: 'desk', act: 'vault.created', subject: 'vault-example', detail: { vaultId: 'vault-example' } },
    {
      at: at(5),
      actor: 'desk',
      act: 'unlock.failed',
      subject: 'r.example',
      detail: { personId: 'r.example', failures: 1 },
    },
    {
      at: at(6),
      actor: 'r.example',
      act: 'evidence.viewed',
      subject: 'case-1',
      detail: { caseId: 'case-1', sampleId: 'ctf-crypto-07 "né"', epoch: 1 },
    },
  ];
  const events: AuditEvent[] = [];
  for (const entry of entries) events.push(chainEvent(events.at(-1) ?? null, entry));
  const head = events.at(-1);
  if (!head) throw new Error('the example has no events');
  const checkpoint = checkpointAt('vault-example', head, at(10));
  const key = privateKeyFromSeed(
    'ed25519',
    Uint8Array.from({ length: 32 }, (_, index) => index),
  );
  const text = new TextDecoder();
  return {
    events,
    log: events.map((event) => `${eventLine(event)}\n`).join(''),
    checkpoint,
    key,
    statement: text.decode(statementBytes(checkpointStatement(checkpoint))),
    envelope: text.decode(serializeEnvelope(signCheckpoint(checkpoint, [key]))),
  };
}
