import { Disable, Error as ErrorIcon, Refresh, Tick, Time, WarningSign } from '@blueprintjs/icons';
import type { z } from 'zod';
import type { checkStep } from '../../desk/contract/terms.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { stepWords } from '../words/steps.ts';
import { STEP_OUTCOME, word } from '../words/terms.ts';

export type CheckStep = z.output<typeof checkStep>;

/** A step of a list that is still being gone through. */
export type ShownStep =
  | CheckStep
  | { readonly step: string; readonly outcome: 'running' | 'pending'; readonly code: null; readonly detail: string };

const ICON = {
  passed: <Tick />,
  failed: <ErrorIcon />,
  warning: <WarningSign />,
  'not-checked': <Disable />,
  running: <Refresh />,
  pending: <Time />,
} as const;

/** A verification, step by step, each with its outcome in words. */
export function Checklist({ steps, label }: { readonly steps: readonly ShownStep[]; readonly label: string }) {
  return (
    <ol className="checklist" aria-label={label}>
      {steps.map((step) => (
        <li key={step.step} className={`check-${step.outcome}`}>
          <span className="check-outcome">
            {ICON[step.outcome]} {word(STEP_OUTCOME, step.outcome)}
          </span>
          <span className="check-name">{stepWords(step.step)}</span>
          <span className="check-detail">
            <ForeignText>{step.detail}</ForeignText>
            {step.code !== null && step.outcome !== 'passed' && <code>{step.code}</code>}
          </span>
        </li>
      ))}
    </ol>
  );
}

/**
 * The whole list while it is gone through: what is known so far, the step at work, and those that come after it.
 * @param names every step in order
 */
export function stepsSoFar(
  names: readonly string[],
  known: readonly CheckStep[],
  isAtWork: boolean,
): readonly ShownStep[] {
  const found = new Map(known.map((step) => [step.step, step]));
  const next = names.find((name) => !found.has(name));
  const inOrder = names.map((step): ShownStep => {
    const outcome = isAtWork && step === next ? 'running' : 'pending';
    return found.get(step) ?? { step, outcome, code: null, detail: '' };
  });
  return [...inOrder, ...known.filter(({ step }) => !names.includes(step))];
}
