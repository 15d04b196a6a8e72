import { figure } from '../words/plain.ts';
import { type AssessmentDocument, type Criterion, criteriaOf } from './assessment-document.ts';
import { OutcomeTag } from './outcome-tag.tsx';

/** What the outcome would be under another treatment of the same evidence; what differs is said in words. */
export function SensitivityTable({ document }: { readonly document: AssessmentDocument }) {
  const criteria = criteriaOf(document.trace);
  return (
    <div className="table-frame">
      <table className="data-table" aria-label="Sensitivity">
        <thead>
          <tr>
            <th scope="col">Treatment</th>
            <th scope="col">Outcome</th>
            {criteria.map((criterion) => (
              <th key={criterion.path} scope="col" title={criterion.title}>
                {criterion.id}
                <small className="under">{held(criterion)}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {document.sensitivity.map((row) => (
            <tr key={row.scenario} className={row.changes ? 'differs' : ''}>
              <th scope="row">{row.title}</th>
              <td>
                <OutcomeTag outcome={row.outcome} /> {row.changes && <strong>differs</strong>}
              </td>
              {criteria.map((criterion) => {
                const cell = row.criteria.find(({ id }) => id === criterion.id);
                return (
                  <td key={criterion.path}>
                    {cell ? (
                      <>
                        <OutcomeTag outcome={cell.outcome} /> {cell.changes && <strong>differs</strong>}
                        <CellNumbers cell={cell} criterion={criterion} />
                      </>
                    ) : (
                      '–'
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Cell = AssessmentDocument['sensitivity'][number]['criteria'][number];

/** What is held against the threshold: `lower bound >= 0.350`, and what it is paired with. */
function held({ basis, comparison, threshold, runs }: Criterion): string {
  const references = [...new Set(runs.flatMap(({ pairing }) => pairing?.referenceModel ?? []))];
  const against = references.length === 0 ? '' : `, paired with ${references.join(', ')}`;
  return `${basis.replace('-', ' ')} ${comparison} ${figure(threshold)}${against}`;
}

/** The estimate, and beside it the bound that decides. */
function CellNumbers({ cell, criterion }: { readonly cell: Cell; readonly criterion: Criterion }) {
  const { point, lower, upper } = cell;
  const { basis, runs } = criterion;
  const name = runs.some(({ pairing }) => pairing !== null) ? 'difference' : 'mean';
  const bound = basis === 'lower-bound' ? lower : basis === 'upper-bound' ? upper : undefined;
  return (
    <small className="under">
      <span className="keep">{`${name} ${figure(point)}${bound === undefined ? '' : ','}`}</span>{' '}
      {bound !== undefined && <span className="keep">{`${basis.replace('-bound', '')} ${figure(bound)}`}</span>}
    </small>
  );
}
