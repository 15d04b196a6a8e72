import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type Ref, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

interface RowsProps {
  /** How many rows there are; each is drawn by its place. */
  readonly count: number;
  readonly columns: number;
  /** What scrolls; null until it is there. */
  readonly frame: HTMLElement | null;
  /** @param measure takes the row's element where its height is to be known */
  readonly row: (index: number, measure?: Ref<HTMLTableRowElement>) => ReactNode;
}

/**
 * A list longer than this scrolls in a frame of its own and draws only the rows that can be seen. Twice as many rows take
 * longer to lay out than a frame lasts.
 */
export const DRAWN_WHOLE = 80;

/** The body of a table. Of a long one only a window is drawn, with empty rows as high as what lies above and below. */
export function DataRows({ count, columns, frame, row }: RowsProps) {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= DRAWN_WHOLE) return <tbody>{all.map((index) => row(index))}</tbody>;
  return <SeenRows count={count} columns={columns} frame={frame} row={row} />;
}

function SeenRows({ count, columns, frame, row }: RowsProps) {
  const [focused, setFocused] = useState(-1);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame,
    estimateSize: () => (document.body.dataset['density'] === 'comfortable' ? 38 : 29),
    overscan: 8,
    // The row that has the focus stays, so that scrolling it away does not throw the focus away; and so do those beside
    // it, so that the arrows find them.
    rangeExtractor: ({ startIndex, endIndex, overscan }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const seen = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      if (focused < 0 || focused >= count) return seen;
      const near = [focused - 1, focused, focused + 1].filter((at) => at >= 0 && at < count);
      return [...near.filter((at) => at < from), ...seen, ...near.filter((at) => at > to)];
    },
  });
  const body = useRef<HTMLTableSectionElement>(null);
  // Home and End reach the ends of the whole list, of which only a window is drawn.
  const toEnds = (event: KeyboardEvent) => {
    const index = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : -1;
    if (index < 0 || !(event.target instanceof HTMLTableRowElement)) return;
    event.preventDefault();
    event.stopPropagation();
    flushSync(() => setFocused(index));
    body.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)?.focus();
  };
  const drawn = rows.getVirtualItems();
  let end = 0;
  return (
    <tbody
      ref={body}
      onKeyDownCapture={toEnds}
      onFocus={(event) => setFocused(Number(event.target.closest('tr')?.dataset['index'] ?? -1))}
      onBlur={() => setFocused(-1)}
    >
      {drawn.flatMap((item) => {
        const gap = item.start - end;
        end = item.end;
        const space = gap > 0 ? [<Space key={`before-${item.index}`} height={gap} columns={columns} />] : [];
        return [...space, row(item.index, rows.measureElement)];
      })}
      <Space height={rows.getTotalSize() - end} columns={columns} />
    </tbody>
  );
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className="row-space">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
