import { sha384 } from '../core/crypto/digest.ts';
import { Refusal } from '../core/failure.ts';
import { markedFileName } from '../core/marking/file-name.ts';
import { addDecisionEvent } from '../db/repositories/decision-event.ts';
import { addExport } from '../db/repositories/export-record.ts';
import { makeCheckpoint } from './checkpoint.ts';
import { requireDecision } from './decision-file.ts';
import { bannerOf, decisionPackage, noticePackage } from './decision-package.ts';
import { requireCase } from './find-case.ts';
import { type OutgoingFile, writeOutgoing } from './outgoing.ts';
import { sealedPackage } from './sealed-package.ts';
import { secondPerson } from './second-person.ts';
import { recorded, type TrailEntry } from './trail.ts';
import { useCase } from './use-case.ts';

/**
 * Brings a complete decision, or the notice of it, out to a folder on a medium, plain or sealed to recipients, with a
 * signed checkpoint of the audit chain. Who determined does not export; the second person stands by where one is asked for.
 */
export const exportDecision = useCase('exportDecision', { roles: ['transfer-agent'] }, async (desk, input) => {
  const { db } = desk.vault;
  const file = requireCase(desk, input.caseId);
  const stored = requireDecision(db, file.id, ['complete']);
  const witness = await secondPerson(desk, [
    'custodian',
    'reviewer',
    'auditor',
    'transfer-agent',
    'consulted-official',
  ]);
  if (stored.by === desk.actor || stored.by === witness) {
    throw new Refusal('desk.second-person', 'Who made the determination does not release it.', {
      where: stored.by,
      remedy: 'Two other persons export it.',
    });
  }
  const notice = input.what === 'notice' ? noticePackage(desk, stored) : undefined;
  const made = notice ?? decisionPackage(desk, stored);
  const marking = bannerOf(made);
  const subject = notice?.noticeId ?? stored.id;
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
  const main = outgoing[0];
  if (main === undefined) throw new Error('an export holds no file');
  const released = { recipients: input.recipients.length, marking, ...(witness === null ? {} : { witness }) };
  recorded(desk, () => {
    const entry: TrailEntry =
      notice === undefined
        ? {
            act: 'decision.exported',
            subject: file.id,
            detail: { decisionId: stored.id, decisionDigest: stored.payloadDigest, ...released },
          }
        : {
            act: 'notice.exported',
            subject: file.id,
            detail: { noticeId: notice.noticeId, noticeDigest: sha384(main.bytes), ...released },
          };
    return { result: undefined, events: [entry] };
  });
  const checkpoint = await makeCheckpoint(desk);
  const checkpointFile = {
    kind: 'checkpoint',
    name: `audit-${checkpoint.head.sequence}.checkpoint.dsse.json`,
    bytes: checkpoint.envelope,
  };
  const files = writeOutgoing(input.folder, [...outgoing, checkpointFile], (written) => {
    recorded(desk, (writable, at) => {
      for (const [index, { kind, path, digest }] of written.entries()) {
        const bytes = [...outgoing, checkpointFile][index]?.bytes ?? new Uint8Array();
        addExport(writable, {
          kind,
          subject,
          digest,
          size: bytes.length,
          fileName: path.split(/[\\/]/).at(-1) ?? kind,
          marking,
          recipients: input.recipients,
          by: desk.actor,
          witness,
          at,
        });
      }
      if (notice === undefined)
        addDecisionEvent(writable, { decision: stored.id, step: 'exported', detail: {}, by: desk.actor, at });
      return { result: undefined, events: [] };
    });
  });
  return { files, marking, checkpoint: { sequence: checkpoint.head.sequence, head: checkpoint.head.digest } };
});
