import { Button, Tag } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { Output } from '../../desk/contract.ts';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted, minute } from '../words/plain.ts';
import { FLAG, word } from '../words/terms.ts';
import type { CaseFile } from './case-screen.tsx';

type Adjudication = Output<'readAttempt'>['adjudications'][number];
type Placed = CaseFile['adjudications'][number];

const VERDICT: Readonly<Record<string, string>> = {
  confirmed: 'confirmed',
  changed: 'changed to',
  excluded: 'excluded: the attempt tells nothing',
};

interface OfAttemptProps {
  readonly adjudications: readonly Adjudication[];
  /** A reviewer who has not spoken yet reads the words of others only when asking for them. */
  readonly isOpen: boolean;
}

/** What reviewers said of one attempt, oldest first, with the reasons they gave. */
export function AdjudicationsOfAttempt({ adjudications, isOpen }: OfAttemptProps) {
  if (adjudications.length === 0) return null;
  return (
    <details className="adjudications" open={isOpen}>
      <summary>{summaryOf(adjudications)}</summary>
      <ul aria-label="Adjudications of this attempt">
        {adjudications.map((one) => (
          <Said key={one.adjudicationId} said={one} />
        ))}
      </ul>
    </details>
  );
}

/** Every adjudication of the case, each with the way to the attempt that it speaks of. */
export function AdjudicationsOfCase({ file, isOpen }: { readonly file: CaseFile; readonly isOpen: boolean }) {
  const { adjudications, summary } = file;
  if (adjudications.length === 0) return <p className="quiet">No reviewer has adjudicated a score yet.</p>;
  const open = ({ runId, attemptId }: Placed) => goTo('cases', summary.caseId, 'samples', runId, attemptId);
  return (
    <details className="adjudications" open={isOpen}>
      <summary>{summaryOf(adjudications)}</summary>
      <ul aria-label="Adjudications of this case">
        {adjudications.map((one) => (
          <Said key={one.adjudicationId} said={one}>
            <ForeignText>{`${one.task}, ${one.sample}, epoch ${one.epoch}`}</ForeignText>{' '}
            <Button size="small" variant="minimal" text="Read the attempt" onClick={() => open(one)} />
          </Said>
        ))}
      </ul>
    </details>
  );
}

function summaryOf(adjudications: readonly Adjudication[]): string {
  const superseded = adjudications.filter(({ isSuperseded }) => isSuperseded).length;
  return `${counted(adjudications.length, 'adjudication')}${superseded === 0 ? '' : `, ${superseded} superseded`}`;
}

function Said({ said, children }: { readonly said: Adjudication; readonly children?: ReactNode }) {
  const { by, at, scorer, key, verdict, value, flags, rationale, isSuperseded } = said;
  return (
    <li className={isSuperseded ? 'superseded' : ''}>
      {children && <div>{children}</div>}
      <div>
        <strong>
          <ForeignText>{by}</ForeignText>
        </strong>
        , {minute(at)} UTC: <ForeignText>{key === null ? scorer : `${scorer} / ${key}`}</ForeignText>{' '}
        {word(VERDICT, verdict)} {value !== null && <strong>{value}</strong>}
        {flags.map((flag) => (
          <Tag key={flag} minimal intent="warning">
            {word(FLAG, flag)}
          </Tag>
        ))}
        {isSuperseded && <Tag minimal>superseded by a later word</Tag>}
      </div>
      <p className="rationale">
        <ForeignText>{rationale}</ForeignText>
      </p>
    </li>
  );
}
