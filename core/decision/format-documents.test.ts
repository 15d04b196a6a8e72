import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { statementOf } from '../envelope/statement.ts';
import { requireRoster } from '../identity/roster.ts';
import { personKeys } from './opening.ts';
import { opensslCommands } from './openssl-commands.ts';
import {
  DECIDED_AT,
  sampleDecision,
  sampleNotice,
  samplePersons,
  samplePosition,
  sampleRoot,
  sampleRoster,
} from './testing/sample.ts';
import { verifyAny } from './verify-signed.ts';

beforeAll(cryptoReady);

const hasOpenssl3 = /^OpenSSL [3-9]/.test(spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '');
const KINDS = ['decision', 'concurrence', 'notice'] as const;

/** The three examples of docs/formats, made anew from the fixed seeds. */
function examples(): Record<(typeof KINDS)[number], Uint8Array> & { roster: Uint8Array } {
  const persons = samplePersons();
  const roster = sampleRoster(Object.values(persons));
  const decision = sampleDecision(roster, [...persons.official.keys, ...persons.cisa.keys]);
  return {
    roster,
    decision,
    concurrence: samplePosition(decision, persons.ncd, 'does-not-concur'),
    notice: sampleNotice(decision, persons.official.keys),
  };
}

function documentOf(kind: string): string {
  return readFileSync(new URL(`../../docs/formats/designation-${kind}.md`, import.meta.url), 'utf8');
}

function block(text: string, opening: string): string {
  const start = text.indexOf(`\n${opening}\n`);
  if (start < 0) throw new Error(`the document has no ${opening} block`);
  const from = start + opening.length + 2;
  return text.slice(from, text.indexOf('```', from));
}

describe.each(KINDS)('the worked example of designation-%s.md', (kind) => {
  it('is, byte for byte, what the program makes of the fixed seeds', () => {
    const bytes = examples()[kind];
    const text = documentOf(kind);
    expect(block(text, '```json envelope')).toBe(new TextDecoder().decode(bytes));
    expect(JSON.parse(block(text, '```json predicate'))).toEqual(
      JSON.parse(JSON.stringify(statementOf(parseEnvelope(bytes)).predicate)),
    );
  });

  it('passes the checklist as it stands in the document', () => {
    const { roster, decision } = examples();
    const bytes = new TextEncoder().encode(block(documentOf(kind), '```json envelope'));
    const result = verifyAny(bytes, { roster, root: sampleRoot(), at: DECIDED_AT, decision });
    expect(result).toMatchObject({ ok: true, kind });
  });

  it('names every field of its predicate', () => {
    const text = documentOf(kind);
    const predicate = JSON.parse(block(text, '```json predicate'));
    expect(Object.keys(predicate).length).toBeGreaterThan(8);
    for (const field of Object.keys(predicate)) expect(text).toContain(`\`${field}\``);
  });

  const commandsWork = hasOpenssl3
    ? 'is verified by the very commands that the document gives'
    : 'skipped: OpenSSL 3 is not installed, so the commands of the document were not run';
  (hasOpenssl3 ? it : it.skip)(commandsWork, () => {
    const text = documentOf(kind);
    const commands = block(text, '```sh');
    const { roster } = requireRoster(examples().roster, sampleRoot(), DECIDED_AT);
    const name = `example.${kind}.dsse.json`;
    expect(commands).toBe(opensslCommands(name, parseEnvelope(examples()[kind]), personKeys(roster)));
    const cwd = mkdtempSync(join(tmpdir(), 'scrutineer-format-'));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    writeFileSync(join(cwd, name), block(text, '```json envelope'));
    const done = spawnSync('sh', ['-c', commands], { cwd, encoding: 'utf8' });
    expect(done.stderr).toBe('');
    expect(done.status).toBe(0);
    const verified = done.stdout.match(/Signature Verified Successfully/g) ?? [];
    expect(verified).toHaveLength(parseEnvelope(examples()[kind]).signatures.length);
  });
});
