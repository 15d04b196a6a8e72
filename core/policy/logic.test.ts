import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { all, any, atLeast, type Outcome } from './logic.ts';

const OUTCOMES: readonly Outcome[] = ['met', 'not-met', 'indeterminate'];

/** Every list of outcomes of this length. */
function lists(length: number): Outcome[][] {
  if (length === 0) return [[]];
  return lists(length - 1).flatMap((rest) => OUTCOMES.map((outcome) => [outcome, ...rest]));
}

/** Every way the open parts of a list could turn out. */
function completions(parts: readonly Outcome[]): Outcome[][] {
  return lists(parts.length).filter((full) =>
    full.every((o, i) => o !== 'indeterminate' && (parts[i] === 'indeterminate' || parts[i] === o)),
  );
}

describe('three-valued logic', () => {
  it('decides exactly what every completion of the open parts agrees on', () => {
    let cases = 0;
    for (let length = 1; length <= 5; length += 1) {
      for (const parts of lists(length)) {
        for (let n = 1; n <= length; n += 1) {
          const possible = new Set(
            completions(parts).map((full) => (full.filter((o) => o === 'met').length >= n ? 'met' : 'not-met')),
          );
          const [only] = possible;
          expect(atLeast(n, parts)).toBe(possible.size === 1 ? only : 'indeterminate');
          cases += 1;
        }
      }
    }
    expect(cases).toBe(3 + 2 * 9 + 3 * 27 + 4 * 81 + 5 * 243);
  });

  it('has the truth tables of Kleene for two parts', () => {
    const table = (join: (parts: Outcome[]) => Outcome): Outcome[] => lists(2).map(join);
    const [m, n, i] = OUTCOMES;
    // Rows of the second part met, not met, indeterminate; within each the first in the same order.
    expect(table(all)).toEqual([m, n, i, n, n, n, i, n, i]);
    expect(table(any)).toEqual([m, m, m, m, n, i, m, i, i]);
  });
});

type Tree = Outcome | { readonly n: number; readonly parts: readonly Tree[] };

function judge(tree: Tree): Outcome {
  return typeof tree === 'string' ? tree : atLeast(tree.n, tree.parts.map(judge));
}

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...OUTCOMES),
    fc
      .array(tie('tree'), { minLength: 1, maxLength: 4 })
      .chain((parts) => fc.integer({ min: 1, max: parts.length }).map((n) => ({ n, parts }))),
  ),
})).tree;

/** The tree with its open leaves filled in turn from `answers`. */
function settle(tree: Tree, answers: readonly boolean[], at = { leaf: 0 }): Tree {
  if (tree === 'indeterminate') {
    const answer = answers[at.leaf % answers.length] ?? true;
    at.leaf += 1;
    return answer ? 'met' : 'not-met';
  }
  return typeof tree === 'string' ? tree : { ...tree, parts: tree.parts.map((part) => settle(part, answers, at)) };
}

/** The tree with the leaf at `index` replaced by met. */
function improve(tree: Tree, index: number, at = { leaf: 0 }): Tree {
  if (typeof tree === 'string') {
    at.leaf += 1;
    return at.leaf - 1 === index ? 'met' : tree;
  }
  return { ...tree, parts: tree.parts.map((part) => improve(part, index, at)) };
}

describe('nested rules', () => {
  it('never take back a determined result when open parts turn out either way', () => {
    let determined = 0;
    fc.assert(
      fc.property(trees, fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (tree, answers) => {
        const before = judge(tree);
        const after = judge(settle(tree, answers));
        expect(after).not.toBe('indeterminate');
        if (before !== 'indeterminate') {
          determined += 1;
          expect(after).toBe(before);
        }
      }),
      { numRuns: 2000 },
    );
    expect(determined).toBeGreaterThan(200);
  });

  it('never get worse when a part is met after all', () => {
    const rank = { 'not-met': 0, indeterminate: 1, met: 2 };
    fc.assert(
      fc.property(trees, fc.nat(30), (tree, index) => {
        expect(rank[judge(improve(tree, index))]).toBeGreaterThanOrEqual(rank[judge(tree)]);
      }),
      { numRuns: 2000 },
    );
  });
});
