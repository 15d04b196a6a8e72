import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ByteSource, memorySource } from '../bytes/source.ts';
import { openAge } from '../crypto/age/open.ts';
import { sha384 } from '../crypto/digest.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { manifestStatement } from './manifest.ts';
import { type BundleIndex, openBundle } from './open.ts';
import { type SealMember, type SealOrder, sealBundle } from './seal.ts';
import { FILES, goodBundle, type Lab, makeLab, manifestFor, outcomeOf, sealed, tarFor, verify } from './testing/lab.ts';

let lab: Lab;

beforeAll(async () => {
  await cryptoReady();
  lab = await makeLab();
});

const membersOf = (files = FILES): SealMember[] =>
  files.map(({ name, role, bytes }) => ({ name, role, marking: 'UNCLASSIFIED', source: memorySource(bytes) }));

async function seal(changes: Partial<SealOrder> = {}) {
  const pieces: Uint8Array[] = [];
  const { members: _, ...manifest } = manifestFor(FILES);
  const result = await sealBundle({
    manifest,
    members: membersOf(),
    keys: [lab.key],
    recipients: [lab.desk.recipient],
    write: (bytes) => {
      pieces.push(Uint8Array.from(bytes));
    },
    ...changes,
  });
  return { ...result, bytes: Buffer.concat(pieces) };
}

/** A source whose bytes are others when they are read for the second time. */
function changing(first: Uint8Array, second: Uint8Array): ByteSource {
  let reads = 0;
  return { size: first.length, read: async () => (reads++ === 0 ? first.slice() : second.slice()) };
}

describe('sealing a bundle', () => {
  it('makes one that passes every step, and tells its digests and size', async () => {
    const { bytes, manifest, manifestDigest, sealedDigest, size } = await seal();
    const verdict = await verify(lab, bytes);
    expect(outcomeOf(verdict)).toBe('ok');
    expect([sealedDigest, size]).toEqual([sha384(bytes), bytes.length]);
    expect(verdict.manifestDigest).toBe(manifestDigest);
    expect(verdict.manifest).toEqual(manifest);
    expect(manifest.recipients).toEqual([lab.desk.recipient]);
  });

  it('gives back any files of any names and sizes', async () => {
    const content = fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.constant(new Uint8Array(140_000).fill(7)));
    const files = fc.uniqueArray(
      fc.record({ name: fc.stringMatching(/^[a-z0-9ä日/]{0,3}[a-z]{1,120}$/), bytes: content }),
      {
        selector: ({ name }) => name,
        minLength: 1,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(files, async (list) => {
        const named = list.filter(({ name }) => !name.includes('//') && !name.startsWith('/'));
        fc.pre(named.length > 0);
        const { bytes } = await seal({
          members: membersOf(named.map((one) => ({ ...one, role: 'attachment' as const }))),
        });
        const { open } = await verify(lab, bytes);
        for (const one of named) {
          const source = open?.member(one.name);
          expect(Buffer.from((await source?.read(0, source.size)) ?? 'nothing')).toEqual(Buffer.from(one.bytes));
        }
        open?.close();
      }),
      { numRuns: 25 },
    );
  });

  it('writes the same tar for the same files', async () => {
    const envelopeAndMembers = async () => {
      const payload = await openAge(memorySource((await seal()).bytes), [lab.desk]);
      return payload.read(0, payload.size);
    };
    expect(await envelopeAndMembers()).toEqual(await envelopeAndMembers());
  });

  it('notices a file that changes while it is sealed', async () => {
    const source = changing(Buffer.from('one'), Buffer.from('two'));
    const member = { name: 'a', role: 'attachment', marking: 'UNCLASSIFIED', source } as const;
    await expect(seal({ members: [member] })).rejects.toMatchObject({ code: 'bundle.source-changed', where: 'a' });
    const shorter = changing(Buffer.from('one'), Buffer.from('on'));
    await expect(seal({ members: [{ ...member, source: shorter }] })).rejects.toMatchObject({
      code: 'bundle.source-changed',
    });
  });

  it.each([
    ['a name that is no plain name', { name: '../a' }, 'bundle.manifest-unreadable'],
    ["the manifest's own name", { name: 'bundle.dsse.json' }, 'bundle.manifest-unreadable'],
    ['a marking above that of the bundle', { marking: 'SECRET//NOFORN' }, 'bundle.marking-too-low'],
    ['a marking that is none', { marking: 'Secret' }, 'bundle.marking-unreadable'],
  ])('refuses %s', async (_what, change, code) => {
    const [first, ...others] = membersOf();
    if (!first) throw new Error('the example has files');
    await expect(seal({ members: [{ ...first, ...change }, ...others] })).rejects.toMatchObject({ code });
  });

  it('refuses to seal nothing, unsigned, or to nobody', async () => {
    await expect(seal({ members: [] })).rejects.toMatchObject({ code: 'bundle.manifest-unreadable' });
    await expect(seal({ keys: [] })).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(seal({ recipients: [] })).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('refuses two names that differ only in case', async () => {
    const [first] = membersOf();
    if (!first) throw new Error('the example has files');
    const twice = [first, { ...first, name: first.name.toUpperCase() }];
    await expect(seal({ members: twice })).rejects.toMatchObject({ code: 'bundle.manifest-unreadable' });
  });

  it('reports how far it is, and stops when it is told to', async () => {
    const told: number[] = [];
    await seal({ onProgress: (done, total) => told.push(done / total) });
    expect(told.at(-1)).toBe(1);
    await expect(seal({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('opening a bundle later', () => {
  const indexOf = async (bytes: Uint8Array): Promise<BundleIndex> => {
    const { open } = await verify(lab, bytes);
    if (!open) throw new Error('the bundle is good');
    const { manifest, manifestDigest, members, headDigest } = open;
    open.close();
    return { manifest, manifestDigest, members, headDigest };
  };

  it('reads any part of a member by the index that was kept', async () => {
    const bytes = await goodBundle(lab);
    // The index goes through JSON, as a vault keeps it.
    const stored = JSON.parse(JSON.stringify(await indexOf(bytes))) as BundleIndex; // written just before
    const open = await openBundle(memorySource(bytes), [lab.desk], stored);
    for (const { name, bytes: content } of FILES) {
      const member = open.member(name);
      expect(member.size).toBe(content.length);
      for (const [at, length] of [
        [0, 1],
        [content.length - 1, 1],
        [3, 7],
        [0, content.length],
      ] as const) {
        expect(Buffer.from(await member.read(at, length))).toEqual(Buffer.from(content.subarray(at, at + length)));
      }
      await expect(member.read(content.length, 1)).rejects.toMatchObject({ code: 'bytes.short' });
    }
    expect(() => open.member('nothing')).toThrow(expect.objectContaining({ code: 'input.missing' }));
    open.close();
  });

  it('rebuilds the same index by looking at the headers alone', async () => {
    const bytes = await goodBundle(lab);
    const index = await indexOf(bytes);
    const { member: _, close, ...rebuilt } = await openBundle(memorySource(bytes), [lab.desk]);
    expect(rebuilt).toEqual(index);
    close();
  });

  it('decrypts only the chunks that are asked for', async () => {
    const bytes = await goodBundle(lab);
    const index = await indexOf(bytes);
    let read = 0;
    const counting = { size: bytes.length, read: (at: number, length: number) => memorySource(bytes).read(at, length) };
    const open = await openBundle(counting, [lab.desk], index);
    counting.read = (at, length) => {
      read += length;
      return memorySource(bytes).read(at, length);
    };
    await open.member('logs/ctf.eval').read(10, 10);
    expect(read).toBeLessThanOrEqual(65_552);
    open.close();
  });

  it('notices another file in its place, also one with the same manifest', async () => {
    const bytes = await goodBundle(lab);
    const index = await indexOf(bytes);
    const other = await goodBundle(lab);
    await expect(openBundle(memorySource(other), [lab.desk], index)).rejects.toMatchObject({
      code: 'bundle.evidence-changed',
    });
    const cut = bytes.subarray(0, bytes.length - 1);
    await expect(openBundle(memorySource(cut), [lab.desk], index)).rejects.toMatchObject({ code: 'age.payload-torn' });
  });

  it('refuses to rebuild an index where the manifest and the tar do not agree', async () => {
    const envelope = Buffer.from('{}');
    const noManifest = await sealed(tarFor(envelope, FILES), lab.desk.recipient);
    await expect(openBundle(memorySource(noManifest), [lab.desk])).rejects.toMatchObject({
      code: 'bundle.manifest-unreadable',
    });
  });

  it('reads nothing after it was closed', async () => {
    const open = await openBundle(memorySource(await goodBundle(lab)), [lab.desk]);
    const member = open.member('notes.txt');
    open.close();
    await expect(member.read(0, 1)).rejects.toThrow('wiped');
  });
});

describe('the statement of a manifest', () => {
  it('leaves out what the manifest does not have', () => {
    const statement = JSON.parse(Buffer.from(manifestStatement(manifestFor(FILES))).toString());
    expect(Object.keys(statement.predicate)).not.toContain('previous');
    expect(statement.subject.map(({ name }: { name: string }) => name)).toEqual(FILES.map(({ name }) => name));
  });
});
