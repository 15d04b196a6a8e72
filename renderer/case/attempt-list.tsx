import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted } from '../words/plain.ts';
import type { Attempt, AttemptPages } from './attempt-pages.ts';

interface AttemptListProps {
  readonly total: number;
  readonly pages: AttemptPages;
  readonly openId: number | null;
  readonly onOpen: (attempt: Attempt) => void;
}

const ROW = 46;

/** A list that reads and draws only what can be seen: a hundred thousand samples scroll as ten do. */
export function AttemptList({ total, pages, openId, onOpen }: AttemptListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const drawn = rows.getVirtualItems();
  const first = drawn[0]?.index ?? 0;
  const last = drawn.at(-1)?.index ?? 0;
  const { look, shown } = pages;
  useEffect(() => look(first, last));
  // Another search is another list: it begins at its beginning.
  // biome-ignore lint/correctness/useExhaustiveDependencies: begun again whenever the search changes
  useEffect(() => {
    setActive(0);
    frame.current?.scrollTo(0, 0);
  }, [shown]);

  const onKeyDown = (event: KeyboardEvent) => {
    const places: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 10,
      PageUp: active - 10,
      Home: 0,
      End: total - 1,
    };
    const place = places[event.key];
    if (event.key === 'Enter' || event.key === ' ') {
      const chosen = pages.at(active);
      if (chosen) onOpen(chosen);
    } else if (place !== undefined) {
      const next = Math.max(0, Math.min(total - 1, place));
      setActive(next);
      rows.scrollToIndex(next);
    } else return;
    event.preventDefault();
  };
  if (total === 0) return <p className="quiet samples-none">No sample of this run fits.</p>;
  return (
    <div
      ref={frame}
      className="attempt-list"
      role="listbox"
      aria-label="Attempts"
      tabIndex={0}
      aria-activedescendant={drawn.some(({ index }) => index === active) ? `attempt-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className="attempt-space" style={{ height: rows.getTotalSize() }} role="presentation">
        {drawn.map((row) => {
          const attempt = pages.at(row.index);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys, as a listbox does
            <div
              key={row.index}
              id={`attempt-${row.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={attempt !== undefined && attempt.attemptId === openId}
              aria-setsize={total}
              aria-posinset={row.index + 1}
              className={row.index === active ? 'attempt active' : 'attempt'}
              style={{ transform: `translateY(${row.start}px)`, height: ROW }}
              onClick={() => {
                setActive(row.index);
                if (attempt) onOpen(attempt);
              }}
            >
              {attempt ? <AttemptLine attempt={attempt} /> : <span className="quiet">Reading…</span>}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function AttemptLine({ attempt }: { readonly attempt: Attempt }) {
  const [score] = attempt.scores;
  return (
    <>
      <span className="attempt-name">
        <ForeignText>{attempt.sample}</ForeignText> <span className="quiet">epoch {attempt.epoch}</span>
      </span>
      <span className="attempt-score">
        {score ? <ForeignText>{score.value}</ForeignText> : '–'}
        {score?.adjudicated ? (
          <>
            {' → '}
            <ForeignText>{score.adjudicated}</ForeignText>
          </>
        ) : null}
      </span>
      <span className="attempt-preview">
        {attempt.state === 'scored' ? counted(attempt.messages, 'message') : attempt.state}
        {attempt.limit ? `, ${attempt.limit} limit` : ''}. <ForeignText>{attempt.preview}</ForeignText>
      </span>
    </>
  );
}
