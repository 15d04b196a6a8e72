import { H2 } from '@blueprintjs/core';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Nothing } from '../lists/list-state.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { figure, minute } from '../words/plain.ts';
import type { CaseFile } from './case-screen.tsx';
import { ScoreForm } from './score-form.tsx';

type Typed = CaseFile['typedScores'][number];

const COLUMNS: readonly DataColumn<Typed>[] = [
  {
    id: 'benchmark',
    title: 'Benchmark',
    value: (row) => row.benchmark,
    cell: (row) => <ForeignText>{row.benchmark}</ForeignText>,
    width: 'wide',
  },
  { id: 'version', title: 'Version', value: (row) => row.version },
  { id: 'metric', title: 'Metric', value: (row) => row.metric },
  { id: 'value', title: 'Value', value: (row) => row.value, cell: (row) => figure(row.value), numeric: true },
  { id: 'by', title: 'By', value: (row) => row.by },
  { id: 'at', title: 'At (UTC)', value: (row) => row.at, cell: (row) => minute(row.at) },
];

/** Scores of benchmarks that were run by hand, with where they come from. */
export function ScoresTab({ file }: { readonly file: CaseFile }) {
  const mayRecord = useHolds('reviewer');
  return (
    <>
      <H2>Typed scores</H2>
      {file.typedScores.length === 0 ? (
        <Nothing title="No score was typed in">
          Results of benchmarks that left no log are recorded here with their provenance.
        </Nothing>
      ) : (
        <DataTable
          label="Typed scores"
          rows={file.typedScores}
          columns={COLUMNS}
          keyOf={(row) => row.id}
          startSort={{ id: 'at', desc: true }}
        />
      )}
      <H2>Record a score</H2>
      {mayRecord ? <ScoreForm file={file} /> : <NotYours act="Recording a score" roles={['reviewer']} />}
    </>
  );
}
