import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, needs, runTool } from '../../test/stock-tool.ts';
import { publicKeyToPem } from '../crypto/public-key.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { type Statement, statementBytes } from '../envelope/statement.ts';
import { codeOf } from '../testing/refused.ts';
import { checkpointStatement, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { type CheckpointExample, checkpointExample } from './testing/example.ts';
import { verifyChain, verifyChainStream } from './verify.ts';

const page = readFileSync(new URL('../../docs/formats/audit-checkpoint.md', import.meta.url), 'utf8');
let example: CheckpointExample;

beforeAll(async () => {
  await cryptoReady();
  example = checkpointExample();
});

/** The text of the fenced block under a heading of the page. */
function block(heading: string): string {
  const section = page.split(`\n### ${heading}\n`)[1];
  const text = section && /```[a-z]*\n([\s\S]*?)```/.exec(section)?.[1];
  if (!text) throw new Error(`docs/formats/audit-checkpoint.md has no block under "${heading}"`);
  return text;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('a checkpoint', () => {
  it('opens for the key that signed it, and gives what was signed', () => {
    const { checkpoint, signers } = openCheckpoint(bytes(example.envelope), [example.key.publicKey]);
    expect(checkpoint).toEqual(example.checkpoint);
    expect(signers.map((key) => key.keyId)).toEqual([example.key.publicKey.keyId]);
  });

  it('is refused when no key given has signed it, or it was changed', () => {
    expect(codeOf(() => openCheckpoint(bytes(example.envelope), []))).toBe('audit.checkpoint');
    const payload = example.statement.replace('"sequence":3', '"sequence":2');
    const changed = example.envelope.replace(/"payload": "[^"]+"/, `"payload": "${btoa(payload)}"`);
    expect(changed).not.toBe(example.envelope);
    expect(codeOf(() => openCheckpoint(bytes(changed), [example.key.publicKey]))).toBe('audit.checkpoint');
  });

  it('is refused when a field is missing or malformed, or its subject is not its head', () => {
    const good: Statement<unknown> = checkpointStatement(example.checkpoint);
    const wrong: Record<string, unknown>[] = [
      { vaultId: '' },
      { sequence: 0 },
      { sequence: 1.5 },
      { head: 'ab' },
      { at: 'now' },
    ];
    for (const change of wrong) {
      const predicate = { ...example.checkpoint, ...change };
      expect(codeOf(() => parseCheckpoint({ ...good, predicate }))).toBe('audit.checkpoint');
    }
    const other = example.events[0]?.digest ?? example.checkpoint.head;
    expect(codeOf(() => parseCheckpoint({ ...good, subject: [{ digest: { sha384: other } }] }))).toBe(
      'audit.checkpoint',
    );
    expect(codeOf(() => parseCheckpoint({ ...good, subject: [...good.subject, ...good.subject] }))).toBe(
      'audit.checkpoint',
    );
    expect(codeOf(() => parseCheckpoint({ ...good, predicateType: PREDICATE.notice }))).toBe('audit.checkpoint');
  });

  it('reads past fields it does not know', () => {
    const more: Statement<unknown> = {
      ...checkpointStatement(example.checkpoint),
      predicate: { ...example.checkpoint, later: true },
    };
    const envelope = serializeEnvelope(signEnvelope(statementBytes(more), [example.key]));
    expect(openCheckpoint(envelope, [example.key.publicKey]).checkpoint).toEqual(example.checkpoint);
  });

  it('shows that the end of a log was cut off', () => {
    const { checkpoint } = openCheckpoint(bytes(example.envelope), [example.key.publicKey]);
    expect(verifyChain(example.events, { checkpoints: [checkpoint] }).ok).toBe(true);
    const cut = verifyChain(example.events.slice(0, 2), { checkpoints: [checkpoint] });
    expect(cut.findings.map((finding) => finding.code)).toEqual(['audit.truncated']);
  });
});

describe('docs/formats/audit-checkpoint.md', () => {
  it('shows the log, the statement, the key and the envelope byte for byte', () => {
    expect(block('The log')).toBe(example.log);
    expect(block('The statement')).toBe(`${example.statement}\n`);
    expect(block('The public key')).toBe(publicKeyToPem(example.key.publicKey));
    expect(block('The envelope')).toBe(example.envelope);
  });

  it('shows a log that verifies', async () => {
    const lines = block('The log').trimEnd().split('\n');
    const { checkpoint } = openCheckpoint(bytes(block('The envelope')), [example.key.publicKey]);
    expect((await verifyChainStream(lines, { checkpoints: [checkpoint] })).ok).toBe(true);
  });

  it.runIf(isInstalled('openssl'))(
    'gives commands that recompute the head and check the signature with openssl',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
      const run = (script: string) => runTool('sh', ['-c', `cd "$0" && ${script}`, folder]);
      const text = (output: Uint8Array) => new TextDecoder().decode(output);
      try {
        writeFileSync(join(folder, 'audit.jsonl'), example.log);
        writeFileSync(join(folder, 'checkpoint.dsse.json'), example.envelope);
        writeFileSync(join(folder, 'person.pem'), publicKeyToPem(example.key.publicKey));
        expect(text(run(block('Recompute the chain')).stdout)).toBe(`head: 3 ${example.checkpoint.head}\n`);
        expect(text(run(block('Check the signature')).stdout)).toContain('Signature Verified Successfully');

        writeFileSync(join(folder, 'audit.jsonl'), example.log.replace('case-1', 'case-2'));
        expect(run(block('Recompute the chain')).status).not.toBe(0);
        writeFileSync(join(folder, 'audit.jsonl'), example.log.split('\n').toSpliced(1, 1).join('\n'));
        expect(run(block('Recompute the chain')).status).not.toBe(0);
        writeFileSync(
          join(folder, 'checkpoint.dsse.json'),
          example.envelope.replace('"payload": "ey', '"payload": "eX'),
        );
        expect(text(run(block('Check the signature')).stdout)).not.toContain('Verified Successfully');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it.runIf(!isInstalled('openssl'))(needs('openssl', 'gives commands for openssl'), () => {
    expect(isInstalled('openssl')).toBe(false);
  });
});
