import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { PrivateKey } from '../crypto/private-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { type Envelope, parseEnvelope, serializeEnvelope } from '../envelope/dsse.ts';
import { requireRoster } from '../identity/roster.ts';
import type { Concurrence } from './concurrence.ts';
import { decisionReport, type ReportInput } from './decision-report.ts';
import { personKeys } from './opening.ts';
import { opensslCommands } from './openssl-commands.ts';
import {
  DECIDED_AT,
  sampleDecision,
  sampleKey,
  samplePersons,
  samplePosition,
  sampleRoot,
  sampleRoster,
} from './testing/sample.ts';
import { verifyDecision } from './verify-decision.ts';

beforeAll(cryptoReady);

const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const opensslVersion = /^OpenSSL (\d+)\.(\d+)/.exec(openssl.stdout ?? '');
const hasOpenssl3 = Number(opensslVersion?.[1] ?? 0) >= 3;
const hasMlDsa = hasOpenssl3 && Number(`${opensslVersion?.[1]}.${opensslVersion?.[2]?.padStart(2, '0')}`) >= 3.05;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'scrutineer-decision-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function run(script: string, cwd: string) {
  return spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
}

function report(signers: readonly PrivateKey[], said: Partial<Concurrence> = {}) {
  const persons = samplePersons();
  const roster = sampleRoster(Object.values(persons));
  const bytes = sampleDecision(roster, signers);
  const verified = verifyDecision(bytes, {
    roster,
    root: sampleRoot(),
    concurrences: [samplePosition(bytes, persons.ncd, 'does-not-concur', said)],
  });
  const { decision } = verified;
  if (decision === undefined) throw new Error('the sample is a decision');
  const input: ReportInput = {
    verified: { ...verified, decision },
    envelope: parseEnvelope(bytes),
    roster: requireRoster(roster, sampleRoot(), DECIDED_AT).roster,
    fileName: 'example.decision.dsse.json',
  };
  return { text: decisionReport(input), input, bytes };
}

const BOTH = () => [...samplePersons().official.keys, ...samplePersons().cisa.keys];

describe('the printed report of a decision', () => {
  it('bears its marking as the first and the last line', () => {
    const lines = report(BOTH()).text.trimEnd().split('\n');
    expect(lines.at(0)).toBe('**UNCLASSIFIED**');
    expect(lines.at(-1)).toBe('**UNCLASSIFIED**');
  });

  it('bears the higher marking of a position that lies beside the decision', () => {
    const { text } = report(BOTH(), {
      statement: [{ portionMarking: '(C//NF)', text: 'Text for a test of markings; nothing here is classified.' }],
      marking: 'CONFIDENTIAL//NOFORN',
      authority: { classifiedBy: 'A', derivedFrom: 'B', declassifyOn: '20511120' },
    });
    expect(text.startsWith('**CONFIDENTIAL//NOFORN**\n')).toBe(true);
    expect(text.endsWith('\n**CONFIDENTIAL//NOFORN**\n')).toBe(true);
  });

  it('tells the finding, each portion with its marking, the dissent, and that it is no licence', () => {
    const { text } = report(BOTH());
    expect(text).toContain('Example Model 2026-10 of Example Lab was determined to be a covered frontier model.');
    expect(text).toContain('(U) Every rule of the policy was met by the adjudicated results.');
    expect(text).toContain('**Sam Reed, NCD**: does not concur.');
    expect(text).toContain('(U) The reference model was run with other tools.');
    expect(text).toContain('neither an approval nor a licence');
    expect(text).toContain('The quorum is complete.');
    expect(text).not.toContain('determines nothing');
  });

  it('says in its first lines where the decision is not complete', () => {
    const { text } = report(samplePersons().official.keys);
    expect(text.split('\n').slice(0, 6).join('\n')).toContain('It determines nothing.');
    expect(text).toContain('**NOT COMPLETE.**');
  });
});

describe('checking a decision without this program', () => {
  if (!hasOpenssl3) {
    it.skip('skipped: OpenSSL 3 is not installed, so the commands of the report were not run', () => {});
    return;
  }

  it('works by the very commands that the report ends with', () => {
    const { text, bytes, input } = report(BOTH());
    const commands = /```sh\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '';
    const cwd = folder();
    writeFileSync(join(cwd, input.fileName), bytes);
    const done = run(commands, cwd);
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    expect(done.stdout.match(/Signature Verified Successfully/g)).toHaveLength(2);
    for (const key of BOTH()) expect(done.stdout).toContain(`${key.publicKey.keyId} `);
  });

  it('refuses by the same commands once a byte of the payload or of a signature was turned', () => {
    const { bytes, input } = report(BOTH());
    const keys = personKeys(input.roster);
    const commands = opensslCommands(input.fileName, input.envelope, keys);
    const turn = (part: Uint8Array) => part.map((byte, index) => (index === 40 ? byte ^ 1 : byte));
    const envelope = parseEnvelope(bytes);
    const altered: Envelope[] = [
      { ...envelope, payload: turn(envelope.payload) },
      { ...envelope, signatures: envelope.signatures.map((one) => ({ ...one, signature: turn(one.signature) })) },
    ];
    for (const one of altered) {
      const cwd = folder();
      writeFileSync(join(cwd, input.fileName), serializeEnvelope(one));
      expect(run(commands, cwd).status).not.toBe(0);
    }
  });

  it('does not mind how the JSON is laid out, nor a path with spaces and quotes', () => {
    const { bytes, input } = report(BOTH());
    const cwd = folder();
    const name = "it's a decision.json";
    const packed = JSON.stringify(JSON.parse(new TextDecoder().decode(bytes))).replaceAll('/', '\\/');
    writeFileSync(join(cwd, name), packed);
    const done = run(opensslCommands(name, input.envelope, personKeys(input.roster)), cwd);
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
  });

  const withMlDsa = hasMlDsa
    ? 'works for ML-DSA-87 too'
    : `skipped: ${opensslVersion?.[0]} has no ML-DSA-87 (3.5 has), so its command was not run`;
  (hasMlDsa ? it : it.skip)(withMlDsa, () => {
    const key = sampleKey(40, 'ml-dsa-87');
    const envelope = parseEnvelope(sampleDecision(sampleRoster(Object.values(samplePersons())), [key]));
    const cwd = folder();
    writeFileSync(join(cwd, 'd.json'), serializeEnvelope(envelope));
    const done = run(opensslCommands('d.json', envelope, [{ owner: 'avery.stone', key: key.publicKey }]), cwd);
    expect(done.stdout).toContain('Signature Verified Successfully');
  });
});
