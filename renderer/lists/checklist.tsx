import { Disable, Error as ErrorIcon, Tick, WarningSign } from '@blueprintjs/icons';
import type { z } from 'zod';
import type { checkStep } from '../../desk/contract/terms.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { STEP_OUTCOME, word } from '../words/terms.ts';

export type CheckStep = z.output<typeof checkStep>;

const ICON = {
  passed: <Tick />,
  failed: <ErrorIcon />,
  warning: <WarningSign />,
  'not-checked': <Disable />,
} as const;

/** A verification, step by step, each with its outcome in words. */
export function Checklist({ steps, label }: { readonly steps: readonly CheckStep[]; readonly label: string }) {
  return (
    <ol className="checklist" aria-label={label}>
      {steps.map((step) => (
        <li key={`${step.step} ${step.detail}`} className={`check-${step.outcome}`}>
          <span className="check-outcome">
            {ICON[step.outcome]} {word(STEP_OUTCOME, step.outcome)}
          </span>
          <span className="check-name">{step.step}</span>
          <span className="check-detail">
            <ForeignText>{step.detail}</ForeignText>
            {step.code !== null && step.outcome !== 'passed' && <code>{step.code}</code>}
          </span>
        </li>
      ))}
    </ol>
  );
}
