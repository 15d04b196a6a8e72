import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted } from '../words/plain.ts';
import type { Attempt } from './samples-tab.tsx';

interface AttemptListProps {
  readonly attempts: readonly Attempt[];
  readonly openId: number | null;
  readonly onOpen: (attempt: Attempt) => void;
  readonly onNearEnd: () => void;
}

const ROW = 46;

/** A list that draws only what can be seen: a hundred thousand samples scroll as ten do. */
export function AttemptList({ attempts, openId, onOpen, onNearEnd }: AttemptListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const rows = useVirtualizer({
    count: attempts.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const drawn = rows.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= attempts.length - 50) onNearEnd();
  }, [last, attempts.length, onNearEnd]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (event.key === 'Enter' || event.key === ' ') {
      const chosen = attempts[active];
      if (chosen) onOpen(chosen);
    } else if (step !== undefined) {
      const next = Math.max(0, Math.min(attempts.length - 1, active + step));
      setActive(next);
      rows.scrollToIndex(next);
    } else return;
    event.preventDefault();
  };
  if (attempts.length === 0) return <p className="quiet samples-none">No sample that is listed fits.</p>;
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
          const attempt = attempts[row.index];
          if (!attempt) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys, as a listbox does
            <div
              key={attempt.attemptId}
              id={`attempt-${row.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={attempt.attemptId === openId}
              className={row.index === active ? 'attempt active' : 'attempt'}
              style={{ transform: `translateY(${row.start}px)`, height: ROW }}
              onClick={() => {
                setActive(row.index);
                onOpen(attempt);
              }}
            >
              <AttemptLine attempt={attempt} />
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
