import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FINDING_SEVERITY } from '../../core/inspect/finding.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const [refusals = '', findings = ''] = read('docs/errors.md').split(/^## Findings$/m);
const rows = (page: string) => [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm)];

describe('docs/errors.md', () => {
  it('tells every failure code, once, and none that there is not', () => {
    const union = read('core/failure-code.ts').split('export type FailureCode =')[1] ?? '';
    const codes = [...union.matchAll(/^ {2}\| '([^']+)'/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(180);
    expect(
      rows(refusals)
        .map(([, code]) => code)
        .toSorted(),
    ).toEqual(codes.toSorted());
  });

  it('says of each what it means and what to do next, as sentences', () => {
    for (const [, code, meaning = '', next = ''] of rows(refusals)) {
      expect(meaning, code).toMatch(/^[^a-z].*\.$/);
      expect(next, code).toMatch(/\.$/);
    }
  });

  it('tells every finding of a log with its severity', () => {
    const told = rows(findings).map(([, code = '', severity]) => [code, severity] as const);
    const ofLogs = told.filter(([code]) => code.startsWith('log.'));
    expect(new Map(ofLogs)).toEqual(new Map(Object.entries(FINDING_SEVERITY)));
    expect(ofLogs.length).toBe(Object.keys(FINDING_SEVERITY).length);
  });
});
