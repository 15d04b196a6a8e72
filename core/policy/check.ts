import type { Instant, Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import type { CheckStep } from '../envelope/checklist.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementOf } from '../envelope/statement.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import { Refusal } from '../failure.ts';
import type { FailureCode } from '../failure-code.ts';
import { toMilliseconds } from '../instant.ts';
import { canonicalJson } from '../json/canonical.ts';
import { parseBanner } from '../marking/marking.ts';
import { type Policy, parsePolicy } from './policy.ts';

/** A policy file as checked: the policy only where every step passed. */
export interface PolicyCheck {
  readonly policy: Policy | null;
  /** SHA-384 of the signed payload: what an assessment and a decision name the policy by. */
  readonly digest: Sha384 | null;
  readonly steps: readonly CheckStep[];
}

const STEPS = [
  'policy.readable',
  'policy.signed-by-root',
  'policy.statement',
  'policy.well-formed',
  'policy.subject',
  'policy.marking',
  'policy.in-force',
] as const;

type StepName = (typeof STEPS)[number];

/**
 * Checks a signed threshold policy, step by step, and stops at the first failure. The signers must be all of the
 * roster's root keys: a policy from any single person, in whatever role, does not count.
 * @param rootKeys the pinned root keys, one of each algorithm that the root uses
 * @param at the time for which the policy is to be in force
 */
export function checkPolicy(bytes: Uint8Array, rootKeys: readonly PublicKey[], at: Instant): PolicyCheck {
  const steps: CheckStep[] = [];
  const run = <T>(step: StepName, check: () => { value: T; detail: string }): T => {
    const { value, detail } = check();
    steps.push({ step, outcome: 'passed', code: null, detail });
    return value;
  };
  try {
    const envelope = run('policy.readable', () => ({
      value: parseEnvelope(bytes),
      detail: 'The file is a signed envelope.',
    }));
    run('policy.signed-by-root', () => {
      const { verified, bad } = verifyEnvelope(envelope, rootKeys);
      if (bad > 0) fail('policy.signature-bad', 'A signature names a root key and does not verify.');
      if (rootKeys.length === 0 || verified.length < rootKeys.length) {
        fail('policy.not-signed', `${verified.length} of the ${rootKeys.length} root keys have signed the policy.`);
      }
      return { value: null, detail: `All root keys (${rootKeys.length}) have signed.` };
    });
    const statement = run('policy.statement', () => {
      const value = statementOf(envelope);
      if (value.predicateType !== PREDICATE.policy) {
        fail('policy.malformed', 'The signed document is not a threshold policy.');
      }
      return { value, detail: 'The statement is a threshold policy, version 1.' };
    });
    const policy = run('policy.well-formed', () => {
      const value = parsePolicy(statement.predicate);
      return { value, detail: `Policy ${value.policyId}, version ${value.version}, by ${value.issuedBy}.` };
    });
    run('policy.subject', () => {
      const digest = sha384(canonicalJson(statement.predicate));
      if (statement.subject.length !== 1 || statement.subject[0]?.digest.sha384 !== digest) {
        fail('policy.malformed', 'The subject of the statement is not the policy itself.');
      }
      return { value: null, detail: 'The statement speaks of this policy.' };
    });
    run('policy.marking', () => {
      try {
        parseBanner(policy.marking);
      } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause;
        fail('policy.marking-invalid', `The policy's marking is not a valid banner: ${cause.message}`);
      }
      return { value: null, detail: `The policy is marked ${policy.marking}.` };
    });
    run('policy.in-force', () => ({ value: null, detail: inForce(policy, at) }));
    return { policy, digest: sha384(envelope.payload), steps };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const failed = STEPS[steps.length];
    if (failed) steps.push({ step: failed, outcome: 'failed', code: error.code, detail: sentence(error) });
    for (const step of STEPS.slice(steps.length)) {
      steps.push({ step, outcome: 'not-checked', code: null, detail: 'Not checked after the failure above.' });
    }
    return { policy: null, digest: null, steps };
  }
}

function fail(code: FailureCode, message: string): never {
  throw new Refusal(code, message);
}

function sentence({ message, where }: Refusal): string {
  return where === undefined ? message : `${message} (${where})`;
}

function inForce({ effectiveFrom, expiresAt }: Policy, at: Instant): string {
  const moment = toMilliseconds(at);
  if (moment < Date.parse(effectiveFrom)) {
    fail('policy.not-yet-effective', `The policy takes effect at ${effectiveFrom} only.`);
  }
  if (expiresAt !== undefined && moment >= Date.parse(expiresAt)) {
    fail('policy.expired', `The policy was in force until ${expiresAt}.`);
  }
  return `In force at ${at}: from ${effectiveFrom}${expiresAt === undefined ? '' : ` until ${expiresAt}`}.`;
}

/**
 * As `checkPolicy`, for those who cannot go on without the policy.
 * @throws Refusal with the code of the step that failed
 */
export function requirePolicy(
  bytes: Uint8Array,
  rootKeys: readonly PublicKey[],
  at: Instant,
): { readonly policy: Policy; readonly digest: Sha384; readonly steps: readonly CheckStep[] } {
  const { policy, digest, steps } = checkPolicy(bytes, rootKeys, at);
  if (policy && digest) return { policy, digest, steps };
  const failed = steps.find((step) => step.outcome === 'failed');
  throw new Refusal(failed?.code ?? 'policy.malformed', failed?.detail ?? 'The policy was refused.', {
    where: failed?.step ?? 'policy',
    remedy: 'Ask the authority that issued the policy for a signed copy that is in force.',
  });
}
