import { Tick } from '@blueprintjs/icons';
import { DECISION_STATE, DETERMINATION, word } from '../words/terms.ts';
import type { CaseFile } from './case-screen.tsx';

/** How far the decision is. */
export function DecisionProgress({ latest }: { readonly latest: CaseFile['decisions'][number] | undefined }) {
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
        {latest ? word(DETERMINATION, latest.determination) : 'Undetermined'}
        <span className="quiet">
          {latest
            ? ` ${word(DECISION_STATE, latest.state)}`
            : ' Nothing has been determined. That is not a finding of “not covered”.'}
        </span>
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
