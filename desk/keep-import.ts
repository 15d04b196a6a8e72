import type { CaseId, Instant, PersonId } from '../core/brand.ts';
import type { Manifest } from '../core/bundle/manifest.ts';
import type { BundleVerdict } from '../core/bundle/verify.ts';
import type { FailureCode } from '../core/failure-code.ts';
import { asCaseId } from '../db/column.ts';
import { type IncomingFile, keep } from '../db/evidence.ts';
import type { WritableDb } from '../db/handle.ts';
import { acceptBundle } from '../db/repositories/bundle.ts';
import { addCase, findCaseByKey } from '../db/repositories/case-file.ts';
import { addChecklist } from '../db/repositories/checklist.ts';
import { addFindings } from '../db/repositories/finding.ts';
import { addIntakeFile } from '../db/repositories/intake-file.ts';
import { addQuarantine } from '../db/repositories/quarantine.ts';
import { newUuid } from '../db/uuid.ts';
import type { Desk } from './desk.ts';
import { FOUND_BY_PROGRAM, findingPlace } from './finding-place.ts';
import type { BundleIndexer } from './index-bundle.ts';
import { openingIdentity } from './model-under-review.ts';
import { recorded, type TrailEntry } from './trail.ts';

/** A received file, what its verification said, and the rows that were made on the way. */
export interface Imported {
  readonly incoming: IncomingFile;
  readonly verdict: BundleVerdict;
  readonly indexer: BundleIndexer;
  readonly witness: PersonId | null;
  /** The sender's name for it. */
  readonly fileName: string;
  readonly at: Instant;
}

/**
 * Makes a verified bundle count: its file in `evidence/`, and in one transaction the checklist, the case that it opens or
 * grows, the acceptance and the audit events.
 * @returns the case
 * @throws Refusal `vault.disk-full`, …; nothing counts then
 */
export function acceptImported(desk: Desk, { incoming, verdict, indexer, witness, fileName }: Imported): CaseId {
  const { manifest } = verdict;
  const { row } = indexer;
  if (manifest === undefined || row === undefined) throw new Error('a bundle was accepted that was not read');
  return keep(desk.vault.folder, 'evidence', incoming, () =>
    recorded(desk, (db, at) => {
      const { caseId, opened } = caseOf(db, desk, manifest, at);
      addChecklist(db, { bundle: row }, verdict.steps);
      addIntakeFile(db, row, fileName);
      const read = new Set(manifest.members.filter(({ role }) => role === 'inspect-log').map(({ name }) => name));
      // What the logs say oddly was kept with their runs; this is what the bundle as a whole says.
      const ofBundle = verdict.findings.filter(({ member }) => !read.has(member));
      addFindings(
        db,
        ofBundle.map((finding) => ({
          about: { bundle: row, run: null },
          code: finding.code,
          severity: finding.severity,
          member: findingPlace(finding),
          detail: finding.detail,
          by: FOUND_BY_PROGRAM,
          at,
        })),
      );
      acceptBundle(db, row, { caseId, by: desk.actor, witness, at });
      const detail = {
        bundleId: manifest.bundleId,
        sealedDigest: incoming.digest,
        producerId: manifest.producerId,
        producerSequence: manifest.sequence,
        caseId,
        members: manifest.members.length,
        findings: verdict.findings.length,
        ...(verdict.manifestDigest === undefined ? {} : { manifestDigest: verdict.manifestDigest }),
        ...(witness === null ? {} : { witness }),
      };
      return {
        result: caseId,
        events: [...opened, { act: 'bundle.imported', subject: incoming.digest, detail }],
      };
    }),
  );
}

function caseOf(
  db: WritableDb,
  desk: Desk,
  manifest: Manifest,
  at: Instant,
): { readonly caseId: CaseId; readonly opened: readonly TrailEntry[] } {
  const { caseKey } = manifest.case;
  const known = findCaseByKey(db, caseKey);
  if (known !== undefined) return { caseId: known.id, opened: [] };
  const id = asCaseId(newUuid());
  if (id === undefined) throw new Error('a new UUID is no UUID');
  addCase(db, { id, caseKey, ...openingIdentity(manifest), openedBy: desk.actor, openedAt: at });
  return { caseId: id, opened: [{ act: 'case.opened', subject: id, detail: { caseId: id, caseKey } }] };
}

/**
 * Puts a file that failed a check apart, whole, with its checklist; every row that was made on the way goes.
 * @throws Refusal `vault.disk-full`, …; then not even the quarantine has it
 */
export function quarantineImported(
  desk: Desk,
  { incoming, verdict, indexer, witness, fileName, at }: Imported,
  code: FailureCode,
): void {
  const { manifest } = verdict;
  keep(desk.vault.folder, 'quarantine', incoming, () =>
    recorded(desk, (db) => {
      indexer.discard();
      const row = addQuarantine(db, {
        sealedDigest: incoming.digest,
        sealedSize: incoming.size,
        fileName,
        code,
        manifest: mayBeKept(verdict) ? (manifest ?? null) : null,
        receivedBy: desk.actor,
        receivedAt: at,
      });
      addChecklist(db, { quarantine: row }, verdict.steps);
      const detail = {
        sealedDigest: incoming.digest,
        code,
        ...(manifest === undefined ? {} : { bundleId: manifest.bundleId, producerId: manifest.producerId }),
        ...(witness === null ? {} : { witness }),
      };
      return { result: undefined, events: [{ act: 'bundle.quarantined', subject: incoming.digest, detail }] };
    }),
  );
}

/** What a manifest says is kept in the clear of the vault only where its marking is within the ceiling. */
function mayBeKept({ steps }: BundleVerdict): boolean {
  return steps.some(({ step, outcome }) => step === 'marking-within-ceiling' && outcome === 'passed');
}
