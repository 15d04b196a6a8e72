import { Switch } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { figure } from '../words/plain.ts';
import { OUTCOME, word } from '../words/terms.ts';
import type { AssessmentDocument } from './assessment-document.ts';
import { CapabilityChart } from './capability-chart.tsx';
import { type ChartRow, chartRows } from './capability-rows.ts';

/** Each benchmark's estimate with its interval, the threshold, and the reference models: drawn, or as numbers. */
export function CapabilityProfile({ document }: { readonly document: AssessmentDocument }) {
  const [numbers, setNumbers] = useState(false);
  const rows = useMemo(() => chartRows(document), [document]);
  return (
    <figure className="profile">
      {numbers ? <Numbers rows={rows} /> : <CapabilityChart rows={rows} />}
      <figcaption>
        <span className="quiet">
          Policy {document.policy.policyId}, version {document.policy.version}:{' '}
          <strong>{word(OUTCOME, document.outcome).toLowerCase()}</strong>. Filled circle: model under review. Open
          square: reference. Bar: two-sided 95 % interval, clustered by task. Dashed line: threshold.
        </span>
        <Switch
          checked={numbers}
          onChange={(event) => setNumbers(event.currentTarget.checked)}
          label="Numbers in a table"
        />
      </figcaption>
    </figure>
  );
}

function Numbers({ rows }: { readonly rows: readonly ChartRow[] }) {
  return (
    <div className="table-frame">
      <table className="data-table" aria-label="Capability profile in numbers">
        <thead>
          <tr>
            {['Benchmark', 'Model', 'Role'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            {['Estimate', 'From', 'To', 'Threshold'].map((title) => (
              <th key={title} scope="col" className="numeric">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.measure} ${row.model} ${row.source}`}>
              <td>{row.measure}</td>
              <td>{row.model}</td>
              <td>{row.role}</td>
              <td className="numeric">{figure(row.point)}</td>
              <td className="numeric">{figure(row.lower)}</td>
              <td className="numeric">{figure(row.upper)}</td>
              <td className="numeric">{row.role === 'candidate' ? figure(row.threshold) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
