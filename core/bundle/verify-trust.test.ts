import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant, Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import { generatePrivateKey } from '../crypto/private-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope, serializeEnvelope } from '../envelope/dsse.ts';
import { statementBytes } from '../envelope/statement.ts';
import { keyRecordOf } from '../identity/key-record.ts';
import { toInstant } from '../instant.ts';
import { parseBanner } from '../marking/marking.ts';
import { LIMITS, MANIFEST_NAME } from './limits.ts';
import { manifestStatement } from './manifest.ts';
import { NOTHING_SEEN, type Seen } from './seen.ts';
import {
  envelopeFor,
  FILES,
  goodBundle,
  type Lab,
  makeLab,
  manifestFor,
  outcome,
  outcomeOf,
  producerOf,
  rosterOf,
  sealed,
  tarFor,
  verify,
} from './testing/lab.ts';
import { end, file, rawHeader, tarOf } from './testing/raw-tar.ts';

let lab: Lab;
const instant = (text: string) => text as Instant; // literals in the right form

beforeAll(async () => {
  await cryptoReady();
  lab = await makeLab();
});

const toDesk = (payload: Uint8Array) => sealed(payload, lab.desk.recipient);

describe('the manifest', () => {
  it('must be there, and be first', async () => {
    const envelope = envelopeFor(manifestFor(FILES), lab.key);
    const members = FILES.map(({ name, bytes }) => file(name, bytes));
    expect(await outcome(lab, await toDesk(end))).toBe('manifest-signed: bundle.manifest-missing');
    expect(await outcome(lab, await toDesk(tarOf(...members, end)))).toBe('manifest-signed: bundle.manifest-missing');
    const last = tarOf(...members, file(MANIFEST_NAME, envelope), end);
    expect(await outcome(lab, await toDesk(last))).toBe('manifest-signed: bundle.manifest-not-first');
  });

  it('must not be cut or larger than a manifest can be', async () => {
    const big = rawHeader({ name: MANIFEST_NAME, size: LIMITS.manifestBytes + 1 });
    expect(await outcome(lab, await toDesk(big))).toBe('manifest-signed: bundle.oversize');
    expect(await outcome(lab, await toDesk(rawHeader({ name: MANIFEST_NAME, size: 9 })))).toBe(
      'manifest-signed: bundle.truncated',
    );
    expect(await outcome(lab, await toDesk(new Uint8Array(0)))).toMatch(/bundle\.(truncated|manifest-missing)$/);
    expect(await outcome(lab, await toDesk(Buffer.from('no tar'.padEnd(512))))).toBe(
      'manifest-signed: bundle.tar-malformed',
    );
  });

  it('must be an envelope around a statement of our kind', async () => {
    const inTar = (envelope: Uint8Array) => toDesk(tarFor(envelope, FILES));
    expect(await outcome(lab, await inTar(Buffer.from('{}')))).toBe('manifest-signed: bundle.manifest-unreadable');
    expect(await outcome(lab, await inTar(Buffer.from('{"a":1,"a":2}')))).toBe(
      'manifest-signed: bundle.manifest-unreadable',
    );
    const notJson = envelopeFor(Buffer.from('not json'), lab.key);
    expect(await outcome(lab, await inTar(notJson))).toBe('manifest-signed: bundle.manifest-unreadable');
    const manifest = manifestFor(FILES);
    const subject = manifest.members.map(({ name, digest }) => ({ name, digest: { sha384: digest.sha384 } }));
    const predicateType = 'https://scrutineer.example/roster/v1';
    const roster = envelopeFor(statementBytes({ subject, predicateType, predicate: manifest }), lab.key);
    expect(await outcome(lab, await inTar(roster))).toBe('manifest-signed: bundle.manifest-unreadable');
  });

  it('must bear a signature that is right', async () => {
    const envelope = parseEnvelope(envelopeFor(manifestFor(FILES), lab.key));
    const payload = manifestStatement(manifestFor(FILES, { sequence: 2 }));
    const forged = serializeEnvelope({ ...envelope, payload });
    expect(await outcome(lab, await toDesk(tarFor(forged, FILES)))).toBe('manifest-signed: bundle.signature-bad');
    const retyped = serializeEnvelope({ ...envelope, payloadType: 'text/plain' });
    expect(await outcome(lab, await toDesk(tarFor(retyped, FILES)))).toBe('manifest-signed: bundle.signature-bad');
  });
});

describe('the producer', () => {
  const signedBy = async (keys: Parameters<typeof envelopeFor>[1][], changes = {}) =>
    toDesk(tarFor(envelopeFor(manifestFor(FILES, changes), ...keys), FILES));

  it('must be on the roster', async () => {
    const verdict = await verify(lab, await signedBy([generatePrivateKey('ed25519')]));
    expect(outcomeOf(verdict)).toBe('producer-trusted: bundle.producer-unknown');
    expect(verdict.steps[2]?.outcome).toBe('not-checked');
    expect(verdict.manifest).toBeUndefined();
    expect(await outcome(lab, await goodBundle(lab), { roster: rosterOf() })).toBe(
      'producer-trusted: bundle.producer-unknown',
    );
  });

  it('must be the one that the manifest names', async () => {
    const other = {
      ...producerOf(generatePrivateKey('ed25519')),
      producerId: 'other-lab' as (typeof lab.roster.producers)[number]['producerId'],
    };
    const roster = rosterOf(producerOf(lab.key), other);
    const named = await goodBundle(lab, { producerId: other.producerId });
    expect(await outcome(lab, named, { roster })).toBe('producer-trusted: bundle.producer-mismatch');
    expect(await outcome(lab, named)).toBe('producer-trusted: bundle.producer-unknown');
  });

  it.each([
    ['has expired', { notAfter: instant('2026-08-01T23:59:59Z') }, 'bundle.producer-key-expired'],
    ['is not valid yet', { notBefore: instant('2026-08-02T00:00:01Z') }, 'bundle.producer-key-early'],
    ['was revoked', { revokedAt: instant('2026-08-02T00:00:00Z') }, 'bundle.producer-key-revoked'],
  ])('must not sign with a key that %s', async (_what, validity, code) => {
    const roster = rosterOf(producerOf(lab.key, validity));
    expect(await outcome(lab, await goodBundle(lab), { roster })).toBe(`producer-trusted: ${code}`);
  });

  it('must itself be in good standing on the roster', async () => {
    const left = { ...producerOf(lab.key), revokedAt: instant('2026-08-01T00:00:00Z') };
    const found = await outcome(lab, await goodBundle(lab), { roster: rosterOf(left) });
    expect(found).toBe('producer-trusted: bundle.producer-key-revoked');
  });

  it('may sign with a key that will expire, or be revoked, later', async () => {
    const later = instant('2026-08-02T00:00:01Z');
    const roster = rosterOf(producerOf(lab.key, { notAfter: later, revokedAt: later }));
    expect(await outcome(lab, await goodBundle(lab), { roster })).toBe('ok');
  });

  it('must sign with every algorithm that the roster asks for', async () => {
    const second = generatePrivateKey('ml-dsa-87');
    const one = producerOf(lab.key);
    const both = {
      ...one,
      keys: [...one.keys, { ...keyRecordOf(second.publicKey), key: second.publicKey }],
      requiredAlgorithms: [...one.requiredAlgorithms, second.algorithm],
    };
    const roster = rosterOf(both);
    expect(await outcome(lab, await goodBundle(lab), { roster })).toBe('producer-trusted: bundle.signature-missing');
    expect(await outcome(lab, await signedBy([lab.key, second]), { roster })).toBe('ok');
  });
});

describe('the marking', () => {
  it('must be within the ceiling', async () => {
    const secret = await goodBundle(lab, { marking: 'SECRET//NOFORN' });
    expect(await outcome(lab, secret)).toBe('marking-within-ceiling: bundle.above-ceiling');
    expect(await outcome(lab, secret, { ceiling: parseBanner('TOP SECRET//NOFORN') })).toBe('ok');
  });

  it('must not be below that of a member', async () => {
    const members = manifestFor(FILES).members.map((member, i) =>
      i === 1 ? { ...member, marking: 'SECRET//NOFORN' } : member,
    );
    const ceiling = parseBanner('SECRET//NOFORN');
    expect(await outcome(lab, await goodBundle(lab, { members }), { ceiling })).toBe(
      'marking-within-ceiling: bundle.marking-too-low',
    );
    expect(await outcome(lab, await goodBundle(lab, { members, marking: 'SECRET//NOFORN' }), { ceiling })).toBe('ok');
  });

  it('must be a banner that is known whole', async () => {
    const found = await outcome(lab, await goodBundle(lab, { marking: 'UNCLASSIFIED//SPARKLING' }));
    expect(found).toBe('marking-within-ceiling: bundle.marking-unreadable');
  });
});

describe('what was seen before', () => {
  const digest = (text: string) => sha384(Buffer.from(text));
  const following = (sequence: number, manifestDigest: Sha384 = digest('the last one')): Seen => ({
    ...NOTHING_SEEN,
    latest: () => ({ sequence, manifestDigest }),
  });

  it('refuses the same bundle by its id, its statement, or its sealed file', async () => {
    const bundle = await goodBundle(lab);
    const ours = sha384(manifestStatement(manifestFor(FILES)));
    const { producerId, bundleId } = manifestFor(FILES);
    const came = { at: toInstant(0), producerId, sequence: 7, manifestDigest: ours };
    const other = { ...came, manifestDigest: digest('another') };
    const byId: Seen = { ...NOTHING_SEEN, bundle: (_producer, id) => (id === bundleId ? other : undefined) };
    const byStatement: Seen = {
      ...NOTHING_SEEN,
      bundle: (_producer, _id, statement) => (statement === ours ? came : undefined),
    };
    const byFile: Seen = { ...NOTHING_SEEN, sealed: (file) => (file === sha384(bundle) ? came : undefined) };
    for (const seen of [byId, byStatement]) {
      expect(await outcome(lab, bundle, { seen })).toBe('not-seen-before: bundle.copy-differs');
    }
    const said = async (seen: Seen) =>
      (await verify(lab, bundle, { seen })).steps.find(({ step }) => step === 'not-seen-before')?.detail;
    expect(await said(byStatement)).toContain('the same manifest came in on 1970-01-01, but this file’s bytes differ');
    expect(await said(byId)).toContain('the same id came in on 1970-01-01, but under another manifest');
    expect(await said({ ...byStatement, sealed: byFile.sealed })).toContain(
      `This very file was imported on 1970-01-01 as bundle 7 of ${producerId}; nothing was done.`,
    );
    expect(await outcome(lab, bundle, { seen: { ...byStatement, sealed: byFile.sealed } })).toBe(
      'not-seen-before: bundle.replayed',
    );
    const verdict = await verify(lab, bundle, { seen: byFile });
    expect(verdict.ok).toBe(false);
    expect(verdict.steps.find(({ step }) => step === 'not-seen-before')?.code).toBe('bundle.replayed');
    expect(verdict.steps.find(({ step }) => step === 'logs-readable')?.outcome).toBe('not-checked');
  });

  it('takes the next of the sequence, and a first one of any number', async () => {
    expect(await outcome(lab, await goodBundle(lab, { sequence: 8 }), { seen: following(7) })).toBe('ok');
    expect(await outcome(lab, await goodBundle(lab, { sequence: 8 }))).toBe('ok');
  });

  it('refuses a gap until a person accepts it, and then still shows it', async () => {
    const bundle = await goodBundle(lab, { sequence: 9 });
    expect(await outcome(lab, bundle, { seen: following(7) })).toBe('not-seen-before: bundle.sequence-gap');
    const accepted = await verify(lab, bundle, { seen: following(7), acceptGap: true });
    expect(outcomeOf(accepted)).toBe('ok');
    const step = accepted.steps.find(({ step }) => step === 'not-seen-before');
    expect([step?.outcome, step?.code]).toEqual(['warning', 'bundle.sequence-gap']);
  });

  it('never takes one that is not newer', async () => {
    for (const sequence of [6, 7]) {
      const found = await outcome(lab, await goodBundle(lab, { sequence }), { seen: following(7), acceptGap: true });
      expect(found).toBe('not-seen-before: bundle.sequence-rollback');
    }
  });

  it('refuses one that follows another bundle than the one that was imported', async () => {
    const follows = (text: string) => goodBundle(lab, { sequence: 8, previous: { sequence: 7, digest: digest(text) } });
    expect(await outcome(lab, await follows('another'), { seen: following(7) })).toBe(
      'not-seen-before: bundle.sequence-fork',
    );
    expect(await outcome(lab, await follows('the last one'), { seen: following(7) })).toBe('ok');
  });

  it('never takes one that leaps to the end of all numbers, also where a gap is accepted', async () => {
    const last = await goodBundle(lab, { sequence: Number.MAX_SAFE_INTEGER });
    for (const seen of [following(7), NOTHING_SEEN]) {
      const verdict = await verify(lab, last, { seen, acceptGap: true });
      expect(outcomeOf(verdict)).toBe('not-seen-before: bundle.sequence-leap');
    }
    const far = await goodBundle(lab, { sequence: LIMITS.sequenceLeap + 7 });
    expect(await outcome(lab, far, { seen: following(7), acceptGap: true })).toBe('ok');
  });
});
