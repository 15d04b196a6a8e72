import { Tag } from '@blueprintjs/core';
import { Tick } from '@blueprintjs/icons';
import { DECISION_STATE, DETERMINATION, word } from '../words/terms.ts';
import type { CaseFile } from './case-screen.tsx';

type Latest = CaseFile['decisions'][number] | undefined;

/** A finding that counts, or that counted once, is told without a tag before it. */
const COUNTED: ReadonlySet<string> = new Set(['complete', 'superseded', 'rescinded']);

/** What the finding counts for. */
function standing(latest: Latest): string {
  if (latest === undefined) return 'Nothing has been determined. That is not a finding of “not covered”.';
  switch (latest.state) {
    case 'draft':
      return 'The case reads undetermined until the quorum has signed.';
    case 'withdrawn':
      return 'It counts for nothing.';
    default:
      return word(DECISION_STATE, latest.state);
  }
}

/** How far the decision is. */
export function DecisionProgress({ latest }: { readonly latest: Latest }) {
  const isComplete = latest?.state === 'complete';
  const steps = [
    {
      title: 'Drafted and signed by the determining official',
      done: latest !== undefined && latest.state !== 'withdrawn',
    },
    { title: 'Positions taken and signatures given', done: isComplete },
    { title: 'Quorum counted, decision frozen', done: isComplete },
  ];
  return (
    <section className="decision-progress" aria-label="Progress of the decision">
      <p className="decision-finding">
        {latest && !COUNTED.has(latest.state) && (
          <>
            <Tag>{word(DECISION_STATE, latest.state)}</Tag>{' '}
          </>
        )}
        {latest ? word(DETERMINATION, latest.determination) : 'Undetermined'}
        <span className="quiet"> {standing(latest)}</span>
      </p>
      <ol>
        {steps.map(({ title, done }, index) => (
          <li key={title} className={done ? 'done' : ''}>
            <span className="wizard-number">{done ? <Tick size={12} /> : index + 1}</span>
            {title}
            <span className="out-of-sight">{done ? ': done' : ': to do'}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
