import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armor, Decrypter } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, needs, runTool } from '../../../test/stock-tool.ts';
import { memorySource } from '../../bytes/source.ts';
import { codeOnceDone } from '../../testing/refused.ts';
import { cryptoReady } from '../ready.ts';
import {
  type AgeIdentity,
  ageIdentityFrom,
  ageRecipientKind,
  generateAgeIdentity,
  parseIdentityFile,
} from './identity.ts';
import { openAge, streamAge } from './open.ts';
import { isMixedStrength, sealAge } from './seal.ts';

let classic: AgeIdentity;
let hybrid: AgeIdentity;

beforeAll(async () => {
  await cryptoReady();
  classic = await generateAgeIdentity('x25519');
  hybrid = await generateAgeIdentity('hybrid');
});

const pattern = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);

async function* inPieces(bytes: Uint8Array, piece: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}

async function seal(plain: Uint8Array, recipients: readonly string[], piece = 10_007): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await sealAge(inPieces(plain, piece), recipients, (bytes) => void parts.push(bytes));
  return Buffer.concat(parts);
}

const CHUNK = 65_536;

describe('a file sealed by us', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 16 * CHUNK, 17 * CHUNK + 5])(
    'opens for us and for age-encryption with %i bytes in it',
    async (length) => {
      const plain = pattern(length);
      const sealed = await seal(plain, [classic.recipient]);
      const payload = await openAge(memorySource(sealed), [classic]);
      expect(payload.size).toBe(length);
      expect(Buffer.compare(await payload.read(0, length), plain)).toBe(0);
      const decrypter = new Decrypter();
      decrypter.addIdentity(classic.text);
      expect(Buffer.compare(await decrypter.decrypt(sealed), plain)).toBe(0);
    },
  );

  it('opens for each of several recipients, classic, hybrid and both kinds together', async () => {
    const second = await generateAgeIdentity('x25519');
    const third = await generateAgeIdentity('hybrid');
    const stranger = await generateAgeIdentity('hybrid');
    const everybody = [classic, second, hybrid, third];
    const sealed = await seal(
      pattern(100_000),
      everybody.map(({ recipient }) => recipient),
    );
    for (const identity of everybody) {
      const payload = await openAge(memorySource(sealed), [stranger, identity]);
      expect(Buffer.compare(await payload.read(99_000, 1000), pattern(100_000).subarray(99_000))).toBe(0);
    }
    expect(await codeOnceDone(() => openAge(memorySource(sealed), [stranger]))).toBe('age.not-for-us');
    expect(await codeOnceDone(() => openAge(memorySource(sealed), []))).toBe('age.not-for-us');
    expect(isMixedStrength(everybody.map(({ recipient }) => recipient))).toBe(true);
    expect(isMixedStrength([classic.recipient, second.recipient])).toBe(false);
  });

  it('reads any range as it was written, however it was cut into pieces', async () => {
    const plain = pattern(5 * CHUNK + 77);
    const payload = await openAge(memorySource(await seal(plain, [classic.recipient], 65_537)), [classic]);
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length), fc.nat(3 * CHUNK), async (offset, length) => {
        const end = Math.min(plain.length, offset + length);
        expect(Buffer.compare(await payload.read(offset, end - offset), plain.subarray(offset, end))).toBe(0);
      }),
      { numRuns: 60 },
    );
    payload.wipe();
    await expect(payload.read(0, 1)).rejects.toThrow('wiped');
  });

  it('is refused when it is cut at any chunk border or elsewhere, grown, or has a bit changed', async () => {
    const sealed = await seal(pattern(3 * CHUNK + 10), [classic.recipient]);
    const start = sealed.length - (3 * CHUNK + 10 + 4 * 16);
    const open = (bytes: Uint8Array) => codeOnceDone(() => openAge(memorySource(bytes), [classic]));
    expect(await open(sealed)).toBe('none');
    for (const chunks of [0, 1, 2, 3]) {
      expect(await open(sealed.subarray(0, start + chunks * (CHUNK + 16)))).toBe('age.truncated');
    }
    expect(await open(sealed.subarray(0, start - 1))).toBe('age.truncated');
    expect(await open(sealed.subarray(0, 50))).toBe('age.malformed');
    expect(await open(sealed.subarray(0, sealed.length - 1))).toBe('age.payload-torn');
    expect(await open(Buffer.concat([sealed, Buffer.from('x')]))).toBe('age.payload-torn');

    const exact = await seal(pattern(2 * CHUNK), [classic.recipient]);
    const grown = Buffer.concat([exact, Buffer.alloc(40)]);
    expect(await open(grown)).toBe('age.payload-torn');
    const middle = Uint8Array.from(sealed);
    middle[start + CHUNK + 100] = (middle[start + CHUNK + 100] ?? 0) ^ 1;
    const payload = await openAge(memorySource(middle), [classic]);
    expect(await codeOnceDone(() => payload.read(CHUNK, 1))).toBe('age.payload-torn');
    expect(await codeOnceDone(() => payload.read(0, 10))).toBe('none');
    const mac = Uint8Array.from(sealed);
    mac[start - 20] = (mac[start - 20] ?? 0) ^ 1;
    expect(await open(mac)).toBe('age.malformed');
    expect(await open(new TextEncoder().encode('PK\u0003\u0004 a zip'))).toBe('age.malformed');
    expect(await open(new Uint8Array(0))).toBe('age.malformed');
  });

  it('names data after the end as such where the streaming reader meets a last chunk before it', async () => {
    const exact = await seal(pattern(2 * CHUNK), [classic.recipient]);
    const grown = memorySource(Buffer.concat([exact, Buffer.alloc(CHUNK)]));
    let released = 0;
    const count = (plain: Uint8Array): void => {
      released += plain.length;
    };
    const streamed = await codeOnceDone(() => streamAge(grown, [classic], count));
    expect(streamed).toBe('age.trailing-data');
    expect(released).toBe(2 * CHUNK);
    expect(await codeOnceDone(() => openAge(grown, [classic]))).toBe('age.payload-torn');
  });

  it('asks for the next piece only when what came before is written', async () => {
    let asked = 0;
    let written = 0;
    let ahead = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for (asked = 0; asked < 200; asked += 1) {
        ahead = Math.max(ahead, asked * CHUNK - written);
        yield pattern(CHUNK);
      }
    }
    await sealAge(source(), [classic.recipient], async (bytes) => {
      await new Promise((done) => setImmediate(done));
      written += bytes.length;
    });
    expect(written).toBeGreaterThan(200 * CHUNK);
    expect(ahead).toBeLessThan(20 * CHUNK);
  });

  it('hands on what the writer or the reader throws', async () => {
    const fails = sealAge(inPieces(pattern(10), 5), [classic.recipient], () => {
      throw new Error('disk full');
    });
    await expect(fails).rejects.toThrow('disk full');
    const payload = await openAge(memorySource(await seal(pattern(3 * CHUNK), [classic.recipient])), [classic]);
    const stop = new AbortController();
    const seen: number[] = [];
    const cancelled = await codeOnceDone(() =>
      payload.stream(
        (_, offset) => {
          seen.push(offset);
          stop.abort();
        },
        { signal: stop.signal },
      ),
    );
    expect(cancelled).toBe('cancelled');
    expect(seen).toEqual([0]);
  });

  it('is refused in words where a recipient is none, or there is none', async () => {
    for (const recipients of [[], ['age1nonsense'], [classic.text], ['age1tag1qqqq'], ['ssh-ed25519 AAAA']]) {
      expect(await codeOnceDone(() => seal(pattern(1), recipients))).toBe('input.invalid');
    }
    await expect(seal(pattern(1), [classic.text])).rejects.not.toThrow(classic.text.slice(20, 40));
  });

  it('opens in its armored form as well', async () => {
    const sealed = await seal(pattern(70_000), [hybrid.recipient]);
    const text = new TextEncoder().encode(`\n${armor.encode(sealed)}`);
    const payload = await openAge(memorySource(text), [hybrid]);
    expect(Buffer.compare(await payload.read(0, payload.size), pattern(70_000))).toBe(0);
  });

  it.skipIf(!isInstalled('age'))(needs('age', 'opens with stock age, and we open what stock age seals'), async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scrutineer-age-'));
    try {
      const plain = pattern(200_000);
      writeFileSync(join(folder, 'key'), `# made by a test\n${classic.text}\n`);
      writeFileSync(join(folder, 'ours.age'), await seal(plain, [classic.recipient]));
      writeFileSync(join(folder, 'plain'), plain);
      const opened = runTool('age', ['-d', '-i', join(folder, 'key'), join(folder, 'ours.age')]);
      expect(Buffer.compare(opened.stdout, plain)).toBe(0);
      for (const extra of [[], ['-a']]) {
        const out = join(folder, 'theirs.age');
        expect(runTool('age', [...extra, '-r', classic.recipient, '-o', out, join(folder, 'plain')]).status).toBe(0);
        const payload = await openAge(memorySource(readFileSync(out)), [classic]);
        expect(Buffer.compare(await payload.read(0, payload.size), plain)).toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an age identity', () => {
  it('is read from a file with comments, as age-keygen writes it', async () => {
    const text = `# created: 2026-11-23T18:40:00Z\n# public key: ${classic.recipient}\n${classic.text}\n\n${hybrid.text}\r\n`;
    expect(await parseIdentityFile(text)).toEqual([classic, hybrid]);
    expect(ageRecipientKind(classic.recipient)).toBe('x25519');
    expect(ageRecipientKind(hybrid.recipient)).toBe('hybrid');
  });

  it('agrees with the examples of the age specification', async () => {
    const given = 'AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX';
    const { recipient } = await ageIdentityFrom(given);
    expect(recipient).toBe('age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj');
  });

  it('is refused where it is damaged, a recipient, or the file is empty or encrypted', async () => {
    const damaged = `${classic.text.slice(0, -1)}${classic.text.endsWith('Q') ? 'P' : 'Q'}`;
    const texts = [damaged, classic.recipient, '', '# nothing\n', 'age-encryption.org/v1\n-> X25519 a\n'];
    for (const text of texts) expect(await codeOnceDone(() => parseIdentityFile(text))).toBe('crypto.key-malformed');
    await expect(parseIdentityFile(damaged)).rejects.not.toThrow(damaged.slice(20, 40));
  });
});
