import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../bytes/source.ts';
import { cryptoReady } from '../crypto/ready.ts';
import { instant, rootKey } from '../identity/testing/sample-identities.ts';
import { tableObservations } from '../scores/observations.ts';
import { readScoreTable } from '../scores/table.ts';
import { parseTypedScore, typedObservation } from '../scores/typed.ts';
import { checkPolicy } from './check.ts';
import { assess } from './evaluate.ts';
import { explainAssessment } from './explain.ts';
import { parsePolicy } from './policy.ts';
import { signPolicy } from './sign.ts';
import { examplePolicy } from './testing/worked-example.ts';

beforeAll(cryptoReady);

/** The text of the fenced block with this opening. */
function block(page: string, opening: string): string {
  const text = readFileSync(new URL(`../../docs/formats/${page}`, import.meta.url), 'utf8');
  const start = text.indexOf(`\n\`\`\`${opening}\n`);
  if (start < 0) throw new Error(`the page has no ${opening} block`);
  const from = start + opening.length + 5;
  return text.slice(from, text.indexOf('```', from));
}

const CONTEXT = { model: 'example-model', role: 'candidate', sourceId: 'scores.csv' } as const;

function rowsOf(text: string) {
  return readScoreTable(memorySource(new TextEncoder().encode(text)));
}

async function withoutLines(text: string) {
  const rows = [];
  for await (const { line: _, ...row } of rowsOf(text)) rows.push(row);
  return rows;
}

describe('the worked example of threshold-policy.md', () => {
  it('shows the policy as it was written', () => {
    expect(block('threshold-policy.md', 'json predicate')).toBe(`${JSON.stringify(examplePolicy(), null, 2)}\n`);
  });

  it('shows the envelope byte for byte, and it passes every check', () => {
    const envelope = new TextEncoder().encode(block('threshold-policy.md', 'json envelope'));
    expect(Buffer.from(envelope).equals(signPolicy(examplePolicy(), [rootKey()]))).toBe(true);
    const check = checkPolicy(envelope, [rootKey().publicKey], instant('2026-11-23T00:00:00Z'));
    expect(check.steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(check.policy?.policyId).toBe('example-cyber');
  });

  it('says of the table what the page says', async () => {
    const table = await tableObservations(rowsOf(block('score-table.md', 'csv table')), CONTEXT);
    const lines = explainAssessment(assess(parsePolicy(examplePolicy()), table));
    expect(block('threshold-policy.md', 'text assessment')).toBe(`${lines.join('\n')}\n`);
  });
});

describe('the worked examples of score-table.md', () => {
  it('begin alike in both shapes', async () => {
    const csv = await withoutLines(block('score-table.md', 'csv table'));
    const jsonl = await withoutLines(block('score-table.md', 'jsonl table'));
    expect(csv).toHaveLength(20);
    expect(jsonl).toHaveLength(3);
    expect(jsonl).toEqual(csv.slice(0, 3));
  });

  it('show a typed score that is complete', () => {
    const score = parseTypedScore(JSON.parse(block('score-table.md', 'json typed')));
    expect(typedObservation(score, { role: 'candidate' }).reported?.tasks).toBe(30);
  });
});
