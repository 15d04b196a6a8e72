import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import { type PrivateKey, privateKeyFromSeed } from '../crypto/private-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope, serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { statementBytes } from '../envelope/statement.ts';
import { asInstant } from '../instant.ts';
import { canonicalJson } from '../json/canonical.ts';
import { parseStrictJson } from '../json/strict.ts';
import type { JsonValue } from '../json/value.ts';
import { checkPolicy, requirePolicy } from './check.ts';
import { signPolicy } from './sign.ts';
import { criterion, policyJson } from './testing/observations.ts';

function instant(text: string): Instant {
  const made = asInstant(text);
  if (!made) throw new Error('not an instant');
  return made;
}

/** The policy as strict JSON gives it. */
function json(more: Record<string, unknown> = {}): JsonValue {
  return parseStrictJson(canonicalJson(policyJson(criterion(), more)));
}

const AT = instant('2026-11-23T12:00:00Z');

describe('a signed policy', () => {
  let root: PrivateKey;
  let second: PrivateKey;
  let stranger: PrivateKey;

  beforeAll(async () => {
    await cryptoReady();
    root = privateKeyFromSeed('ed25519', new Uint8Array(32).fill(1));
    second = privateKeyFromSeed('ml-dsa-87', new Uint8Array(32).fill(2));
    stranger = privateKeyFromSeed('ed25519', new Uint8Array(32).fill(3));
  });

  /** The step that failed and its code; every later step must say that it was not checked. */
  function failure(bytes: Uint8Array, keys: readonly PrivateKey[] = [root], at = AT): [string, string | null] {
    const check = checkPolicy(
      bytes,
      keys.map(({ publicKey }) => publicKey),
      at,
    );
    const failed = check.steps.findIndex(({ outcome }) => outcome === 'failed');
    expect(check.policy).toBeNull();
    expect(check.digest).toBeNull();
    expect(check.steps).toHaveLength(7);
    expect(check.steps.slice(failed + 1).every(({ outcome }) => outcome === 'not-checked')).toBe(true);
    const step = check.steps[failed];
    if (!step) throw new Error('no step failed');
    return [step.step, step.code];
  }

  it('passes every step when all root keys signed, and is named by the digest of its payload', () => {
    const bytes = signPolicy(json(), [root, second]);
    const check = checkPolicy(bytes, [root.publicKey, second.publicKey], AT);
    expect(check.steps.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 7 }, () => 'passed'));
    expect(check.policy?.policyId).toBe('test-policy');
    expect(check.digest).toBe(sha384(parseEnvelope(bytes).payload));
    expect(requirePolicy(bytes, [root.publicKey, second.publicKey], AT).digest).toBe(check.digest);
  });

  it('does not count with some of the root keys, with a stranger, or with no root pinned', () => {
    expect(failure(signPolicy(json(), [root]), [root, second])).toEqual(['policy.signed-by-root', 'policy.not-signed']);
    expect(failure(signPolicy(json(), [stranger]))).toEqual(['policy.signed-by-root', 'policy.not-signed']);
    expect(failure(signPolicy(json(), [root]), [])).toEqual(['policy.signed-by-root', 'policy.not-signed']);
  });

  it('is refused after one changed byte', () => {
    const envelope = parseEnvelope(signPolicy(json(), [root]));
    const text = new TextDecoder().decode(envelope.payload).replace('"threshold":0.5', '"threshold":0.6');
    const payload = new TextEncoder().encode(text);
    expect(payload).not.toEqual(envelope.payload);
    expect(failure(serializeEnvelope({ ...envelope, payload }))).toEqual([
      'policy.signed-by-root',
      'policy.signature-bad',
    ]);
  });

  it('is refused when it is no envelope, another document, or speaks of another policy', () => {
    expect(failure(new TextEncoder().encode('{}'))[0]).toBe('policy.readable');
    const subject = [{ digest: { sha384: sha384(canonicalJson(json())) } }];
    const sign = (statement: Parameters<typeof statementBytes>[0]): Uint8Array =>
      serializeEnvelope(signEnvelope(statementBytes(statement), [root]));
    expect(failure(sign({ subject, predicateType: PREDICATE.roster, predicate: json() }))).toEqual([
      'policy.statement',
      'policy.malformed',
    ]);
    expect(failure(sign({ subject, predicateType: PREDICATE.policy, predicate: json({ version: '2' }) }))).toEqual([
      'policy.subject',
      'policy.malformed',
    ]);
    expect(failure(sign({ subject, predicateType: PREDICATE.policy, predicate: { policyId: 'x' } }))).toEqual([
      'policy.well-formed',
      'policy.malformed',
    ]);
  });

  it('is refused with a marking that is none', () => {
    expect(failure(signPolicy(json({ marking: 'VERY SECRET' }), [root]))).toEqual([
      'policy.marking',
      'policy.marking-invalid',
    ]);
  });

  it('holds from its first moment and before its last', () => {
    const bytes = signPolicy(json({ expiresAt: '2027-06-02T00:00:00Z' }), [root]);
    const keys = [root.publicKey];
    expect(checkPolicy(bytes, keys, instant('2026-06-02T00:00:00Z')).policy).not.toBeNull();
    expect(failure(bytes, [root], instant('2026-06-01T23:59:59Z'))).toEqual([
      'policy.in-force',
      'policy.not-yet-effective',
    ]);
    expect(failure(bytes, [root], instant('2027-06-02T00:00:00Z'))).toEqual(['policy.in-force', 'policy.expired']);
    expect(() => requirePolicy(bytes, keys, instant('2027-06-02T00:00:00Z'))).toThrow(
      expect.objectContaining({ code: 'policy.expired', where: 'policy.in-force' }),
    );
  });

  it('is never signed when it is not well formed', () => {
    expect(() => signPolicy(json({ rule: { all: [] } }), [root])).toThrow(
      expect.objectContaining({ code: 'policy.malformed' }),
    );
  });
});
