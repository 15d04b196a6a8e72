import { asPersonId, asSha384, type CaseId, type PersonId } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { draftDecision } from '../core/decision/decision.ts';
import { agencyOf } from '../core/decision/quorum.ts';
import { Refusal } from '../core/failure.ts';
import type { Roster } from '../core/identity/roster.ts';
import { toInstant } from '../core/instant.ts';
import type { Policy } from '../core/policy/policy.ts';
import { SOFTWARE } from '../core/software.ts';
import { latestAssessment } from '../db/repositories/assessment.ts';
import { auditHead } from '../db/repositories/audit-event.ts';
import { listBundlesOfCase } from '../db/repositories/bundle.ts';
import { addDecision, findDecisionByDigest } from '../db/repositories/decision.ts';
import { addDecisionEvent } from '../db/repositories/decision-event.ts';
import { newUuid } from '../db/uuid.ts';
import { currentAssessment } from './assess-case.ts';
import { requireMarkedHere } from './ceiling.ts';
import { keepAndCount } from './complete-decision.ts';
import type { Input } from './contract.ts';
import { findDecision, keepSignatures, signEach } from './decision-file.ts';
import type { Desk } from './desk.ts';
import { requireCase } from './find-case.ts';
import { bannerOverWritten, markingProfile } from './marking-profile.ts';
import { modelUnderReview } from './model-under-review.ts';
import { signatory, withSigningKeys } from './person-keys.ts';
import { policyInForce } from './policy-in-force.ts';
import { requireOnRoster, rosterInForce } from './roster-in-force.ts';
import { useCase } from './use-case.ts';

/**
 * Drafts and signs a determination. From here on its payload is frozen: it names the policy, the roster, every bundle, the
 * assessment and the head of the audit chain by digest, and other persons sign the very same bytes.
 */
export const determine = useCase('determine', { roles: ['determining-official'] }, async (desk, input) => {
  const { db } = desk.vault;
  const file = requireCase(desk, input.caseId);
  requireNoOpenDecision(desk, input);
  const { roster, digest: rosterDigest } = rosterInForce(desk);
  const { policy, digest: policyDigest } = policyInForce(desk);
  const official = requireOnRoster(roster, desk.actor);
  const assessment = await requireFreshAssessment(desk, input.caseId);
  const bundles = listBundlesOfCase(db, file.id);
  const marking = bannerOverWritten(db, input.rationale);
  requireMarkedHere(desk, marking, 'decision');
  const window = bundles.findLast(({ role, windowOpensAt }) => role === 'candidate' && windowOpensAt !== null);
  const head = auditHead(db);
  if (head === null) throw new Error('a vault has no audit event');
  const decisionId = newUuid();
  const decidedAt = toInstant(desk.clock());
  const draft = {
    decisionId,
    caseId: file.id,
    model: requireModel(desk, file.id),
    determination: input.determination,
    decidedAt,
    determinedBy: {
      personId: official.personId,
      name: official.name,
      organization: official.organization,
      ...(official.agency === undefined ? {} : { agency: official.agency }),
      role: 'determining-official' as const,
    },
    policy: { policyId: policy.policyId, version: policy.version, digest: policyDigest },
    roster: { rosterId: roster.rosterId, sequence: roster.sequence, digest: rosterDigest },
    assessment: { digest: assessment.digest, outcome: assessment.outcome },
    evidence: bundles.map(({ bundleId, sealedDigest, producerId, sequence, marking: banner, role }) => ({
      bundleId,
      digest: sealedDigest,
      producerId,
      sequence,
      marking: banner,
      role,
    })),
    auditHead: { sequence: head.sequence, digest: head.digest },
    consulted: consultedOf(policy, roster, input.consulted, desk.actor),
    quorum: policy.quorum,
    rationale: input.rationale.map(({ marking: portionMarking, text }) => ({ portionMarking, text })),
    marking,
    ...(input.authority === undefined ? {} : { authority: input.authority }),
    ...(input.supersedes === undefined ? {} : { supersedes: supersededDigest(desk, input.supersedes) }),
    software: SOFTWARE,
    ...(window?.windowOpensAt && window.windowClosesAt
      ? { accessWindow: { opensAt: window.windowOpensAt, closesAt: window.windowClosesAt } }
      : {}),
  };
  const payload = draftDecision(draft, markingProfile(db));
  const payloadDigest = sha384(payload);
  const signed = await withSigningKeys(desk, signatory(desk), (keys) => signEach(payload, keys));
  const standing = keepAndCount(desk, decisionId, (writable, at) => {
    addDecision(writable, {
      id: decisionId,
      caseId: file.id,
      determination: input.determination,
      payload,
      payloadDigest,
      assessmentId: assessment.id,
      marking,
      supersedes: input.supersedes === undefined ? null : supersededDigest(desk, input.supersedes),
      rescinds: null,
      by: desk.actor,
      at,
    });
    addDecisionEvent(writable, { decision: decisionId, step: 'drafted', detail: {}, by: desk.actor, at });
    keepSignatures(writable, { id: decisionId, payload }, desk.actor, signed, at);
    const keyIds = signed.map(({ key }) => key.publicKey.keyId);
    return [
      {
        act: 'decision.drafted',
        subject: file.id,
        detail: { decisionId, caseId: file.id, decisionDigest: payloadDigest },
      },
      {
        act: 'decision.signed',
        subject: decisionId,
        detail: { decisionId, decisionDigest: payloadDigest, personId: desk.actor, keyIds },
      },
    ];
  });
  return { decisionId, payloadDigest, ...standing };
});

function requireNoOpenDecision(desk: Desk, input: Input<'determine'>): void {
  const { db } = desk.vault;
  const { id } = requireCase(desk, input.caseId);
  const open = findDecision(db, id, ['draft']);
  if (open !== undefined) {
    throw new Refusal('desk.decision-open', 'This case has a drafted decision that waits for signatures.', {
      where: open.id,
      remedy: 'Have it signed, or withdraw it, before another is drafted.',
    });
  }
  const standing = findDecision(db, id, ['complete']);
  if (standing !== undefined && input.supersedes !== standing.payloadDigest) {
    throw new Refusal(
      'desk.decision-open',
      'This case has a complete decision, and a new one must say that it supersedes it.',
      {
        where: standing.payloadDigest,
        remedy: 'Name the digest of the standing decision as superseded.',
      },
    );
  }
}

/** What the decision is about: only a candidate bundle says which model is under review. */
function requireModel(desk: Desk, caseId: CaseId) {
  const model = modelUnderReview(desk.vault.db, caseId);
  if (model !== undefined) return model;
  throw new Refusal('desk.no-candidate', 'This case has no bundle of a model under review yet, only of a reference.', {
    where: caseId,
    remedy: 'Import the bundle of the candidate first.',
  });
}

/** The assessment that a decision names must be what the evidence gives now. */
async function requireFreshAssessment(desk: Desk, caseId: string) {
  const { id } = requireCase(desk, caseId);
  const latest = latestAssessment(desk.vault.db, id);
  if (latest === undefined) {
    throw new Refusal('desk.no-assessment', 'This case has not been assessed yet.', {
      where: caseId,
      remedy: 'Assess the case, read the trace, and then determine.',
    });
  }
  const now = await currentAssessment(desk, id);
  if (now.digest !== latest.digest) {
    throw new Refusal(
      'desk.assessment-stale',
      'Evidence, adjudications or the policy have changed since the case was assessed.',
      {
        where: caseId,
        remedy: 'Assess the case again and read what changed.',
      },
    );
  }
  return { id: latest.id, digest: latest.digest, outcome: now.assessment.outcome };
}

/** Whom the decision names as consulted; every agency that the policy names must be among them. */
function consultedOf(
  policy: Policy,
  roster: Roster,
  asked: readonly string[] | undefined,
  official: PersonId,
): { agency: string; personId: PersonId }[] {
  const officials = roster.persons.filter(
    ({ roles, personId }) => roles.includes('consulted-official') && personId !== official,
  );
  const chosen =
    asked === undefined
      ? officials.filter((person) => policy.consult.includes(agencyOf(person)))
      : asked.map((text) => {
          const personId = asPersonId(text);
          const person = officials.find((one) => one.personId === personId);
          if (person !== undefined) return person;
          throw new Refusal('desk.not-consulted', 'The roster does not name this person a consulted official.', {
            where: text,
            remedy: 'Name persons whom the roster in force names consulted officials.',
          });
        });
  const missing = policy.consult.find((agency) => !chosen.some((person) => agencyOf(person) === agency));
  if (missing !== undefined) {
    throw new Refusal(
      'desk.not-consulted',
      'The policy asks that this agency be consulted, and nobody of it is named.',
      {
        where: missing,
        remedy: 'Name an official of the agency, or have the roster name one.',
      },
    );
  }
  return chosen.map((person) => ({ agency: agencyOf(person), personId: person.personId }));
}

function supersededDigest(desk: Desk, text: string) {
  const digest = asSha384(text);
  const decision = digest && findDecisionByDigest(desk.vault.db, digest);
  if (digest !== undefined && decision?.state === 'complete') return digest;
  throw new Refusal('desk.no-decision', 'The decision to be superseded is not a complete decision of this desk.', {
    where: text.slice(0, 16),
  });
}
