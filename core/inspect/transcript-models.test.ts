import { describe, expect, it } from 'vitest';
import { parseTolerantJson } from '../json/tolerant.ts';
import { isJsonObject, type JsonObject } from '../json/value.ts';
import { Findings } from './finding.ts';
import { TranscriptModels } from './transcript-models.ts';

function object(text: string): JsonObject {
  const { value } = parseTolerantJson(new TextEncoder().encode(text));
  if (!isJsonObject(value)) throw new Error('not an object');
  return value;
}

function found(model: string, attempts: readonly string[][], modelRoles: JsonObject | null = null): string[] {
  const models = new TranscriptModels({ model, modelRoles });
  for (const eventModels of attempts) models.add({ eventModels });
  const findings = new Findings();
  models.report(findings);
  return findings.list().map(({ code, severity, detail }) => `${severity} ${code}: ${detail}`);
}

describe('the models of a transcript', () => {
  it('are an alarm where they never are the model of the header', () => {
    expect(found('lab/new', [['lab/new'], ['lab/old'], ['lab/old', 'lab/other']])).toEqual([
      'alarm log.model-mismatch: The header names lab/new; in 2 attempts the transcript names only lab/old, lab/other',
    ]);
  });

  it.each<[string, string, string[][], JsonObject | null]>([
    ['the header names beside others', 'lab/new', [['lab/new', 'lab/old']], null],
    ['the header gives a role, by name', 'lab/new', [['lab/judge']], object('{"grader":"lab/judge"}')],
    [
      'the header gives a role, with its settings',
      'lab/new',
      [['lab/judge']],
      object('{"grader":{"model":"lab/judge"}}'),
    ],
    ['nobody names, because there is no model event', 'lab/new', [[]], null],
    ['a log without a model of its own calls', 'none/none', [['lab/old']], null],
  ])('are no finding where they are what %s', (_what, model, attempts, roles) => {
    expect(found(model, attempts, roles)).toEqual([]);
  });

  it('are named a few at a time, and cut', () => {
    const many = Array.from({ length: 20 }, (_, index) => [`lab/${index}-${'x'.repeat(200)}`]);
    const [finding = ''] = found('lab/new', many);
    expect(finding).toContain('20 attempts');
    expect(finding.length).toBeLessThan(700);
  });
});
