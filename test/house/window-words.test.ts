import { expect, it } from 'vitest';
import { BUNDLE_STEPS } from '../../core/bundle/checklist.ts';
import { BUNDLE_STEPS as SHOWN, stepWords } from '../../renderer/words/steps.ts';

it('the window shows the steps of an import that core walks, in their order, each in words', () => {
  expect(SHOWN).toEqual(BUNDLE_STEPS);
  for (const step of BUNDLE_STEPS) expect(stepWords(step)).not.toContain('-');
});
