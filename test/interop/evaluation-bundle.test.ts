import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Instant } from '../../core/brand.ts';
import { readWithHouse } from '../../core/bundle/read-with-house.ts';
import { sealBundle } from '../../core/bundle/seal.ts';
import { FILES, manifestFor, outcomeOf, producerOf, rosterOf, verify } from '../../core/bundle/testing/lab.ts';
import { fileSource, memorySource } from '../../core/bytes/source.ts';
import { type AgeIdentity, generateAgeIdentity } from '../../core/crypto/age/identity.ts';
import { generatePrivateKey, type PrivateKey, privateKeyFromPem } from '../../core/crypto/private-key.ts';
import { publicKeyToPem } from '../../core/crypto/public-key.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { documented } from './documented.ts';

const DOC = fileURLToPath(new URL('../../docs/formats/evaluation-bundle.md', import.meta.url));
const has = (tool: string, ...args: string[]) => spawnSync(tool, args).error === undefined;
const missing = [
  ...(has('age', '--version') ? [] : ['age']),
  ...(has('openssl', 'version') ? [] : ['openssl']),
  ...(has('tar', '--version') ? [] : ['tar']),
];
const skipped = missing.length > 0 ? ` (SKIPPED: ${missing.join(', ')} not installed here)` : '';

let folder: string;
let desk: AgeIdentity;

beforeAll(cryptoReady);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-interop-'));
  desk = await generateAgeIdentity('x25519');
  writeFileSync(join(folder, 'desk.identity'), `# the desk\n${desk.text}\n`, { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shell = (script: string, cwd = folder) =>
  execFileSync('sh', ['-euc', script], {
    cwd,
    env: { PATH: process.env['PATH'], DESK: desk.recipient, PRODUCER: 'example-lab', BUNDLE: join(folder, 'ours.seb') },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
const recipe = (...names: string[]) => names.map((name) => documented(DOC, `sh recipe-${name}`)).join('\n');
const labOf = (key: PrivateKey) => ({ key, desk, roster: rosterOf(producerOf(key)) });
const now = () => new Date().toISOString() as Instant; // toISOString writes RFC 3339 UTC

async function sealOurs(key: PrivateKey): Promise<void> {
  const pieces: Uint8Array[] = [];
  const { members: _, ...manifest } = manifestFor(FILES);
  await sealBundle({
    manifest,
    members: FILES.map(({ name, role, bytes }) => ({
      name,
      role,
      marking: 'UNCLASSIFIED',
      source: memorySource(bytes),
    })),
    keys: [key],
    recipients: [desk.recipient],
    write: (bytes) => {
      pieces.push(Uint8Array.from(bytes));
    },
  });
  writeFileSync(join(folder, 'ours.seb'), Buffer.concat(pieces));
}

describe.skipIf(missing.length > 0)(`a bundle made with stock tar, age and openssl${skipped}`, () => {
  const makeByHand = (tar = '') => {
    for (const name of ['scores.csv', 'notes.txt']) writeFileSync(join(folder, name), documented(DOC, `text ${name}`));
    const script = recipe('key', 'statement', 'sign', 'seal');
    shell(tar === '' ? script : script.replace('--format=ustar', tar));
    return privateKeyFromPem(readFileSync(join(folder, 'producer.key'), 'utf8'));
  };

  it('verifies when it is made exactly as the format page tells', async () => {
    const lab = labOf(makeByHand());
    const source = await fileSource(join(folder, 'out.seb'));
    const verdict = await verify(lab, source, { at: now(), readMember: readWithHouse });
    expect(verdict.steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(outcomeOf(verdict)).toBe('ok');
    expect(verdict.manifest?.members.map(({ name, role }) => [name, role])).toEqual([
      ['scores.csv', 'scores'],
      ['notes.txt', 'attachment'],
    ]);
    verdict.open?.close();
    await source.close();
  });

  it.each(['--format=gnu', '--format=pax', '--format=posix', '--format=oldgnu', '-b 200'])(
    'verifies when tar is called with %s',
    async (option) => {
      const lab = labOf(makeByHand(option));
      const bundle = readFileSync(join(folder, 'out.seb'));
      expect(outcomeOf(await verify(lab, bundle, { at: now(), readMember: readWithHouse }))).toBe('ok');
    },
  );

  for (const [tool, command] of [
    ['bsdtar', 'bsdtar'],
    ['busybox', 'busybox tar'],
  ] as const) {
    const is = has(tool, '--help');
    it.skipIf(!is)(
      `verifies when its tar is written by ${tool}${is ? '' : ' (SKIPPED: not installed here)'}`,
      async () => {
        const key = makeByHand();
        shell(`${command} -cf - bundle.dsse.json scores.csv notes.txt | age -r "$DESK" -o other.seb`);
        const bundle = readFileSync(join(folder, 'other.seb'));
        expect(outcomeOf(await verify(labOf(key), bundle, { at: now(), readMember: readWithHouse }))).toBe('ok');
      },
    );
  }

  it('may name its files with a leading "./", but not their folder', async () => {
    const key = makeByHand();
    const seal = (files: string) => shell(`tar -cf - ${files} | age -r "$DESK" -o again.seb`);
    const outcome = async () => {
      const bundle = readFileSync(join(folder, 'again.seb'));
      return outcomeOf(await verify(labOf(key), bundle, { at: now(), readMember: readWithHouse }));
    };
    seal('./bundle.dsse.json ./notes.txt ./scores.csv');
    expect(await outcome()).toBe('ok');
    seal('.');
    expect(await outcome()).toBe('manifest-signed: bundle.member-kind');
    shell('ln -s notes.txt link');
    seal('bundle.dsse.json scores.csv notes.txt link');
    expect(await outcome()).toBe('members-complete: bundle.member-kind');
  });

  it('is refused when age sealed only a part of it', async () => {
    const key = makeByHand();
    shell('tar -cf - bundle.dsse.json scores.csv notes.txt | head -c 2000 | age -r "$DESK" -o cut.seb');
    const verdict = await verify(labOf(key), readFileSync(join(folder, 'cut.seb')), {
      at: now(),
      readMember: readWithHouse,
    });
    expect(outcomeOf(verdict)).toMatch(/bundle\.truncated$/);
  });
});

describe.skipIf(missing.length > 0)(`a bundle that we seal${skipped}`, () => {
  it('opens with age and tar, and its signature is checked with openssl, as the format page tells', async () => {
    const key = generatePrivateKey('ed25519');
    await sealOurs(key);
    writeFileSync(join(folder, 'producer.pub'), publicKeyToPem(key.publicKey));
    expect(shell(recipe('open'))).toContain('Signature Verified Successfully');
    for (const { name, bytes } of FILES) expect(readFileSync(join(folder, name))).toEqual(bytes);
    const statement = JSON.parse(readFileSync(join(folder, 'statement.json'), 'utf8'));
    expect(statement.predicate.bundleId).toBe(manifestFor(FILES).bundleId);
  });

  it('holds names that stock tar gives back whole, long and foreign ones too', async () => {
    const names = [`${'long-'.repeat(30)}name.txt`, 'über/日本語.txt', "it's (1) & more.txt"];
    const pieces: Uint8Array[] = [];
    const { members: _, ...manifest } = manifestFor(FILES);
    await sealBundle({
      manifest,
      members: names.map((name) => ({
        name,
        role: 'attachment',
        marking: 'UNCLASSIFIED',
        source: memorySource(Buffer.from(name)),
      })),
      keys: [generatePrivateKey('ed25519')],
      recipients: [desk.recipient],
      write: (bytes) => {
        pieces.push(Uint8Array.from(bytes));
      },
    });
    writeFileSync(join(folder, 'ours.seb'), Buffer.concat(pieces));
    mkdirSync(join(folder, 'out'));
    shell('age -d -i ../desk.identity "$BUNDLE" | tar -xf -', join(folder, 'out'));
    for (const name of names) expect(readFileSync(join(folder, 'out', name), 'utf8')).toBe(name);
  });
});
