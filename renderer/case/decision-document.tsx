import { H3 } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { Checklist } from '../lists/checklist.tsx';
import { Facts } from '../lists/facts.tsx';
import { MarkedText } from '../marking/marked-text.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { minute } from '../words/plain.ts';
import { DETERMINATION, OUTCOME, POSITION, word } from '../words/terms.ts';

export type Decision = Output<'showDecision'>;

/** A decision to be read before it is signed: the finding, its reasons paragraph by paragraph, and what it rests on. */
export function DecisionDocument({ decision }: { readonly decision: Decision }) {
  return (
    <article className="decision-document" aria-label="The decision">
      <header>
        <p className="document-marking">{decision.marking}</p>
        <p className="decision-finding">
          {decision.rescinds === null
            ? word(DETERMINATION, decision.determination)
            : 'Takes an earlier decision back and makes no finding'}
          <span className="quiet">
            {' '}
            <ForeignText>{`${decision.model} ${decision.version}, ${decision.developer}`}</ForeignText>
          </span>
        </p>
      </header>
      <MarkedText label="Rationale" portions={decision.rationale} />
      {decision.markingExplanation !== null && (
        <p>
          Why the whole is marked above its paragraphs: <ForeignText>{decision.markingExplanation}</ForeignText>
        </p>
      )}
      <Facts rows={factsOf(decision)} />
      <Positions consulted={decision.consulted} />
      <details>
        <summary>What it rests on, by digest</summary>
        <Facts
          rows={[
            ['This decision', <code key="d">{decision.payloadDigest}</code>],
            ['Policy', <code key="p">{decision.policy.digest}</code>],
            ['Roster', <code key="r">{decision.roster.digest}</code>],
            ['Assessment', <code key="a">{decision.assessment.digest}</code>],
            ...decision.evidence.map(
              (one) =>
                [
                  `Bundle ${one.sequence} of ${one.producerId} (${one.role})`,
                  <code key={one.digest}>{one.digest}</code>,
                ] as const,
            ),
          ]}
        />
      </details>
      <details>
        <summary>How it was checked on this desk</summary>
        <Checklist steps={decision.steps} label="Checks of the decision" />
      </details>
    </article>
  );
}

function factsOf({ determinedBy, decidedAt, policy, assessment, evidence, authority, supersedes }: Decision) {
  const rows: [string, string][] = [
    ['Determined by', `${determinedBy.name}, ${determinedBy.agency}`],
    ['At (UTC)', minute(decidedAt)],
    ['Policy', `${policy.policyId}, version ${policy.version}: ${word(OUTCOME, assessment.outcome).toLowerCase()}`],
    ['Evidence', evidence.length === 1 ? '1 bundle' : `${evidence.length} bundles`],
  ];
  if (authority !== null) {
    rows.push(
      ['Classified by', authority.classifiedBy],
      ['Derived from', authority.derivedFrom],
      ['Declassify on', authority.declassifyOn],
    );
  }
  if (supersedes !== null) rows.push(['Takes the place of', `the decision ${supersedes.slice(0, 12)}…`]);
  return rows.map(([name, value]) => [name, <ForeignText key={name}>{value}</ForeignText>] as const);
}

function Positions({ consulted }: Pick<Decision, 'consulted'>) {
  if (consulted.length === 0) return <p className="quiet">The decision names nobody as consulted.</p>;
  return (
    <section aria-label="Consulted officials">
      <H3>Consulted officials</H3>
      <ul className="positions">
        {consulted.map(({ personId, name, agency, position, statements }) => (
          <li key={`${personId} ${agency}`}>
            <p>
              <strong>
                <ForeignText>{name}</ForeignText>
              </strong>{' '}
              <ForeignText>{agency}</ForeignText>: {word(POSITION, position).toLowerCase()}
            </p>
            {statements.map((one) => (
              <MarkedText
                key={one.statedAt}
                label={`${word(POSITION, one.position)}, ${minute(one.statedAt)} UTC`}
                portions={one.statement}
              />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
