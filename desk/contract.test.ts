import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstIssue } from '../core/first-issue.ts';
import { CONTRACT } from './contract.ts';

const ZODS_OWN = /Too (small|big)|Invalid|Unrecognized|expected|received|>=|<=/;

describe('input that does not fit the contract', () => {
  it('is told in words of the house, whatever is wrong with it', () => {
    let told = 0;
    for (const [name, { input }] of Object.entries(CONTRACT)) {
      const fields = Object.keys(input.shape);
      const wrong: unknown[] = [undefined, null, [], 'x', { extra: 1 }];
      for (const value of [undefined, null, '', 5, -1.5, [], {}, 'x'.repeat(50_000), [''], [{}]]) {
        wrong.push(Object.fromEntries(fields.map((field) => [field, value])));
        for (const field of fields) wrong.push({ [field]: value });
      }
      for (const value of wrong) {
        const parsed = input.safeParse(value);
        if (parsed.success) continue;
        for (const issue of parsed.error.issues) {
          told += 1;
          // One issue at a time, so that none hides behind the first.
          const { words } = firstIssue(new z.ZodError([issue]));
          expect(words, `${name} ${issue.path.join('.')}`).not.toMatch(ZODS_OWN);
        }
      }
    }
    expect(told).toBeGreaterThan(1000);
  });
});
