import { Button, Callout, H2, Tag } from '@blueprintjs/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { toneOf } from '../marking/banner-level.ts';
import { NotYours, useHolds, usePerson } from '../shell/person.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { count, counted } from '../words/plain.ts';
import { spoken } from '../words/steps.ts';
import { SCORE_WORDS } from '../words/terms.ts';
import { AdjudicationForm } from './adjudication-form.tsx';
import { AdjudicationsOfAttempt } from './adjudications.tsx';
import type { Attempt } from './attempt-pages.ts';
import { MessageList } from './message-list.tsx';

const PAGE = 50;

/** One attempt: its scores, its transcript, and what a reviewer says of it. */
export function AttemptReader({ attempt }: { readonly attempt: Attempt }) {
  const { attemptId } = attempt;
  // What was begun on this attempt stands open again, until the person says otherwise.
  const drafts = useRead('listDrafts', {});
  const isBegun = drafts.data?.some((draft) => draft.attempt?.attemptId === attemptId) ?? false;
  const [asked, setAdjudicating] = useState<boolean>();
  if (asked === undefined && isBegun) setAdjudicating(true);
  const adjudicating = asked ?? false;
  const mayAdjudicate = useHolds('reviewer');
  const person = usePerson();
  const pages = useInfiniteQuery({
    queryKey: ['readAttempt', attemptId],
    queryFn: ({ pageParam }) => call('readAttempt', { attemptId, from: pageParam, count: PAGE }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const read = all.reduce((sum, page) => sum + page.messages.length, 0);
      return last.messages.length > 0 && read < last.total ? read : null;
    },
  });
  const [first] = pages.data?.pages ?? [];
  const messages = useMemo(() => pages.data?.pages.flatMap((page) => page.messages) ?? [], [pages.data]);
  return (
    <>
      <div className="reader-head">
        <H2>
          <ForeignText>{attempt.sample}</ForeignText> <span className="quiet">epoch {attempt.epoch}</span>
        </H2>
        {first && <span className={`marking-chip banner-${toneOf(first.marking)}`}>{first.marking}</span>}
        <Tag minimal intent={attempt.state === 'scored' ? 'success' : 'warning'}>
          {spoken(attempt.state)}
        </Tag>
        {attempt.limit && (
          <Tag minimal intent="warning">
            {spoken(`${attempt.limit} limit`)}
          </Tag>
        )}
        <span className="quiet">
          {counted(attempt.messages, 'message')}
          {attempt.tokens === null ? '' : `, ${count(attempt.tokens)} tokens`}
        </span>
        <span className="spring" />
        {mayAdjudicate && (
          <Button
            size="small"
            intent={adjudicating ? 'none' : 'primary'}
            text={adjudicating ? 'Hide the form' : 'Adjudicate'}
            aria-expanded={adjudicating}
            onClick={() => setAdjudicating(!adjudicating)}
          />
        )}
      </div>
      <ul className="reader-scores" aria-label="Scores">
        {attempt.scores.length === 0 && <li className="quiet">No scorer left a score on this attempt.</li>}
        {attempt.scores.map((score) => (
          <li key={`${score.scorer} ${score.key ?? ''}`}>
            <span className="quiet">
              Scorer <ForeignText>{score.key === null ? score.scorer : `${score.scorer} / ${score.key}`}</ForeignText>:
            </span>{' '}
            <strong>
              <ForeignText>{score.value}</ForeignText>
            </strong>
            {SCORE_WORDS[score.value] && <span className="quiet"> ({SCORE_WORDS[score.value]})</span>}
            {score.adjudicated === null ? (
              <span className="quiet">, not adjudicated</span>
            ) : (
              <>
                , adjudicated{' '}
                <strong>
                  <ForeignText>{score.adjudicated}</ForeignText>
                </strong>
              </>
            )}
          </li>
        ))}
      </ul>
      {!mayAdjudicate && <NotYours act="Adjudicating" roles={['reviewer']} />}
      {adjudicating && mayAdjudicate && <AdjudicationForm attempt={attempt} />}
      {first && (
        <AdjudicationsOfAttempt
          adjudications={first.adjudications}
          isOpen={!mayAdjudicate || first.adjudications.some(({ by }) => by === person?.personId)}
        />
      )}
      {first?.error && (
        <Callout compact intent="warning" title="The attempt ended in an error" className="block">
          <ForeignText>{first.error}</ForeignText>
        </Callout>
      )}
      <ListState
        query={pages}
        what="the transcript"
        isEmpty={() => messages.length === 0}
        empty={<Nothing title="No messages">The log holds none for this attempt.</Nothing>}
      >
        {() => (
          <MessageList
            messages={messages}
            total={first?.total ?? messages.length}
            onNearEnd={() => {
              if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
            }}
          />
        )}
      </ListState>
    </>
  );
}
