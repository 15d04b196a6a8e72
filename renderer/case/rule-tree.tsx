import { ForeignText } from '../words/foreign-text.tsx';
import { figure, percent } from '../words/plain.ts';
import type { Criterion, Join, Rule } from './assessment-document.ts';
import { CoverageCell, EstimateCell } from './estimate-table.tsx';
import { OutcomeTag } from './outcome-tag.tsx';

/** How many parts of a rule must be met, as `At least 2 of these 4`. */
function jointOf({ kind, needed, parts }: Join): string {
  const these = `these ${parts.length}`;
  return kind === 'at-least' ? `At least ${needed} of ${these}` : `${kind === 'all' ? 'All' : 'Any'} of ${these}`;
}

/** The rule as a tree, each part with its outcome and the reasons for it, down to the numbers. */
export function RuleTree({ trace }: { readonly trace: Rule }) {
  return (
    <ul className="rule-tree" aria-label="Rules and their outcomes">
      <RulePart rule={trace} />
    </ul>
  );
}

function RulePart({ rule }: { readonly rule: Rule }) {
  if (rule.kind === 'criterion') return <CriterionPart criterion={rule} />;
  return (
    <li>
      <div className="rule-line">
        <OutcomeTag outcome={rule.outcome} />
        <strong>
          <ForeignText>{rule.title ? `${rule.title}: ${jointOf(rule).toLowerCase()}` : jointOf(rule)}</ForeignText>
        </strong>
      </div>
      <Reasons why={rule.why} />
      <ul>
        {rule.parts.map((part) => (
          <RulePart key={part.path} rule={part} />
        ))}
      </ul>
    </li>
  );
}

function CriterionPart({ criterion }: { readonly criterion: Criterion }) {
  return (
    <li>
      <div className="rule-line">
        <OutcomeTag outcome={criterion.outcome} />
        <strong>
          <ForeignText>{criterion.title}</ForeignText>
        </strong>
        <span className="quiet">
          {criterion.benchmark}: {criterion.basis.replace('-', ' ')} {criterion.comparison}{' '}
          {figure(criterion.threshold)} at {percent(criterion.confidence)}
        </span>
      </div>
      <Reasons why={criterion.why} />
      {criterion.runs.map((run) => (
        <dl key={`${run.sourceIds.join(' ')} ${run.model} ${run.scorer}`} className="rule-numbers">
          <div>
            <dt>Model</dt>
            <dd>
              <ForeignText>{run.model}</ForeignText>
              {run.pairing && (
                <small className="under">
                  paired with {run.pairing.referenceModel} on {run.pairing.tasks} tasks
                </small>
              )}
            </dd>
          </div>
          {(run.reported
            ? ([['Reported', run.reported]] as const)
            : ([
                ['Recomputed', run.recomputed],
                ['Adjudicated', run.adjudicated],
              ] as const)
          ).map(([name, estimate]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <EstimateCell estimate={estimate} />
              </dd>
            </div>
          ))}
          <div>
            <dt>Coverage</dt>
            <dd>
              <CoverageCell coverage={run.coverage} />
            </dd>
          </div>
        </dl>
      ))}
    </li>
  );
}

function Reasons({ why }: { readonly why: readonly string[] }) {
  return (
    <>
      {why.map((reason) => (
        <p key={reason} className="rule-why">
          <ForeignText>{reason}</ForeignText>
        </p>
      ))}
    </>
  );
}
