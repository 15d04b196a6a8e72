import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SOFTWARE } from '../../core/software.ts';

describe('the name and version that signed documents bear', () => {
  it('are those of package.json', () => {
    const { name, version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(SOFTWARE).toEqual({ name, version });
  });
});
