import { ForeignText } from '../words/foreign-text.tsx';
import { counted, figure, percent } from '../words/plain.ts';
import type { Benchmark, Coverage, Estimate } from './assessment-document.ts';

/** What the source claims, what its samples give, and what the reviewers made of it, with the coverage beside it. */
export function EstimateTable({ benchmarks }: { readonly benchmarks: readonly Benchmark[] }) {
  return (
    <>
      <div className="table-frame">
        <table className="data-table estimates" aria-label="Claimed, from samples and adjudicated">
          <thead>
            <tr>
              <th scope="col">Benchmark</th>
              <th scope="col">Model</th>
              <th scope="col">Claimed</th>
              <th scope="col">From samples, by the policy’s counting</th>
              <th scope="col">Adjudicated</th>
              <th scope="col">Coverage</th>
            </tr>
          </thead>
          <tbody>
            {benchmarks.map((one) => (
              <tr
                key={`${one.benchmark} ${one.model} ${one.scorer} ${one.key ?? ''} ${one.source} ${one.version ?? ''}`}
              >
                <td>
                  <ForeignText>{one.benchmark}</ForeignText>
                  <small className="under">
                    <ForeignText>{one.key === null ? one.scorer : `${one.scorer} / ${one.key}`}</ForeignText>
                    {one.source === 'typed' ? ', typed in' : ''}
                  </small>
                </td>
                <td className="keep">
                  <ForeignText>{one.model}</ForeignText>
                  <small className="under">{one.role}</small>
                </td>
                <td>
                  {one.claimed.length === 0 && !one.reported ? <span className="quiet">nothing</span> : null}
                  <Claims claimed={one.claimed} />
                  {one.reported && (
                    <div>
                      <ForeignText>{one.reported.metric}</ForeignText> <strong>{figure(one.reported.value)}</strong>
                      {one.reported.standardError !== null && (
                        <span className="quiet keep"> ± {figure(one.reported.standardError)}</span>
                      )}
                    </div>
                  )}
                </td>
                <td>
                  <EstimateCell estimate={one.recomputed} />
                </td>
                <td>
                  <EstimateCell estimate={one.adjudicated} />
                </td>
                <td>
                  <CoverageCell coverage={one.coverage} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        A claim is recomputed as its log counts. The estimates from samples count errors, limits, invalidated attempts
        and flags as the policy says, over tasks, and so may differ from a claim that recomputes.
      </p>
    </>
  );
}

/** What the header of the log claims, a line for each number, with its standard error beside it. */
function Claims({ claimed }: { readonly claimed: Benchmark['claimed'] }) {
  const errors = new Map(claimed.filter(isError).map(({ reducer, value }) => [reducer ?? '', value]));
  return claimed
    .filter((one) => !isError(one))
    .map(({ metric, reducer, value }) => {
      const error = errors.get(reducer ?? '');
      return (
        <div key={`${metric} ${reducer ?? ''}`} className="keep">
          <ForeignText>{reducer ? `${metric}, ${reducer}` : metric}</ForeignText> <strong>{figure(value)}</strong>
          {error === undefined ? null : <span className="quiet"> ± {figure(error)}</span>}
        </div>
      );
    });
}

const isError = ({ metric }: { readonly metric: string }): boolean => metric === 'stderr';

export function EstimateCell({ estimate }: { readonly estimate: Estimate | null }) {
  if (estimate === null) return <span className="quiet">none</span>;
  const { interval } = estimate;
  return (
    <>
      <strong>{figure(estimate.point)}</strong>
      <small className="under">
        <span className="keep">
          {interval ? `${figure(interval.lower)} to ${figure(interval.upper)}` : 'no interval'},
        </span>{' '}
        <span className="keep">{counted(estimate.tasks, 'task')}</span>
      </small>
    </>
  );
}

/** Every state with its count, so that nothing hides behind a number. */
export function CoverageCell({ coverage }: { readonly coverage: Coverage }) {
  if (coverage.expected === 0) return <span className="quiet">no attempts are known</span>;
  const states: readonly (readonly [number, string])[] = [
    [coverage.errored, 'errored'],
    [coverage.unscored, 'unscored'],
    [coverage.limit, 'ended by a limit'],
    [coverage.invalidated, 'invalidated'],
    [coverage.missing, 'missing'],
    [coverage.cheating, 'flagged cheating'],
    [coverage.excluded, 'taken out'],
  ];
  const others = states.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return (
    <>
      {coverage.scored} of {coverage.expected} scored
      {coverage.share === null ? '' : ` (${percent(coverage.share)} count)`}
      <small className="under">{others.length > 0 ? others.join(', ') : 'nothing missing'}</small>
    </>
  );
}
