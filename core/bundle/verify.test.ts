import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant, Sha384 } from '../brand.ts';
import { memorySource } from '../bytes/source.ts';
import { generateAgeIdentity } from '../crypto/age/identity.ts';
import { sha256, sha384 } from '../crypto/digest.ts';
import { generatePrivateKey } from '../crypto/private-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope, serializeEnvelope } from '../envelope/dsse.ts';
import { statementBytes } from '../envelope/statement.ts';
import { Refusal } from '../failure.ts';
import { keyRecordOf } from '../identity/key-record.ts';
import { parseBanner } from '../marking/marking.ts';
import { BUNDLE_STEPS } from './checklist.ts';
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

const outcome = async (...args: Parameters<typeof verify>) => outcomeOf(await verify(...args));
const toDesk = (payload: Uint8Array) => sealed(payload, lab.desk.recipient);

describe('a good bundle', () => {
  it('passes every step and can then be read member by member', async () => {
    const bundle = await goodBundle(lab);
    const verdict = await verify(lab, bundle);
    expect(verdict.steps.map(({ step, outcome }) => [step, outcome])).toEqual(
      BUNDLE_STEPS.map((step) => [step, 'passed']),
    );
    expect(outcomeOf(verdict)).toBe('ok');
    expect(verdict.sealedDigest).toBe(sha384(bundle));
    expect(verdict.manifest?.case.model).toBe('Atlas');
    expect(verdict.manifestDigest).toBe(sha384(manifestStatement(manifestFor(FILES))));
    for (const { name, bytes } of FILES) {
      const source = verdict.open?.member(name);
      expect(Buffer.from((await source?.read(0, source.size)) ?? [])).toEqual(bytes);
    }
    verdict.open?.close();
  });

  it('is for each of several recipients, classical and post-quantum', async () => {
    const hybrid = await generateAgeIdentity('hybrid');
    const other = await generateAgeIdentity('x25519');
    const tar = tarFor(envelopeFor(manifestFor(FILES), lab.key), FILES);
    const bundle = await sealed(tar, hybrid.recipient, other.recipient, lab.desk.recipient);
    for (const identity of [hybrid, other, lab.desk]) {
      expect(await outcome(lab, bundle, { identities: [identity] })).toBe('ok');
    }
  });

  it('may hold its members in another order, in directories of names, and empty', async () => {
    const files = [...FILES, { name: 'a/b/c/empty.bin', role: 'attachment', bytes: new Uint8Array(0) } as const];
    const envelope = envelopeFor(manifestFor(files), lab.key);
    expect(await outcome(lab, await toDesk(tarFor(envelope, files.toReversed())))).toBe('ok');
  });

  it('may be signed by further keys that the roster does not know', async () => {
    const stranger = generatePrivateKey('ed25519');
    const envelope = envelopeFor(manifestFor(FILES), stranger, lab.key);
    expect(await outcome(lab, await toDesk(tarFor(envelope, FILES)))).toBe('ok');
  });

  it('reports how far it is', async () => {
    const seen: string[] = [];
    let last = 0;
    await verify(lab, await goodBundle(lab), {
      onProgress: ({ step, done, total }) => {
        if (step === 'members-complete') last = done / total;
        if (!seen.includes(step)) seen.push(step);
      },
    });
    expect(seen).toEqual(['members-complete', 'logs-readable']);
    expect(last).toBe(1);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expect(verify(lab, await goodBundle(lab), { signal })).rejects.toMatchObject({ code: 'cancelled' });
    const late = new AbortController();
    const stopping = verify(lab, await goodBundle(lab), { signal: late.signal, onProgress: () => late.abort() });
    await expect(stopping).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the sealing', () => {
  it('refuses what is no age file', async () => {
    expect(await outcome(lab, new Uint8Array(0))).toBe('readable: bundle.unreadable');
    expect(await outcome(lab, Buffer.from('hello'))).toBe('readable: bundle.unreadable');
    expect(await outcome(lab, tarFor(envelopeFor(manifestFor(FILES), lab.key), FILES))).toBe(
      'readable: bundle.unreadable',
    );
  });

  it('takes the digest of the sealed file also where it is refused', async () => {
    const { sealedDigest } = await verify(lab, Buffer.from('hello'));
    expect(sealedDigest).toBe(sha384(Buffer.from('hello')));
    const cut = (await goodBundle(lab)).subarray(0, 100_000);
    expect((await verify(lab, cut)).sealedDigest).toBe(sha384(cut));
  });

  it('refuses a bundle for another desk', async () => {
    const other = await generateAgeIdentity('x25519');
    const verdict = await verify(lab, await goodBundle(lab), { identities: [other] });
    expect(outcomeOf(verdict)).toBe('addressed-to-this-desk: bundle.not-for-us');
    expect(verdict.steps[0]?.outcome).toBe('passed');
    expect(verdict.manifest).toBeUndefined();
  });

  it('refuses a bundle that its recipient has sealed on to this desk', async () => {
    const { recipient } = await generateAgeIdentity('x25519');
    expect(await outcome(lab, await goodBundle(lab, { recipients: [recipient] }))).toBe(
      'manifest-signed: bundle.forwarded',
    );
    expect(await outcome(lab, await goodBundle(lab, { recipients: [recipient, lab.desk.recipient] }))).toBe('ok');
  });

  it('refuses a file cut at any length', async () => {
    const bundle = await goodBundle(lab);
    const header = Buffer.from(bundle).indexOf('\n---') + 49;
    const lengths = [0, 1, 22, 100, header, header + 16, header + 17, header + 16 + 65_552, header + 16 + 65_553];
    for (const length of [...lengths, bundle.length - 17, bundle.length - 16, bundle.length - 1]) {
      const found = await outcome(lab, bundle.subarray(0, length));
      expect([length, found]).toEqual([
        length,
        expect.stringMatching(/^readable: bundle\.(unreadable|truncated|torn)$/),
      ]);
    }
    expect(await outcome(lab, bundle.subarray(0, header + 16 + 65_552))).toBe('readable: bundle.truncated');
    expect(await outcome(lab, bundle)).toBe('ok');
  });

  it('refuses anything after the end of the file', async () => {
    const bundle = await goodBundle(lab);
    for (const tail of ['x', '\0', 'x'.repeat(70_000), bundle]) {
      const found = await outcome(lab, Buffer.concat([bundle, Buffer.from(tail)]));
      expect(found).toMatch(/^readable: bundle\.(torn|trailing-data)$/);
    }
  });

  it('refuses a chunk that was altered in the middle', async () => {
    const bundle = Uint8Array.from(await goodBundle(lab));
    const at = Math.floor(bundle.length / 2);
    bundle[at] = (bundle[at] ?? 0) ^ 1;
    expect(await outcome(lab, bundle)).toMatch(/^(manifest-signed|members-complete): bundle\.torn$/);
  });

  it('says in words that a medium fails', async () => {
    const bundle = await goodBundle(lab);
    const source = {
      size: bundle.length,
      read: async () => {
        throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO', syscall: 'read' });
      },
    };
    await expect(verify(lab, source)).rejects.toMatchObject({ code: 'bundle.unreadable' });
  });
});

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
    const byId: Seen = { ...NOTHING_SEEN, bundle: (_producer, id) => id === manifestFor(FILES).bundleId };
    const ours = sha384(manifestStatement(manifestFor(FILES)));
    const byStatement: Seen = { ...NOTHING_SEEN, bundle: (_producer, _id, statement) => statement === ours };
    const byFile: Seen = { ...NOTHING_SEEN, sealed: (file) => file === sha384(bundle) };
    for (const seen of [byId, byStatement]) {
      expect(await outcome(lab, bundle, { seen })).toBe('not-seen-before: bundle.replayed');
    }
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
});

describe('the members', () => {
  const withFiles = async (files: typeof FILES, changes = {}) =>
    toDesk(tarFor(envelopeFor(manifestFor(FILES, changes), lab.key), files));
  const [first, second, third] = FILES.map((file) => file);

  it('must all be there, and nothing else', async () => {
    if (!first || !second || !third) throw new Error('the example has three files');
    expect(await outcome(lab, await withFiles([first, second]))).toBe('members-complete: bundle.member-missing');
    const extra = { name: 'extra.txt', role: 'attachment', bytes: Buffer.from('x') } as const;
    expect(await outcome(lab, await withFiles([...FILES, extra]))).toBe('members-complete: bundle.member-extra');
    expect(await outcome(lab, await withFiles([...FILES, third]))).toBe('members-complete: bundle.member-duplicate');
    const cased = { ...third, name: 'NOTES.txt' };
    expect(await outcome(lab, await withFiles([...FILES, cased]))).toBe('members-complete: bundle.member-duplicate');
    const again = tarOf(
      tarFor(envelopeFor(manifestFor(FILES), lab.key), FILES).subarray(0, -1024),
      file(MANIFEST_NAME, '{}'),
      end,
    );
    expect(await outcome(lab, await toDesk(again))).toBe('members-complete: bundle.member-duplicate');
  });

  it('must be of the size and digest that was signed', async () => {
    if (!first || !second || !third) throw new Error('the example has three files');
    const longer = { ...third, bytes: Buffer.from('Run by hand.\n!') };
    expect(await outcome(lab, await withFiles([first, second, longer]))).toBe('members-complete: bundle.size-wrong');
    const other = { ...third, bytes: Buffer.from('Run by hand!\n') };
    expect(await outcome(lab, await withFiles([first, second, other]))).toBe('members-complete: bundle.digest-wrong');
    const swapped = [{ ...first, name: second.name }, { ...second, name: first.name }, third];
    expect(await outcome(lab, await withFiles(swapped))).toBe('members-complete: bundle.size-wrong');
  });

  it('must be right in their second digest too, where there is one', async () => {
    const withSecond = (text: (bytes: Uint8Array) => ReturnType<typeof sha256>) =>
      manifestFor(FILES).members.map((member, i) => ({
        ...member,
        digest: { ...member.digest, sha256: text(FILES[i]?.bytes ?? new Uint8Array(0)) },
      }));
    expect(await outcome(lab, await goodBundle(lab, { members: withSecond(sha256) }))).toBe('ok');
    const wrong = withSecond(() => sha256(Buffer.from('other')));
    expect(await outcome(lab, await goodBundle(lab, { members: wrong }))).toBe('members-complete: bundle.digest-wrong');
  });

  it('must be plain files with plain names in a sound tar', async () => {
    const envelope = envelopeFor(manifestFor(FILES), lab.key);
    const start = tarFor(envelope, FILES).subarray(0, -1024);
    const hostile: [string, Uint8Array][] = [
      ['bundle.path-unsafe', tarOf(start, file('../x', 'x'), end)],
      ['bundle.path-unsafe', tarOf(start, file('/x', 'x'), end)],
      ['bundle.member-kind', tarOf(start, rawHeader({ name: 'x', type: '2' }), end)],
      ['bundle.member-kind', tarOf(start, rawHeader({ name: 'logs/', type: '5' }), end)],
      ['bundle.tar-malformed', tarOf(start, Buffer.alloc(512, 1), end)],
      ['bundle.oversize', tarOf(start, rawHeader({ name: 'x', type: 'x', size: 10_000_000 }), end)],
      ['bundle.truncated', start],
      ['bundle.truncated', tarOf(start, end.subarray(512))],
      ['bundle.truncated', start.subarray(0, -600)],
      ['bundle.trailing-data', tarOf(start, end, Buffer.from('x'.padEnd(512)))],
      ['bundle.member-extra', tarOf(start, rawHeader({ name: 'x', size: 2 ** 33 - 1 }), end)],
    ];
    for (const [code, tar] of hostile) {
      expect([code, await outcome(lab, await toDesk(tar))]).toEqual([code, `members-complete: ${code}`]);
    }
    expect(await outcome(lab, await toDesk(tarOf(start, end, new Uint8Array(8192))))).toBe('ok');
  });

  it('refuses too many of them', async () => {
    const many = Array.from({ length: LIMITS.members + 1 }, (_, i) => rawHeader({ name: `m${i}` }));
    const envelope = envelopeFor(manifestFor(FILES), lab.key);
    const found = await outcome(lab, await toDesk(tarOf(file(MANIFEST_NAME, envelope), ...many, end)));
    expect(found).toMatch(/^members-complete: bundle\.(member-extra|too-many-members)$/);
  });
});

describe('the reading of logs and score tables', () => {
  it('reads each of them, and no attachment', async () => {
    const read: string[] = [];
    await verify(lab, await goodBundle(lab), {
      readMember: async ({ name }, source) => {
        read.push(`${name} ${source.size}`);
        return { findings: [], claims: { matched: 0, mismatched: 0, notRecomputable: 0 } };
      },
    });
    expect(read).toEqual(FILES.slice(0, 2).map(({ name, bytes }) => `${name} ${bytes.length}`));
  });

  it('refuses a bundle with one that cannot be read', async () => {
    const failing = (role: string) => ({
      readMember: async (member: { role: string }) => {
        if (member.role === role) throw new Refusal('json.syntax', 'The log is not JSON.');
        return { findings: [], claims: { matched: 0, mismatched: 0, notRecomputable: 0 } };
      },
    });
    expect(await outcome(lab, await goodBundle(lab), failing('inspect-log'))).toBe(
      'logs-readable: bundle.log-unreadable',
    );
    expect(await outcome(lab, await goodBundle(lab), failing('scores'))).toBe(
      'logs-readable: bundle.scores-unreadable',
    );
  });

  it('keeps what they say oddly as findings, and refuses nothing for it', async () => {
    const finding = {
      code: 'log.claim-mismatch',
      severity: 'alarm',
      member: 'logs/ctf.eval',
      place: null,
      detail: 'x',
    } as const;
    const verdict = await verify(lab, await goodBundle(lab), {
      readMember: async () => ({ findings: [finding], claims: { matched: 3, mismatched: 1, notRecomputable: 0 } }),
    });
    expect(outcomeOf(verdict)).toBe('ok');
    expect(verdict.findings).toEqual([finding, finding]);
    expect(verdict.steps.at(-1)?.outcome).toBe('warning');
  });

  it('notes a bundle that was made in the future', async () => {
    const bundle = await goodBundle(lab, { createdAt: instant('2027-01-01T00:00:00Z') });
    const verdict = await verify(lab, bundle);
    expect(verdict.findings.map(({ code }) => code)).toEqual(['bundle.created-in-future']);
    expect(verdict.ok).toBe(true);
  });
});

describe('a bundle that was altered', () => {
  it('never passes after any edits, and ends in a closed code each time', async () => {
    const bundle = await goodBundle(lab);
    const edit = fc.record({
      kind: fc.constantFrom('flip', 'cut', 'insert', 'repeat', 'swap'),
      at: fc.nat(bundle.length - 1),
      length: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(16, 512, 65_536, 65_552)),
      byte: fc.integer({ min: 1, max: 255 }),
    });
    const applied = (
      bytes: Uint8Array,
      { kind, at, length, byte }: typeof edit extends fc.Arbitrary<infer E> ? E : never,
    ) => {
      const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
      if (kind === 'cut') return Buffer.concat([head, tail]);
      if (kind === 'repeat') return Buffer.concat([head, part, part, tail]);
      if (kind === 'swap') return Buffer.concat([tail, part, head]);
      if (kind === 'insert') return Buffer.concat([head, Buffer.alloc(length, byte), part, tail]);
      return Buffer.concat([head, part.map((old) => old ^ byte), tail]);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        const altered = edits.reduce<Uint8Array>(applied, bundle);
        fc.pre(Buffer.compare(altered, bundle) !== 0);
        expect(await outcome(lab, altered)).toMatch(/^[a-z-]+: bundle\.[a-z-]+$/);
      }),
      { numRuns: 200 },
    );
  });

  it('never passes, whatever bits of the sealed file are changed', async () => {
    const bundle = await goodBundle(lab);
    // A fixed walk over the whole file, denser at both ends.
    for (let i = 0; i < 300; i++) {
      const at =
        i < 100 ? i * 3 : i < 200 ? bundle.length - 1 - (i - 100) * 5 : Math.floor((bundle.length * (i - 200)) / 100);
      const copy = Uint8Array.from(bundle);
      copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8));
      const found = await outcome(lab, memorySource(copy));
      expect([at, found]).toEqual([at, expect.stringMatching(/^[a-z-]+: bundle\.[a-z-]+$/)]);
    }
  });

  it('never passes, whatever bytes of the tar are changed before it is sealed', async () => {
    const tar = tarFor(envelopeFor(manifestFor(FILES), lab.key), FILES);
    const manifestEnd = Buffer.from(tar).indexOf('logs/ctf.eval\0');
    for (let i = 0; i < 200; i++) {
      const at = i < 100 ? manifestEnd + i * 5 : Math.floor((tar.length * (i - 100)) / 100);
      const copy = Uint8Array.from(tar);
      copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8));
      const found = await outcome(lab, await toDesk(copy));
      expect([at, found]).toEqual([at, expect.stringMatching(/^[a-z-]+: bundle\.[a-z-]+$/)]);
    }
  });
});
