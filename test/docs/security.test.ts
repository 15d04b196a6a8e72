import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

interface Evidence {
  readonly file: string;
  readonly title: string;
}

interface Requirement {
  readonly number: number;
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

function requirements(): Requirement[] {
  return page
    .split(/^(?=\*\*S-)/m)
    .slice(1)
    .map((block) => {
      const [, number = '', text = ''] = /^\*\*S-(\d+)\*\* ([\s\S]*?)(?=^- `)/m.exec(block) ?? [];
      const evidence = [...block.matchAll(/^- `([^`]+\.test\.ts)`: (.+)$/gm)].map(([, file = '', title = '']) => ({
        file,
        title,
      }));
      return { number: Number(number), text, evidence };
    });
}

/** Every text in the file that stands in quotes or backticks, a placeholder of a template written as "…". */
function textsOf(file: string): Set<string> {
  const source = readFileSync(join(root, file), 'utf8');
  const quoted = source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g);
  return new Set(
    [...quoted].map(([, one, two, three]) =>
      (one ?? two ?? three ?? '').replace(/\$\{[^}]*\}/g, '…').replace(/\\(['"`])/g, '$1'),
    ),
  );
}

describe('docs/security.md', () => {
  it('numbers its requirements from 1 without a gap, and each says MUST', () => {
    const all = requirements();
    expect(all.length).toBeGreaterThan(40);
    expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
    for (const { number, text } of all) expect(text, `S-${number}`).toMatch(/\bMUST\b/);
  });

  it('shows each requirement by tests that are there under their titles', () => {
    const missing: string[] = [];
    for (const { number, evidence } of requirements()) {
      expect(evidence.length, `S-${number}`).toBeGreaterThan(0);
      for (const { file, title } of evidence) {
        if (!existsSync(join(root, file)) || !textsOf(file).has(title)) missing.push(`S-${number} ${file}: ${title}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('would notice a title that is not there', () => {
    expect(textsOf('test/docs/security.test.ts').has('would notice a title that is not there')).toBe(true);
    expect(textsOf('test/docs/security.test.ts').has(['would notice', 'another title'].join(' '))).toBe(false);
  });
});
