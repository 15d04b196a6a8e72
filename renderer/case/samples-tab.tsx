import { HTMLSelect } from '@blueprintjs/core';
import { useMemo, useState } from 'react';
import { attemptState } from '../../desk/contract/terms.ts';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { SearchBox } from '../lists/search-box.tsx';
import { goTo } from '../shell/route.ts';
import { spelt } from '../words/foreign-text.tsx';
import { count } from '../words/plain.ts';
import { spoken } from '../words/steps.ts';
import { SCORE_WORDS } from '../words/terms.ts';
import { AttemptList } from './attempt-list.tsx';
import { type AttemptSearch, useAttempt, useAttemptPages } from './attempt-pages.ts';
import { AttemptReader } from './attempt-reader.tsx';
import type { CaseFile } from './case-screen.tsx';

interface SamplesProps {
  readonly file: CaseFile;
  readonly runId: string | undefined;
  readonly attemptId: string | undefined;
}

/** The samples of a run on the left, the transcript of one attempt on the right. */
export function SamplesTab({ file, runId, attemptId }: SamplesProps) {
  const run = file.runs.find((one) => one.runId === runId) ?? file.runs[0];
  if (!run) return <Nothing title="No samples">This case has no run, so there is no transcript to read.</Nothing>;
  return <RunSamples key={run.runId} file={file} run={run} attemptId={attemptId} />;
}

function RunSamples({
  file,
  run,
  attemptId,
}: {
  readonly file: CaseFile;
  readonly run: CaseFile['runs'][number];
  readonly attemptId: string | undefined;
}) {
  const { caseId } = file.summary;
  const [text, setText] = useState('');
  const [state, setState] = useState<AttemptSearch['state']>(undefined);
  const wanted = useMemo(() => ({ text, state }), [text, state]);
  const pages = useAttemptPages(run.runId, wanted);
  const number = attemptId === undefined ? undefined : Number(attemptId);
  const open = useAttempt(run.runId, Number.isSafeInteger(number) ? number : undefined);
  const total = pages.head.data?.total ?? 0;

  return (
    <div className="samples">
      <div className="samples-list">
        <div className="samples-filter">
          <HTMLSelect
            fill
            aria-label="Run"
            value={run.runId}
            onChange={(event) => goTo('cases', caseId, 'samples', event.currentTarget.value)}
            options={file.runs.map((one) => ({ value: one.runId, label: spelt(`${one.task}, ${one.model}`) }))}
          />
          <div className="row">
            <SearchBox
              label="Search samples"
              placeholder="Search ids and first lines"
              value={text}
              onChange={setText}
            />
            <ChoiceFilter
              label="State of the attempt"
              every="Every state"
              choices={attemptState.options.map((one) => ({ value: one, label: spoken(one) }))}
              value={state}
              onChange={setState}
            />
          </div>
        </div>
        <ListState
          query={pages.head}
          what="the samples"
          isEmpty={() => run.attempts === 0}
          empty={
            <Nothing title="No samples">The log names no attempt. It may have crashed before the first one.</Nothing>
          }
        >
          {() => (
            <>
              <AttemptList
                total={total}
                pages={pages}
                openId={open?.attemptId ?? null}
                onOpen={(attempt) => goTo('cases', caseId, 'samples', run.runId, attempt.attemptId)}
              />
              <p className="samples-count quiet" role="status">
                {count(total)} of {count(run.attempts)} attempts
              </p>
              <ScoreWords />
            </>
          )}
        </ListState>
      </div>
      <div className="samples-reader">
        {open ? (
          <AttemptReader key={open.attemptId} attempt={open} />
        ) : (
          <Nothing title="Choose a sample">
            Its messages, tool calls and scores are read from the sealed evidence.
          </Nothing>
        )}
      </div>
    </div>
  );
}

/** What the short scores of the list say; other scores are numbers or words of their scorer. */
function ScoreWords() {
  return (
    <dl className="score-words" aria-label="Scores in short">
      {[...Object.entries(SCORE_WORDS), ['–', 'no score']].map(([short, words]) => (
        <div key={short}>
          <dt>{short}</dt> <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
