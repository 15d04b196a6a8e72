import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Asked, Output } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import type { Reading } from '../lists/list-state.tsx';

export type Attempt = Output<'listAttempts'>['attempts'][number];

/** What is looked for in a run. */
export type AttemptSearch = Required<Pick<Asked<'listAttempts'>, 'text'>> & Pick<Asked<'listAttempts'>, 'state'>;

const PAGE = 100;

/** The attempts of a run that fit a search, read where the list is looked at and nowhere else. */
export interface AttemptPages {
  /** Of the first page, which tells how many there are. */
  readonly head: Reading<{ readonly total: number }>;
  /** The search that the list shows by now. */
  readonly shown: AttemptSearch;
  /** @returns the attempt at this place of the list, or undefined while it is being read */
  at(index: number): Attempt | undefined;
  /** The list tells which places can be seen. */
  look(first: number, last: number): void;
}

const isSame = (one: AttemptSearch, other: AttemptSearch) => one.text === other.text && one.state === other.state;

export function useAttemptPages(runId: string, wanted: AttemptSearch): AttemptPages {
  const [asked, setAsked] = useState(wanted);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const page = (number: number) => ({
    queryKey: ['listAttempts', runId, asked, number],
    queryFn: () => call('listAttempts', { runId, ...asked, skip: number * PAGE, limit: PAGE }),
  });
  const head = useQuery({ ...page(0), placeholderData: keepPreviousData });
  // One search at a time: what is typed while one is under way is asked for when it has come back.
  useEffect(() => {
    if (!head.isFetching && !isSame(asked, wanted)) setAsked(wanted);
  }, [head.isFetching, asked, wanted]);
  const numbers = Array.from({ length: range.to - range.from + 1 }, (_, at) => range.from + at).filter((at) => at > 0);
  const others = useQueries({ queries: numbers.map(page) });
  return {
    head,
    shown: asked,
    at(index) {
      const number = Math.floor(index / PAGE);
      const data = number === 0 ? head.data : others[numbers.indexOf(number)]?.data;
      return data?.attempts[index % PAGE];
    },
    look(first, last) {
      const next = { from: Math.floor(first / PAGE), to: Math.floor(last / PAGE) };
      setRange((before) => (before.from === next.from && before.to === next.to ? before : next));
    },
  };
}

/** One attempt by its number, wherever it stands in its run. */
export function useAttempt(runId: string, attemptId: number | undefined): Attempt | undefined {
  const found = useQuery({
    queryKey: ['listAttempts', runId, 'one', attemptId],
    queryFn: () => call('listAttempts', { runId, after: (attemptId ?? 1) - 1, limit: 1 }),
    enabled: attemptId !== undefined,
  });
  return found.data?.attempts.find((one) => one.attemptId === attemptId);
}
