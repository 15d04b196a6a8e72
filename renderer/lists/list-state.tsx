import { Button, NonIdealState, Spinner } from '@blueprintjs/core';
import type { ReactElement, ReactNode } from 'react';
import { RefusalNotice } from '../forms/refusal-notice.tsx';

/** A reading under way, and the way to ask for it once more. */
export interface Reading<Value> {
  readonly data: Value | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

interface ListStateProps<Value> {
  readonly query: Reading<Value>;
  /** What is being read, as `the cases`. */
  readonly what: string;
  readonly isEmpty?: (value: Value) => boolean;
  readonly empty?: ReactNode;
  readonly children: (value: Value) => ReactNode;
}

/** Shows a list, or says in words that it is being read, is empty, or could not be read. */
export function ListState<Value>({ query, what, isEmpty, empty, children }: ListStateProps<Value>) {
  if (query.data !== undefined) return isEmpty?.(query.data) ? empty : children(query.data);
  if (query.error) {
    return (
      <>
        <RefusalNotice error={query.error} title={`Could not read ${what}.`} />
        <Button text="Ask again" loading={query.isFetching} onClick={() => void query.refetch()} />
      </>
    );
  }
  return (
    <div className="reading" role="status">
      <Spinner size={20} aria-label={`Reading ${what}`} />
      <span>Reading {what}…</span>
    </div>
  );
}

interface NothingProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: ReactElement;
  readonly action?: ReactElement;
}

/** A list with nothing in it, and how something gets there. */
export function Nothing({ title, children, icon, action }: NothingProps) {
  return (
    <NonIdealState
      className="nothing"
      title={title}
      {...(children ? { description: <p>{children}</p> } : {})}
      {...(icon ? { icon } : {})}
      {...(action ? { action } : {})}
      iconSize={32}
    />
  );
}
