import { basename } from 'node:path';
import type { PersonId } from '../core/brand.ts';
import { Refusal } from '../core/failure.ts';
import { markedFileName } from '../core/marking/file-name.ts';
import type { CaseFile } from '../db/repositories/case-file.ts';
import type { StoredDecision } from '../db/repositories/decision.ts';
import { addDecisionEvent } from '../db/repositories/decision-event.ts';
import { addExport } from '../db/repositories/export-record.ts';
import { transaction } from '../db/transaction.ts';
import { keepCheckpoint } from './checkpoint.ts';
import { requireDecision } from './decision-file.ts';
import { bannerOf, decisionPackage, draftPackage, noticePackage } from './decision-package.ts';
import type { Desk } from './desk.ts';
import { requireCase } from './find-case.ts';
import { Outgoing, type OutgoingFile, type WrittenFile } from './outgoing.ts';
import { signatory, withSigningKeys } from './person-keys.ts';
import { sealedPackage } from './sealed-package.ts';
import { secondPerson } from './second-person.ts';
import { recorded, type TrailEntry } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Brings a complete decision, or the notice of it, out to a folder on a medium, plain or sealed to recipients, with a
 * signed checkpoint of the audit chain. Who determined does not export; the second person stands by where one is asked for.
 */
export const exportDecision = useCase('exportDecision', { roles: ['transfer-agent'] }, async (desk, input) => {
  const file = requireCase(desk, input.caseId);
  const stored = requireDecision(desk.vault.db, file.id, input.what === 'draft' ? ['draft'] : ['complete']);
  const witness = await secondPerson(desk, ['custodian', 'reviewer', 'transfer-agent', 'consulted-official']);
  if (stored.by === desk.actor || stored.by === witness) {
    throw new Refusal('desk.second-person', 'Who made the determination does not release it.', {
      where: stored.by,
      remedy: 'Two other persons export it.',
    });
  }
  const notice = input.what === 'notice' ? noticePackage(desk, stored) : undefined;
  const made = notice ?? (input.what === 'draft' ? draftPackage(desk, stored) : decisionPackage(desk, stored));
  const marking = bannerOf(made);
  const plain = made.files;
  const outgoing: readonly OutgoingFile[] =
    input.recipients.length === 0
      ? plain
      : [
          {
            kind: `sealed-${input.what}`,
            name: markedFileName(made.baseName, made.marking, `${input.what}.tar.age`),
            bytes: await sealedPackage(plain, input.recipients),
          },
        ];
  const out = new Outgoing(input.folder, desk.vault.vaultId);
  try {
    for (const one of outgoing) out.add(one);
    const { recipients } = input;
    const release = { file, stored, noticeId: notice?.noticeId, marking, witness, recipients, files: [...out.files] };
    // The passphrase is proved, and every file is whole on the medium, before the record of it counts.
    const checkpoint = await withSigningKeys(desk, signatory(desk), (keys) =>
      transaction(desk.vault.db, () => {
        recordRelease(desk, release);
        const made = keepCheckpoint(desk, keys);
        const name = `audit-${made.head.sequence}.checkpoint.dsse.json`;
        out.add({ kind: 'checkpoint', name, bytes: made.envelope });
        return made;
      }),
    );
    const files = out.finish().map(({ kind, path, digest }) => ({ kind, path, digest }));
    return { files, marking, checkpoint: { sequence: checkpoint.head.sequence, head: checkpoint.head.digest } };
  } finally {
    out.abandon();
  }
});

interface Release {
  readonly file: CaseFile;
  readonly stored: StoredDecision;
  /** There where the notice goes out and not the decision. */
  readonly noticeId: string | undefined;
  readonly marking: string;
  readonly witness: PersonId | null;
  readonly recipients: readonly string[];
  readonly files: readonly WrittenFile[];
}

/** Records what goes out, before it gets its name on the medium. */
function recordRelease(desk: Desk, { file, stored, noticeId, marking, witness, recipients, files }: Release): void {
  const released = { recipients: recipients.length, marking, ...(witness === null ? {} : { witness }) };
  const [main] = files;
  if (main === undefined) throw new Error('an export holds no file');
  recorded(desk, (db, at) => {
    for (const { kind, path, digest, size } of files) {
      addExport(db, {
        kind,
        subject: noticeId ?? stored.id,
        digest,
        size,
        fileName: basename(path),
        marking,
        recipients,
        by: desk.actor,
        witness,
        at,
      });
    }
    if (noticeId === undefined && stored.state === 'complete') {
      addDecisionEvent(db, { decision: stored.id, step: 'exported', detail: {}, by: desk.actor, at });
    }
    const entry: TrailEntry =
      noticeId === undefined
        ? {
            act: 'decision.exported',
            subject: file.id,
            detail: { decisionId: stored.id, decisionDigest: stored.payloadDigest, ...released },
          }
        : { act: 'notice.exported', subject: file.id, detail: { noticeId, noticeDigest: main.digest, ...released } };
    return { result: undefined, events: [entry] };
  });
}
