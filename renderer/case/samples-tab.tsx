import { HTMLSelect, InputGroup } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { goTo } from '../shell/route.ts';
import { count } from '../words/plain.ts';
import { AttemptList } from './attempt-list.tsx';
import { AttemptReader } from './attempt-reader.tsx';
import type { CaseFile } from './case-screen.tsx';

export type Attempt = Output<'listAttempts'>['attempts'][number];

const PAGE = 500;

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
  const [state, setState] = useState('');
  const pages = useInfiniteQuery({
    queryKey: ['listAttempts', run.runId],
    queryFn: ({ pageParam }) => call('listAttempts', { runId: run.runId, after: pageParam, limit: PAGE }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
  });
  const attempts = useMemo(() => pages.data?.pages.flatMap((page) => page.attempts) ?? [], [pages.data]);
  const states = useMemo(() => [...new Set(attempts.map((one) => one.state))].sort(), [attempts]);
  const shown = useMemo(() => {
    const needle = text.toLowerCase();
    return attempts.filter(
      (one) =>
        (state === '' || one.state === state) &&
        (needle === '' || `${one.sample} ${one.preview}`.toLowerCase().includes(needle)),
    );
  }, [attempts, text, state]);
  const open = attempts.find((one) => String(one.attemptId) === attemptId);

  return (
    <div className="samples">
      <div className="samples-list">
        <div className="samples-filter">
          <HTMLSelect
            fill
            aria-label="Run"
            value={run.runId}
            onChange={(event) => goTo('cases', caseId, 'samples', event.currentTarget.value)}
            options={file.runs.map((one) => ({ value: one.runId, label: `${one.task}, ${one.model}` }))}
          />
          <div className="row">
            <InputGroup
              type="search"
              leftIcon={<Search />}
              placeholder="Search what is listed"
              aria-label="Search samples"
              value={text}
              onValueChange={setText}
            />
            <HTMLSelect
              aria-label="State of the attempt"
              value={state}
              onChange={(event) => setState(event.currentTarget.value)}
              options={[{ value: '', label: 'Every state' }, ...states.map((one) => ({ value: one, label: one }))]}
            />
          </div>
        </div>
        <ListState
          query={pages}
          what="the samples"
          isEmpty={() => attempts.length === 0}
          empty={
            <Nothing title="No samples">The log names no attempt. It may have crashed before the first one.</Nothing>
          }
        >
          {() => (
            <>
              <AttemptList
                attempts={shown}
                openId={open?.attemptId ?? null}
                onOpen={(attempt) => goTo('cases', caseId, 'samples', run.runId, attempt.attemptId)}
                onNearEnd={() => {
                  if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
                }}
              />
              <p className="samples-count quiet" role="status">
                {count(shown.length)} of {count(run.attempts)} attempts
                {attempts.length < run.attempts ? `, ${count(attempts.length)} listed so far` : ''}
              </p>
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
