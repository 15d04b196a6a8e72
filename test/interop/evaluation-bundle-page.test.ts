import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_STEPS } from '../../core/bundle/checklist.ts';
import { manifestStatement, readManifest } from '../../core/bundle/manifest.ts';
import { readWithHouse } from '../../core/bundle/read-with-house.ts';
import {
  AT,
  type LabFile,
  outcomeOf,
  producerOf,
  rosterOf,
  sealed,
  tarFor,
  verify,
} from '../../core/bundle/testing/lab.ts';
import { generateAgeIdentity } from '../../core/crypto/age/identity.ts';
import { sha384 } from '../../core/crypto/digest.ts';
import { privateKeyFromSeed } from '../../core/crypto/private-key.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { parseEnvelope, serializeEnvelope, signEnvelope } from '../../core/envelope/dsse.ts';
import { canonicalJson } from '../../core/json/canonical.ts';
import { documented } from './documented.ts';

const DOC = fileURLToPath(new URL('../../docs/formats/evaluation-bundle.md', import.meta.url));
const envelope = () => Buffer.from(documented(DOC, 'json envelope'));
const key = () =>
  privateKeyFromSeed(
    'ed25519',
    Uint8Array.from({ length: 32 }, (_, i) => i),
  );

beforeAll(cryptoReady);

describe('the worked example of an evaluation bundle', () => {
  it('has the statement, its digest and its envelope byte for byte', () => {
    const statement = canonicalJson(JSON.parse(documented(DOC, 'json statement')));
    expect(sha384(statement)).toBe(documented(DOC, 'text statement-digest').trim());
    expect(Buffer.from(serializeEnvelope(signEnvelope(statement, [key()])))).toEqual(envelope());
    expect(manifestStatement(readManifest(parseEnvelope(envelope())))).toEqual(statement);
  });

  it('makes a bundle that verifies, with the two files that stand beside it', async () => {
    const files: LabFile[] = readManifest(parseEnvelope(envelope())).members.map(({ name, role }) => ({
      name,
      role,
      bytes: Buffer.from(documented(DOC, `text ${name}`)),
    }));
    expect(files).toHaveLength(2);
    const desk = await generateAgeIdentity('x25519');
    const lab = { key: key(), desk, roster: rosterOf(producerOf(key())) };
    const verdict = await verify(lab, await sealed(tarFor(envelope(), files), desk.recipient), {
      at: AT,
      readMember: readWithHouse,
    });
    expect(outcomeOf(verdict)).toBe('ok');
  });
});

describe('the page of the evaluation bundle', () => {
  const page = readFileSync(DOC, 'utf8');

  it('lists the steps in their order', () => {
    const rows = page.split('\n').flatMap((line) => /^\| `([a-z-]+)` \|.*(bundle\.|none:)/.exec(line)?.[1] ?? []);
    expect(rows).toEqual([...BUNDLE_STEPS]);
  });

  it('names every code that a bundle can be refused by', () => {
    const codes = readFileSync(fileURLToPath(new URL('../../core/failure-code.ts', import.meta.url)), 'utf8');
    const bundleCodes = [...codes.matchAll(/'(bundle\.[a-z-]+)'/g)].map(([, code]) => code);
    expect(bundleCodes.length).toBeGreaterThan(30);
    expect(bundleCodes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
