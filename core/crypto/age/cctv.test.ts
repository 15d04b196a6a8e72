import * as cctv from 'cctv-age';
import { beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../bytes/source.ts';
import { codeOnceDone } from '../../testing/refused.ts';
import { Sha256Stream, sha256 } from '../digest.ts';
import { cryptoReady } from '../ready.ts';
import { type AgeVector, readAgeVector } from '../testing/age-vector.ts';
import type { AgePassphrase } from './header.ts';
import type { AgeIdentity } from './identity.ts';
import { openAge, streamAge } from './open.ts';

beforeAll(cryptoReady);

const vectors = Object.entries(cctv)
  .filter((entry): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array)
  .map(([name, bytes]) => readAgeVector(name, bytes))
  .filter((vector) => vector !== undefined);

// Which refusals each class of the kit may end in.
const CODES: Record<string, readonly string[]> = {
  'no match': ['age.not-for-us'],
  'HMAC failure': ['age.malformed'],
  'header failure': ['age.malformed', 'age.truncated'],
  'armor failure': ['age.malformed'],
  'payload failure': ['age.payload-torn', 'age.truncated', 'age.trailing-data'],
};

function keysOf(vector: AgeVector): (AgeIdentity | AgePassphrase)[] {
  return [
    ...vector.identities.map((text) => ({ text, recipient: '' })),
    ...vector.passphrases.map((passphrase) => ({ passphrase })),
  ];
}

describe('the age test kit', () => {
  it('is there whole, and no vector is passed over', () => {
    expect(vectors).toHaveLength(143);
    expect(new Set(vectors.map(({ expect: class_ }) => class_))).toEqual(new Set(['success', ...Object.keys(CODES)]));
  });

  for (const vector of vectors.filter(({ expect: class_ }) => class_ === 'success')) {
    it(`opens ${vector.name} streamed, whole, and at random offsets`, async () => {
      const source = memorySource(vector.file);
      const streamed = new Sha256Stream();
      const lengths: number[] = [];
      await streamAge(source, keysOf(vector), (plain, offset) => {
        expect(offset).toBe(lengths.reduce((sum, length) => sum + length, 0));
        lengths.push(plain.length);
        streamed.update(plain);
      });
      expect(streamed.digest()).toBe(vector.payload);

      const payload = await openAge(source, keysOf(vector));
      const whole = await payload.read(0, payload.size);
      expect(sha256(whole)).toBe(vector.payload);
      const again = new Sha256Stream();
      await payload.stream((plain) => void again.update(plain));
      expect(again.digest()).toBe(vector.payload);

      for (let i = 0; i < 40; i += 1) {
        // A fixed walk that hits chunk borders from both sides, and lengths of none to several chunks.
        const offset = (i * 65_535 + i * i * 977) % (payload.size + 1);
        const length = Math.min(payload.size - offset, [0, 1, 17, 65_536, 200_001][i % 5] ?? 0);
        expect(Buffer.compare(await payload.read(offset, length), whole.subarray(offset, offset + length))).toBe(0);
      }
      if (payload.size <= 70_000) {
        const bytes = new Sha256Stream();
        for (let at = 0; at < payload.size; at += 1) bytes.update(await payload.read(at, 1));
        expect(bytes.digest()).toBe(vector.payload);
      }
      expect(await codeOnceDone(() => payload.read(0, payload.size + 1))).toBe('bytes.short');
    });
  }

  for (const vector of vectors.filter(({ expect: class_ }) => class_ !== 'success')) {
    it(`refuses ${vector.name} (${vector.expect})`, async () => {
      const source = memorySource(vector.file);
      const released = new Sha256Stream();
      const streamed = await codeOnceDone(() =>
        streamAge(source, keysOf(vector), (plain) => void released.update(plain)),
      );
      expect(CODES[vector.expect]).toContain(streamed);
      if (vector.expect === 'payload failure') expect(released.digest()).toBe(vector.payload);
      const opened = await codeOnceDone(async () => {
        const payload = await openAge(source, keysOf(vector));
        await payload.read(0, payload.size);
      });
      expect(CODES[vector.expect]).toContain(opened);
    });
  }
});
