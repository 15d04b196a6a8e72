import { beforeAll, describe, expect, it } from 'vitest';
import { sha384 } from '../crypto/digest.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { codeOf } from '../testing/refused.ts';
import { PAYLOAD_TYPE } from './dsse.ts';
import { PREDICATE } from './predicate-types.ts';
import { parseStatement, statementBytes, statementOf } from './statement.ts';

beforeAll(cryptoReady);

const subject = [{ name: 'a', digest: { sha384: sha384(new Uint8Array(1)) } }];
const statement = { subject, predicateType: PREDICATE.notice, predicate: { b: 1, a: ['x', null] } };

function codeOfReading(change: object): string {
  const whole = { _type: 'https://in-toto.io/Statement/v1', ...statement, ...change };
  return codeOf(() => parseStatement(new TextEncoder().encode(JSON.stringify(whole))));
}

describe('an in-toto statement', () => {
  it('gives back what it was written from, and the same bytes whatever the order of its fields', () => {
    const bytes = statementBytes(statement);
    expect(parseStatement(bytes)).toEqual(statement);
    const turned = { predicate: { a: ['x', null], b: 1 }, predicateType: PREDICATE.notice, subject };
    expect(statementBytes(turned)).toEqual(bytes);
    expect(new TextDecoder().decode(bytes)).toMatch(/^\{"_type":"https:\/\/in-toto\.io\/Statement\/v1","predicate":/);
  });

  it('ignores fields and digests that are not ours', () => {
    const digest = { ...subject[0]?.digest, sha512: 'ab', gitCommit: 'cd' };
    expect(codeOfReading({ extra: true, subject: [{ digest, uri: 'x', annotations: {} }] })).toBe('none');
  });

  it('is refused where it is of another type, has no subject, no digest or no predicate', () => {
    expect(codeOfReading({})).toBe('none');
    expect(codeOfReading({ _type: 'https://in-toto.io/Statement/v0.1' })).toBe('statement.malformed');
    expect(codeOfReading({ subject: [] })).toBe('statement.malformed');
    expect(codeOfReading({ subject: [{ digest: {} }] })).toBe('statement.malformed');
    expect(codeOfReading({ subject: [{ digest: { sha384: 'AB'.repeat(48) } }] })).toBe('statement.malformed');
    expect(codeOfReading({ subject: [{ digest: { ...subject[0]?.digest, sha256: 'x' } }] })).toBe(
      'statement.malformed',
    );
    expect(codeOfReading({ predicate: undefined })).toBe('statement.malformed');
    expect(codeOfReading({ predicateType: 'https://slsa.dev/provenance/v1' })).toBe('statement.predicate-type');
  });

  it('is read from an envelope only where the payload type says so', () => {
    const payload = statementBytes(statement);
    expect(statementOf({ payloadType: PAYLOAD_TYPE, payload, signatures: [] })).toEqual(statement);
    const act = () => statementOf({ payloadType: 'text/plain', payload, signatures: [] });
    expect(act).toThrow(expect.objectContaining({ code: 'envelope.payload-type' }));
  });
});
