import { Tick } from '@blueprintjs/icons';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted } from '../words/plain.ts';
import { DETERMINATION, word } from '../words/terms.ts';
import type { CaseFile } from './case-screen.tsx';

interface ProgressProps {
  readonly latest: CaseFile['decisions'][number] | undefined;
  /** What the last act on this decision said is still missing; null where no act told in this session. */
  readonly missing: readonly string[] | null;
}

/** How far the decision is, and what it still needs. */
export function DecisionProgress({ latest, missing }: ProgressProps) {
  const isComplete = latest?.state === 'complete';
  const steps = [
    {
      title: 'Drafted and signed by the determining official',
      done: latest !== undefined && latest.state !== 'withdrawn',
    },
    { title: 'Positions taken and signatures given', done: isComplete },
    { title: 'Quorum of persons counted: frozen', done: isComplete },
  ];
  return (
    <section className="decision-progress" aria-label="Progress of the decision">
      <p className="decision-finding">
        {latest ? word(DETERMINATION, latest.determination) : 'Undetermined'}
        <span className="quiet">
          {latest ? ` ${latest.state}` : ' Nothing has been determined. That is not a finding of “not covered”.'}
        </span>
      </p>
      <ol>
        {steps.map(({ title, done }) => (
          <li key={title} className={done ? 'done' : ''}>
            <span className="wizard-number">{done ? <Tick size={12} /> : '·'}</span>
            {title}
            <span className="out-of-sight">{done ? ': done' : ': to do'}</span>
          </li>
        ))}
      </ol>
      {latest?.state === 'draft' &&
        (missing === null ? (
          <p className="quiet">Each signature or position that is added tells here what is still missing.</p>
        ) : missing.length === 0 ? (
          <p>Nothing is missing.</p>
        ) : (
          <>
            <p>
              <strong>{counted(missing.length, 'thing is', 'things are')} still missing:</strong>
            </p>
            <ul className="missing" aria-label="Still missing">
              {missing.map((one) => (
                <li key={one}>
                  <ForeignText>{one}</ForeignText>
                </li>
              ))}
            </ul>
          </>
        ))}
    </section>
  );
}
