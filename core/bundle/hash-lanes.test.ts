import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256, sha384 } from '../crypto/digest.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { IN_THREAD } from './hash-lane.ts';
import { hashInWorker, type WorkerLanes } from './hash-lanes-worker.ts';
import { goodBundle, makeLab, outcomeOf, verify } from './testing/lab.ts';

let worker: WorkerLanes;

beforeAll(async () => {
  await cryptoReady();
  worker = hashInWorker();
});
afterAll(() => worker.close());

describe.each([
  ['this thread', () => IN_THREAD],
  ['a worker', () => worker],
])('hashing in %s', (_where, lanes) => {
  it('gives the digests of streams that run beside each other, whatever their pieces', async () => {
    const one = randomBytes(3_000_000);
    const other = randomBytes(1_500_001);
    const [wide, narrow, empty] = [lanes().sha384(), lanes().sha256(), lanes().sha384()];
    for (let at = 0; at < one.length; at += 65_536) {
      const piece = Uint8Array.from(one.subarray(at, at + 65_536));
      wide.update(piece);
      narrow.update(other.subarray(at, at + 65_536));
      // The giver uses its buffer again at once.
      piece.fill(0);
      await lanes().pressure();
    }
    expect(await Promise.all([wide.digest(), narrow.digest(), empty.digest()])).toEqual([
      sha384(one),
      sha256(other),
      sha384(new Uint8Array(0)),
    ]);
  });

  it('serves a verification', async () => {
    const lab = await makeLab();
    const bundle = await goodBundle(lab);
    const verdict = await verify(lab, bundle, { lanes: lanes() });
    expect(outcomeOf(verdict)).toBe('ok');
    expect(verdict.sealedDigest).toBe(sha384(bundle));
    const longer = Buffer.concat([bundle, Buffer.from('x')]);
    expect((await verify(lab, longer, { lanes: lanes() })).sealedDigest).toBe(sha384(longer));
  });
});

describe('a hash worker', () => {
  it('makes the giver wait when it is far behind', async () => {
    const lane = worker.sha384();
    for (let i = 0; i < 8; i++) lane.update(new Uint8Array(1024 * 1024));
    expect(worker.pressure()).toBeInstanceOf(Promise);
    await worker.pressure();
    expect(await lane.digest()).toBe(sha384(new Uint8Array(8 * 1024 * 1024)));
    expect(worker.pressure()).toBeUndefined();
  });

  it('fails the verification that it serves when it dies', async () => {
    const broken = hashInWorker(new URL('data:text/javascript,throw new Error("gone")'));
    await expect(broken.sha384().digest()).rejects.toThrow('gone');
    expect(() => broken.pressure()).toThrow('gone');
    await broken.close();
  });
});
