import { parseDecision } from '../core/decision/decision.ts';
import { decisionReport, reportMarking } from '../core/decision/decision-report.ts';
import { parseEnvelope, serializeEnvelope } from '../core/envelope/dsse.ts';
import { Refusal } from '../core/failure.ts';
import { parseRoster } from '../core/identity/roster.ts';
import { markedFileName } from '../core/marking/file-name.ts';
import { type Marking, renderBanner } from '../core/marking/marking.ts';
import { getAssessment } from '../db/repositories/assessment.ts';
import { listBundlesOfCase } from '../db/repositories/bundle.ts';
import { listConcurrences } from '../db/repositories/concurrence.ts';
import type { StoredDecision } from '../db/repositories/decision.ts';
import { listNotices } from '../db/repositories/notice.ts';
import { getPolicyVersion } from '../db/repositories/policy-version.ts';
import { envelopeOf, rosterEnvelopeOf, verifyStored } from './decision-file.ts';
import type { Desk } from './desk.ts';
import { bannerRead, markingProfile, readTogether } from './marking-profile.ts';
import type { OutgoingFile } from './outgoing.ts';
import { pinnedRootKeys } from './roster-in-force.ts';

/** The documents of one export and the highest marking among them. */
export interface Package {
  readonly files: readonly OutgoingFile[];
  readonly marking: Marking;
  readonly baseName: string;
}

/** Letters and digits of the model's name, for a file name that tells nothing more. */
function baseNameOf(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'model'
  ).slice(0, 80);
}

/**
 * Gathers what a checker needs years later: the decision, the positions beside it, the roster and the policy that it
 * names, the assessment, and a report for people that ends with the commands of stock tools.
 * @throws Refusal `desk.decision-incomplete` where the stored decision no longer verifies
 */
export function decisionPackage(desk: Desk, stored: StoredDecision): Package {
  const { db } = desk.vault;
  const verified = verifyStored(desk, stored);
  const { decision } = verified;
  if (!verified.ok || decision === undefined) {
    const failed = verified.steps.find(({ outcome }) => outcome === 'failed');
    throw new Refusal(
      'desk.decision-incomplete',
      `The stored decision does not verify. ${failed?.detail ?? ''}`.trim(),
      {
        where: stored.id,
        remedy: 'Run vault check and audit verify, and tell your security officer.',
      },
    );
  }
  const base = baseNameOf(`${decision.model.model} ${decision.model.version}`);
  const marking = bannerRead(decision.marking);
  const envelope = serializeEnvelope(envelopeOf(db, stored));
  const decisionName = markedFileName(base, marking, 'decision.dsse.json');
  const rosterBytes = rosterEnvelopeOf(db, decision.roster.digest);
  const { roster } = parseRoster(rosterBytes, pinnedRootKeys(desk), decision.decidedAt);
  if (roster === undefined) throw new Error('a decision verified by a roster that cannot be read');
  const files: OutgoingFile[] = [{ kind: 'decision', name: decisionName, bytes: envelope }];
  const concurrences = listConcurrences(db, stored.id);
  for (const [index, { person, envelope: bytes }] of concurrences.entries()) {
    const name = `${base}-${String(index + 1).padStart(2, '0')}-${person.replace(/[^a-z0-9]+/g, '-')}`;
    files.push({ kind: 'concurrence', name: markedFileName(name, marking, 'concurrence.dsse.json'), bytes });
  }
  files.push({ kind: 'roster', name: `${base}.roster.dsse.json`, bytes: rosterBytes });
  const policy = getPolicyVersion(db, decision.policy.digest);
  if (policy !== undefined) files.push({ kind: 'policy', name: `${base}.policy.dsse.json`, bytes: policy.envelope });
  const evidence = readTogether(db, [
    marking,
    ...listBundlesOfCase(db, stored.caseId).map((bundle) => bannerRead(bundle.marking)),
  ]);
  const assessment = getAssessment(db, stored.assessmentId);
  if (assessment !== undefined) {
    files.push({
      kind: 'assessment',
      name: markedFileName(base, evidence, 'assessment.json'),
      bytes: assessment.document,
    });
  }
  const input = {
    verified: { ...verified, decision },
    envelope: parseEnvelope(envelope),
    roster,
    fileName: decisionName,
    profile: markingProfile(db),
  };
  const report = new TextEncoder().encode(decisionReport(input));
  const banner = bannerRead(reportMarking(input));
  files.push({ kind: 'report', name: markedFileName(base, banner, 'report.md'), bytes: report });
  return { files, marking: readTogether(db, [evidence, banner]), baseName: base };
}

/** A drafted decision on its way to be signed on other desks, with the roster that it names. */
export function draftPackage(desk: Desk, stored: StoredDecision): Package {
  const { db } = desk.vault;
  const { decision } = parseDecision(stored.payload);
  const base = baseNameOf(`${decision.model.model} ${decision.model.version} draft`);
  const marking = bannerRead(decision.marking);
  const files = [
    {
      kind: 'decision',
      name: markedFileName(base, marking, 'decision.dsse.json'),
      bytes: serializeEnvelope(envelopeOf(db, stored)),
    },
    { kind: 'roster', name: `${base}.roster.dsse.json`, bytes: rosterEnvelopeOf(db, decision.roster.digest) },
  ];
  return { files, marking, baseName: base };
}

/** @throws Refusal `desk.no-decision` where no notice was made of the decision */
export function noticePackage(desk: Desk, stored: StoredDecision): Package & { readonly noticeId: string } {
  const notice = listNotices(desk.vault.db, stored.id).at(-1);
  if (notice === undefined) {
    throw new Refusal('desk.no-decision', 'No notice of this decision was made yet.', {
      where: stored.id,
      remedy: 'The determining official makes the notice first.',
    });
  }
  const base = `notice-${notice.id.slice(0, 8)}`;
  const marking = bannerRead(notice.marking);
  const name = markedFileName(base, marking, 'notice.dsse.json');
  return { files: [{ kind: 'notice', name, bytes: notice.envelope }], marking, baseName: base, noticeId: notice.id };
}

/** @returns the banner of a package. */
export function bannerOf(made: Package): string {
  return renderBanner(made.marking);
}
