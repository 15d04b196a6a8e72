import type { PersonId, Sha384 } from '../core/brand.ts';
import { parseManifest } from '../core/bundle/manifest.ts';
import { Refusal } from '../core/failure.ts';
import { renderBanner } from '../core/marking/marking.ts';
import { sealedPath } from '../db/evidence.ts';
import { listAuditEventsOf } from '../db/repositories/audit-event.ts';
import { type AcceptedBundle, listBundles } from '../db/repositories/bundle.ts';
import { listChecklist } from '../db/repositories/checklist.ts';
import { listFindingsOfCase } from '../db/repositories/finding.ts';
import { intakeFileName } from '../db/repositories/intake-file.ts';
import { listMembers } from '../db/repositories/member.ts';
import { getPerson } from '../db/repositories/person.ts';
import { listQuarantine, type QuarantineEntry } from '../db/repositories/quarantine.ts';
import { getSetting } from '../db/repositories/setting.ts';
import { ceilingOf } from './ceiling.ts';
import type { Output } from './contract.ts';
import type { Desk } from './desk.ts';
import { textOf } from './record-of-act.ts';
import { ANY_ROLE } from './standing.ts';
import { useCase } from './use-case.ts';

type Intake = Output<'showIntake'>;

/** Tells everything of one sealed file that came in: who took it, who stood by, how it was checked, what became of it. */
export const showIntake = useCase('showIntake', ANY_ROLE, async (desk, { digest }) => {
  const { db } = desk.vault;
  const accepted = listBundles(db).filter(({ sealedDigest }) => sealedDigest.startsWith(digest));
  const quarantined = listQuarantine(db).filter(({ sealedDigest }) => sealedDigest.startsWith(digest));
  const digests = new Set([...accepted, ...quarantined].map(({ sealedDigest }) => sealedDigest));
  if (digests.size !== 1) {
    throw new Refusal(
      'desk.no-such-intake',
      digests.size === 0
        ? 'No file came in with a digest that begins so.'
        : 'Several files have a digest that begins so.',
      {
        where: digest,
        remedy: digests.size === 0 ? 'Give a digest of the case or of the quarantine.' : 'Give more digits.',
      },
    );
  }
  const [bundle] = accepted;
  if (bundle !== undefined) return ofBundle(desk, bundle);
  // Of a file that came several times, the last time is shown; the list begins with it.
  const [entry] = quarantined;
  if (entry === undefined) throw new Error('a digest was found and its row was not');
  return ofQuarantine(desk, entry);
});

function ofBundle(desk: Desk, bundle: AcceptedBundle): Intake {
  const { db, folder } = desk.vault;
  const { bundleId, producerId, sequence, marking, developer, model, version, role } = bundle;
  const members = listMembers(db, bundle.row).length;
  return {
    outcome: 'imported',
    ...shared(desk, bundle.sealedDigest, bundle.receivedBy, 'bundle.imported'),
    fileName: intakeFileName(db, bundle.row) ?? null,
    bytes: bundle.sealedSize,
    receivedAt: bundle.receivedAt,
    bundle: { bundleId, producerId, sequence, marking, developer, model, version, role, members },
    caseId: bundle.caseId,
    steps: listChecklist(db, { bundle: bundle.row }),
    findings: listFindingsOfCase(db, bundle.caseId).filter((finding) => finding.bundle === bundle.row).length,
    kept: sealedPath(folder, 'evidence', bundle.sealedDigest),
  };
}

function ofQuarantine(desk: Desk, entry: QuarantineEntry): Intake {
  const { db, folder } = desk.vault;
  return {
    outcome: 'quarantined',
    ...shared(desk, entry.sealedDigest, entry.receivedBy, 'bundle.quarantined'),
    fileName: entry.fileName,
    bytes: entry.sealedSize,
    receivedAt: entry.receivedAt,
    bundle: entry.manifest === null ? null : manifestOf(entry.manifest),
    caseId: null,
    steps: listChecklist(db, { quarantine: entry.row }),
    findings: 0,
    kept: sealedPath(folder, 'quarantine', entry.sealedDigest),
  };
}

/** What the manifest of a quarantined file said, where its marking let it be kept. */
function manifestOf(manifest: unknown): Intake['bundle'] {
  const { bundleId, producerId, sequence, marking, case: about, members } = parseManifest(manifest);
  const { developer, model, version, role } = about;
  return { bundleId, producerId, sequence, marking, developer, model, version, role, members: members.length };
}

/** Who took it, who stood by, and where the audit log says so. */
function shared(desk: Desk, digest: Sha384, receivedBy: PersonId, act: 'bundle.imported' | 'bundle.quarantined') {
  const { db, vaultId } = desk.vault;
  const event = listAuditEventsOf(db, digest).findLast((one) => one.act === act);
  const witness = event && textOf(event.detail, 'witness');
  return {
    digest,
    workstation: {
      name: String(getSetting(db, 'desk.name')),
      vaultId,
      ceiling: renderBanner(ceilingOf(desk)),
    },
    receivedBy: named(desk, receivedBy),
    witness: witness === undefined ? null : named(desk, witness),
    recorded: event === undefined ? null : { sequence: event.sequence, at: event.at, digest: event.digest },
  };
}

function named(desk: Desk, personId: string): { personId: string; name: string } {
  return { personId, name: getPerson(desk.vault.db, personId as PersonId)?.name ?? personId }; // looked up, not trusted
}
