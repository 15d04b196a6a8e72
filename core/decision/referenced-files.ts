import { isDeepStrictEqual } from 'node:util';
import type { Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { Refusal } from '../failure.ts';
import { canonicalJson } from '../json/canonical.ts';
import { parseStrictJson } from '../json/strict.ts';
import { requirePolicy } from '../policy/check.ts';
import type { CheckRun } from './check-run.ts';
import type { Decision } from './decision.ts';
import { count } from './opening.ts';

/** Files that a decision names by digest, where a reader has them. */
export interface GivenFiles {
  /** The signed threshold policy, as a `*.dsse.json` file. */
  readonly policy?: Uint8Array;
  /** SHA-384 of sealed bundles as they lie on the medium, with a name for people. */
  readonly bundles?: readonly { readonly name: string; readonly digest: Sha384 }[];
  /** The assessment document in JSON. */
  readonly assessment?: Uint8Array;
}

/**
 * @returns what a decision names an assessment by: SHA-384 over RFC 8785 of the document
 * @throws Refusal `json.*` where the bytes are not strict JSON
 */
export function assessmentDigest(document: Uint8Array): Sha384 {
  return sha384(canonicalJson(parseStrictJson(document)));
}

function comparePolicy(decision: Decision, bytes: Uint8Array, root: readonly PublicKey[]): void {
  if (sha384(parseEnvelope(bytes).payload) !== decision.policy.digest) {
    throw new Refusal('decision.policy-mismatch', 'This is not the policy that the decision names by its digest.');
  }
  const { policy } = requirePolicy(bytes, root, decision.decidedAt);
  if (policy.policyId !== decision.policy.policyId || policy.version !== decision.policy.version) {
    throw new Refusal('decision.policy-mismatch', 'The policy has another id or version than the decision says.');
  }
  if (!isDeepStrictEqual(canonicalJson(policy.quorum), canonicalJson(decision.quorum))) {
    throw new Refusal('decision.policy-mismatch', 'The decision does not ask for the quorum that the policy asks for.');
  }
  const absent = policy.consult.filter((agency) => !decision.consulted.some((one) => one.agency === agency));
  if (absent.length > 0) {
    throw new Refusal(
      'decision.policy-mismatch',
      `The policy asks that ${absent.join(', ')} be consulted, and the decision names nobody of theirs.`,
    );
  }
}

/**
 * Walks the step `policy`: the policy given is the one named, signed by the root, in force when the decision was made,
 * and the decision asks for its quorum and names its agencies as consulted.
 */
export function checkDecisionPolicy(
  run: CheckRun,
  decision: Decision,
  files: GivenFiles,
  root: readonly PublicKey[],
): void {
  const { policy } = files;
  if (policy === undefined)
    run.notChecked(
      'policy',
      'The policy was not given, so it was not compared, and the quorum was counted by the rule that the decision states.',
    );
  else {
    run.attempt(
      'policy',
      () => comparePolicy(decision, policy, root),
      () => 'The policy given is the one decided under: signed by the root, in force then, with the same quorum.',
    );
  }
}

/** Walks the step `evidence`: every bundle given is one that the decision names; those not given are told. */
export function checkBundles(run: CheckRun, decision: Decision, files: GivenFiles): void {
  const given = files.bundles ?? [];
  const stray = given.filter((one) => !decision.evidence.some((named) => named.digest === one.digest));
  if (stray.length > 0) {
    const names = stray.map((one) => one.name).join(', ');
    run.failed(
      'evidence',
      'decision.bundle-mismatch',
      `Not among the bundles that the decision names by digest: ${names}.`,
    );
  } else if (decision.evidence.length === 0) run.passed('evidence', 'The decision names no bundle.');
  else if (given.length === 0) run.notChecked('evidence', 'No bundle was given, so none was compared.');
  else run.passed('evidence', `${count(given.length, 'bundle')} given, each with the digest that the decision names.`);
  const absent = decision.evidence.filter((named) => !given.some((one) => one.digest === named.digest));
  if (given.length > 0 && absent.length > 0) {
    run.notChecked('evidence.rest', `Not given, so not compared: ${absent.map((one) => one.bundleId).join(', ')}.`);
  }
}

/** Walks the step `assessment`: the document given is the one that the decision names. */
export function checkAssessment(run: CheckRun, decision: Decision, files: GivenFiles): void {
  const { assessment } = files;
  if (assessment === undefined) run.notChecked('assessment', 'The assessment was not given, so it was not compared.');
  else {
    run.attempt(
      'assessment',
      () => {
        if (assessmentDigest(assessment) !== decision.assessment.digest) {
          throw new Refusal('decision.assessment-mismatch', 'This is not the assessment that the decision names.');
        }
      },
      () => 'The assessment given is the one decided on.',
    );
  }
}
