import { H2 } from '@blueprintjs/core';
import { Nothing } from '../lists/list-state.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import type { CaseFile } from './case-screen.tsx';
import { ScoreForm } from './score-form.tsx';
import { ScoreList } from './score-list.tsx';

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
        <ScoreList scores={file.typedScores} />
      )}
      <H2>Record a score</H2>
      {mayRecord ? <ScoreForm file={file} /> : <NotYours act="Recording a score" roles={['reviewer']} />}
    </>
  );
}
