import { parseDecision } from '../core/decision/decision.ts';
import { reportMarking } from '../core/decision/decision-report.ts';
import { personKeys } from '../core/decision/opening.ts';
import { agencyOf, mayFill } from '../core/decision/quorum.ts';
import type { VerifiedDecision } from '../core/decision/verify-decision.ts';
import { Refusal } from '../core/failure.ts';
import type { Roster } from '../core/identity/roster.ts';
import type { ProfileName } from '../core/marking/profile.ts';
import type { Output } from './contract.ts';

export type DecisionDocument = Output<'showDecision'>;

/** What was read of a decision's file. */
interface ReadDecision {
  readonly payload: Uint8Array;
  readonly verified: VerifiedDecision;
  /** The roster that it was verified by. */
  readonly roster: Roster;
  /** The marking profile of this desk. */
  readonly profile: ProfileName;
}

/**
 * Lays a decision out to be read: what it says, who signed it, what the consulted officials said, and what it lacks.
 * @throws Refusal `decision.*` where the payload is no decision
 */
export function decisionDocument({ payload, verified, roster, profile }: ReadDecision): DecisionDocument {
  const { decision, digest } = parseDecision(payload);
  const named = (personId: string) => {
    const person = roster.persons.find((one) => one.personId === personId);
    return { personId, name: person?.name ?? personId, agency: person ? agencyOf(person) : '' };
  };
  return {
    decisionId: decision.decisionId,
    caseId: decision.caseId,
    payloadDigest: digest,
    determination: decision.determination,
    effect: decision.effect,
    developer: decision.model.developer,
    model: decision.model.model,
    version: decision.model.version,
    decidedAt: decision.decidedAt,
    determinedBy: {
      personId: decision.determinedBy.personId,
      name: decision.determinedBy.name,
      agency: decision.determinedBy.agency ?? decision.determinedBy.organization,
    },
    policy: decision.policy,
    roster: decision.roster,
    assessment: decision.assessment,
    evidence: decision.evidence,
    marking: decision.marking,
    markingExplanation: decision.markingExplanation ?? null,
    authority: decision.authority ?? null,
    rationale: portionsOf(decision.rationale),
    supersedes: decision.supersedes ?? null,
    rescinds: decision.rescinds ?? null,
    shownMarking: reportMarking({ verified: { ...verified, decision }, profile }),
    consulted: verified.positions.map(({ personId, agency, position, statements }) => ({
      ...named(personId),
      agency,
      position,
      statements: statements.map((one) => ({
        position: one.position,
        statedAt: one.statedAt,
        marking: one.marking,
        statement: portionsOf(one.statement),
      })),
    })),
    signers: signersOf(verified, roster).map(({ personId, ...signed }) => ({ ...named(personId), ...signed })),
    quorum: {
      isComplete: verified.quorum?.complete ?? false,
      counted: verified.quorum?.persons.length ?? 0,
      asked: decision.quorum.persons,
      places: (verified.quorum?.places ?? []).map(({ requirement, filled }) => ({
        role: requirement.role,
        agencies: requirement.agencies ?? [],
        asked: requirement.count,
        filled,
        mayFill: roster.persons
          .filter((person) => mayFill(person, requirement) && !verified.quorum?.persons.includes(person.personId))
          .map(({ personId }) => named(personId)),
      })),
      missing: [...(verified.quorum?.missing ?? ['The signatures could not be counted.'])],
    },
    steps: [...verified.steps],
  };
}

function portionsOf(portions: readonly { readonly portionMarking: string; readonly text: string }[]) {
  return portions.map(({ portionMarking, text }) => ({ marking: portionMarking, text }));
}

/** Every person with a verified signature, in the order of the roster. */
function signersOf(verified: VerifiedDecision, roster: Roster) {
  const signing = new Set(verified.verified.map(({ keyId }) => keyId));
  const signed = personKeys(roster).filter(({ key }) => signing.has(key.keyId));
  return [...new Set(signed.map(({ owner }) => owner))].map((personId) => ({
    personId,
    algorithms: signed.filter(({ owner }) => owner === personId).map(({ key }) => key.algorithm),
    counts: verified.quorum?.persons.some((counted) => counted === personId) ?? false,
  }));
}

/**
 * @param place the file, for the person
 * @throws Refusal where a check failed that more signatures cannot mend
 */
export function requireSound(verified: VerifiedDecision, place: string): void {
  if (verified.sound && verified.decision !== undefined) return;
  const failed = verified.steps.find(({ outcome }) => outcome === 'failed');
  throw new Refusal(
    failed?.code ?? 'decision.malformed',
    `This decision cannot be signed. ${failed?.detail ?? ''}`.trim(),
    { where: place, remedy: 'Ask the desk that sent it for the file again.' },
  );
}
