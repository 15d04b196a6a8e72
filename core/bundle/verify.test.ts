import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../bytes/source.ts';
import { generateAgeIdentity } from '../crypto/age/identity.ts';
import { sha384 } from '../crypto/digest.ts';
import { generatePrivateKey } from '../crypto/private-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { BUNDLE_STEPS } from './checklist.ts';
import { manifestStatement } from './manifest.ts';
import {
  envelopeFor,
  FILES,
  goodBundle,
  type Lab,
  makeLab,
  manifestFor,
  outcome,
  outcomeOf,
  sealed,
  tarFor,
  verify,
} from './testing/lab.ts';

let lab: Lab;

beforeAll(async () => {
  await cryptoReady();
  lab = await makeLab();
});

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
