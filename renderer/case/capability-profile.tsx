import { Switch } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { ForeignText } from '../words/foreign-text.tsx';
import { count, figure, percent } from '../words/plain.ts';
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
        <div>
          {!numbers && (
            <ul className="legend" aria-label="Signs of the chart">
              <li>
                <Sign kind="candidate" /> Model under review
              </li>
              <li>
                <Sign kind="reference" /> Reference model
              </li>
              {rows.some(({ level }) => level === 'reported') && (
                <li>
                  <Sign kind="typed" /> Typed score
                </li>
              )}
              <li>
                <Sign kind="interval" /> {confidences(rows)} interval
              </li>
              <li>
                <Sign kind="threshold" /> Threshold
              </li>
            </ul>
          )}
          <span className="quiet">
            Policy {document.policy.policyId}, version {document.policy.version}:{' '}
            <strong>{word(OUTCOME, document.outcome).toLowerCase()}</strong>. Adjudicated estimates where there are any,
            else estimates from samples by the policy’s counting; their intervals are two-sided and clustered by task. A
            typed score stands as it was reported, with an interval where a rule of the policy rests on it and its
            standard error is known.
          </span>
        </div>
        <Switch
          checked={numbers}
          onChange={(event) => setNumbers(event.currentTarget.checked)}
          label="Numbers in a table"
        />
      </figcaption>
    </figure>
  );
}

/** @returns the confidence of the intervals that are drawn, as `95 %` or `90 % or 95 %` */
function confidences(rows: readonly ChartRow[]): string {
  const found = new Set(rows.flatMap(({ confidence }) => confidence ?? []));
  return [...found].sort().map(percent).join(' or ');
}

function Numbers({ rows }: { readonly rows: readonly ChartRow[] }) {
  return (
    <div className="table-frame">
      <table className="data-table" aria-label="Capability profile in numbers">
        <thead>
          <tr>
            {['Benchmark', 'Model', 'Role', 'Which number'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            {['Estimate', 'From', 'To', 'Threshold', 'Attempts scored'].map((title) => (
              <th key={title} scope="col" className="numeric">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.measure} ${row.model} ${row.source}`}>
              <td>
                <ForeignText>{row.measure}</ForeignText>
              </td>
              <td>
                <ForeignText>{row.model}</ForeignText>
              </td>
              <td>{row.role}</td>
              <td>{row.level === 'reported' ? 'typed, as reported' : row.level}</td>
              <td className="numeric">{figure(row.point)}</td>
              <td className="numeric">{figure(row.lower)}</td>
              <td className="numeric">{figure(row.upper)}</td>
              <td className="numeric">{row.role === 'candidate' ? figure(row.threshold) : '–'}</td>
              <td className="numeric keep">
                {row.coverage.expected === 0
                  ? 'unknown'
                  : `${count(row.coverage.scored)} of ${count(row.coverage.expected)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The signs of the chart beside their words: shape and dash tell them apart, not colour. */
function Sign({ kind }: { readonly kind: 'candidate' | 'reference' | 'typed' | 'interval' | 'threshold' }) {
  return (
    <svg className="legend-sign" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
      {kind === 'candidate' && <circle cx="12" cy="6" r="5" fill="currentColor" />}
      {kind === 'reference' && <rect x="7.5" y="1.5" width="9" height="9" className="chart-reference" />}
      {kind === 'typed' && <path d="M12 0L17 6L12 12L7 6Z" className="chart-typed" />}
      {kind === 'interval' && <path d="M1 6H23" strokeWidth="2" className="chart-interval" />}
      {kind === 'threshold' && <path d="M12 0V12" strokeWidth="2" strokeDasharray="4,2" className="chart-threshold" />}
    </svg>
  );
}
