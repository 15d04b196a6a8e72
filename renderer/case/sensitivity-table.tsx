import { figure } from '../words/plain.ts';
import { type AssessmentDocument, criteriaOf } from './assessment-document.ts';
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
                        <OutcomeTag outcome={cell.outcome} /> {figure(cell.point)}
                        {cell.changes && <strong> differs</strong>}
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
