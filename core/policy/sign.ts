import { sha384 } from '../crypto/digest.ts';
import type { PrivateKey } from '../crypto/private-key.ts';
import { serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementBytes } from '../envelope/statement.ts';
import { canonicalJson } from '../json/canonical.ts';
import type { JsonValue } from '../json/value.ts';
import { parsePolicy } from './policy.ts';

/**
 * The statement of a threshold policy. Its one subject is the predicate itself: name `policyId@version`, digest over
 * the predicate in canonical JSON.
 * @param predicate as written by the authority; fields left out stay out, so that what is signed is what was written
 * @returns the bytes to be signed
 * @throws Refusal `policy.malformed`
 */
export function policyStatement(predicate: JsonValue): Uint8Array {
  const { policyId, version } = parsePolicy(predicate);
  return statementBytes({
    subject: [{ name: `${policyId}@${version}`, digest: { sha384: sha384(canonicalJson(predicate)) } }],
    predicateType: PREDICATE.policy,
    predicate,
  });
}

/**
 * Signs a threshold policy.
 * @param keys every root key of the roster: the authority that says who may act also says what the thresholds are
 * @returns the envelope file
 * @throws Refusal `policy.malformed`
 */
export function signPolicy(predicate: JsonValue, keys: readonly PrivateKey[]): Uint8Array {
  return serializeEnvelope(signEnvelope(policyStatement(predicate), keys));
}
