import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, needs, runTool } from '../../test/stock-tool.ts';
import { fingerprintWords } from '../crypto/fingerprint.ts';
import { publicKeyFromPem, publicKeyToPem } from '../crypto/public-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import { canonicalJson } from '../json/canonical.ts';
import { makeCard, parseCard } from './card.ts';
import { requireRoster, signRoster } from './roster.ts';
import { fences } from './testing/format-doc.ts';
import {
  instant,
  rootKey,
  sampleCard,
  sampleKey,
  samplePersonCard,
  sampleRoster,
} from './testing/sample-identities.ts';

beforeAll(cryptoReady);

const bytes = (text: string | undefined): Uint8Array => new TextEncoder().encode(text ?? '');
const text = (of: Uint8Array): string => new TextDecoder().decode(of);

/** The first JSON fence is the file, the second its statement laid out. */
function expectExample(page: string, made: () => Uint8Array): void {
  const [file, statement, ...more] = fences(page, 'json');
  expect(more).toEqual([]);
  expect(file).toBe(text(made()));
  const { payload } = parseEnvelope(bytes(file));
  expect(canonicalJson(JSON.parse(statement ?? ''))).toEqual(payload);
}

describe('the worked example of', () => {
  it('envelope.md is byte for byte what we make of its seed, and verifies with the key beside it', () => {
    expectExample('envelope.md', () => makeCard(samplePersonCard(), [sampleKey(0x20)]));
    const [pem = ''] = fences('envelope.md', 'pem');
    const key = publicKeyFromPem(pem);
    expect(publicKeyToPem(key)).toBe(pem);
    const [file] = fences('envelope.md', 'json');
    expect(verifyEnvelope(parseEnvelope(bytes(file)), [key]).verified).toEqual([key]);
    expect(fences('envelope.md', 'text')).toEqual([`${key.keyId}\n`, `${fingerprintWords(key.keyId)}\n`]);
  });

  it('identity-card.md is byte for byte what we make of its seed, and reads', () => {
    expectExample('identity-card.md', () => makeCard(sampleCard(), [sampleKey(0x40)]));
    const [file] = fences('identity-card.md', 'json');
    expect(parseCard(bytes(file)).name).toBe('Example Review Desk');
  });

  it('roster.md is byte for byte what we make of its seed, and passes every check', () => {
    expectExample('roster.md', () => signRoster(sampleRoster(), [rootKey()]));
    const [file] = fences('roster.md', 'json');
    const [pem = ''] = fences('roster.md', 'pem');
    const at = instant('2026-11-23T18:40:00Z');
    const { roster } = requireRoster(bytes(file), [publicKeyFromPem(pem)], at);
    expect(roster.persons).toHaveLength(2);
  });
});

describe('the commands of envelope.md', () => {
  it.skipIf(!isInstalled('openssl'))(needs('openssl', 'verify the example, and fail for a changed one'), () => {
    const [commands = ''] = fences('envelope.md', 'sh');
    const [file = ''] = fences('envelope.md', 'json');
    const [pem = ''] = fences('envelope.md', 'pem');
    const [keyId = ''] = fences('envelope.md', 'text');
    const run = (content: string): string => {
      const folder = mkdtempSync(join(tmpdir(), 'scrutineer-doc-'));
      try {
        writeFileSync(join(folder, 'example.dsse.json'), content);
        writeFileSync(join(folder, 'example.pub.pem'), pem);
        return Buffer.from(runTool('sh', ['-c', `cd '${folder}'\n${commands}`]).stdout).toString();
      } finally {
        rmSync(folder, { recursive: true });
      }
    };
    const printed = run(file);
    expect(printed).toContain('Signature Verified Successfully');
    expect(printed).toContain(keyId.trim());
    const changed = file.replace(/("payload": "[^"]{40})./, (_, head: string) => `${head}A`);
    expect(changed).not.toBe(file);
    expect(run(changed)).not.toContain('Verified Successfully');
  });
});
