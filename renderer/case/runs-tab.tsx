import { Tag } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Nothing } from '../lists/list-state.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { count, counted, figure, minute } from '../words/plain.ts';
import { spoken } from '../words/steps.ts';
import type { CaseFile } from './case-screen.tsx';

type Run = Output<'showCase'>['runs'][number];

const VERDICT = {
  match: { words: 'recomputes', intent: 'success' },
  mismatch: { words: 'does not recompute', intent: 'danger' },
  'not-recomputable': { words: 'cannot be recomputed', intent: 'none' },
} as const;

const COLUMNS: readonly DataColumn<Run>[] = [
  {
    id: 'task',
    title: 'Task',
    value: (run) => run.task,
    cell: (run) => <ForeignText>{run.task}</ForeignText>,
    width: 'text',
  },
  { id: 'model', title: 'Model', value: (run) => run.model, cell: (run) => <ForeignText>{run.model}</ForeignText> },
  {
    id: 'status',
    title: 'Status',
    value: (run) => run.status,
    cell: (run) => (
      <Tag minimal intent={run.status === 'success' ? 'success' : 'warning'}>
        <ForeignText>{spoken(run.status)}</ForeignText>
      </Tag>
    ),
  },
  {
    id: 'created',
    title: 'Created',
    value: (run) => run.createdAt,
    cell: (run) => minute(run.createdAt),
    width: 'narrow',
  },
  {
    id: 'attempts',
    title: 'Attempts',
    value: (run) => run.attempts,
    cell: (run) => count(run.attempts),
    numeric: true,
  },
  {
    id: 'scores',
    title: 'Claimed and recomputed',
    value: (run) => run.scores.filter(({ verdict }) => verdict === 'mismatch').length,
    cell: (run) => <RunScores run={run} />,
    width: 'wide',
  },
  {
    id: 'member',
    title: 'File in the bundle',
    value: (run) => run.member,
    cell: (run) => <ForeignText>{run.member}</ForeignText>,
    width: 'text',
  },
];

/** Every evaluation log of the case, with what it claims and what its samples give. */
export function RunsTab({ file }: { readonly file: CaseFile }) {
  if (file.runs.length === 0)
    return <Nothing title="No runs">The bundles of this case hold no evaluation log.</Nothing>;
  return (
    <DataTable
      label="Runs"
      rows={file.runs}
      columns={COLUMNS}
      keyOf={(run) => run.runId}
      rowLabel={(run) => `Samples of ${run.task}, ${run.model}`}
      onOpen={(run) => goTo('cases', file.summary.caseId, 'samples', run.runId)}
    />
  );
}

type Score = Run['scores'][number];

/** What does not recompute is always shown; what does is counted, and listed when asked for. */
function RunScores({ run }: { readonly run: Run }) {
  if (run.scores.length === 0) return <span className="quiet">The log claims no aggregate.</span>;
  const odd = run.scores.filter(({ verdict }) => verdict === 'mismatch');
  const good = run.scores.filter(({ verdict }) => verdict === 'match').length;
  return (
    <>
      <ScoreLines scores={odd} />
      <details onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
        <summary>
          {good} of {counted(run.scores.length, 'claim')} {good === 1 ? 'recomputes' : 'recompute'}
        </summary>
        <ScoreLines scores={run.scores} />
      </details>
    </>
  );
}

function ScoreLines({ scores }: { readonly scores: readonly Score[] }) {
  if (scores.length === 0) return null;
  return (
    <ul className="run-scores">
      {scores.map((score) => {
        const { words, intent } = VERDICT[score.verdict];
        const reducer = score.reducer === null ? '' : ` (${score.reducer})`;
        return (
          <li key={`${score.name} ${score.reducer ?? ''} ${score.metric}`}>
            <ForeignText>{`${score.metric}${reducer} of scorer ${score.name}`}</ForeignText>: claimed{' '}
            {figure(score.claimed)}, recomputed {figure(score.recomputed)}{' '}
            <Tag minimal intent={intent}>
              {words}
            </Tag>
          </li>
        );
      })}
    </ul>
  );
}
