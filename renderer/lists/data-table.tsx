import { CaretDown, CaretUp } from '@blueprintjs/icons';
import {
  type CellContext,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type KeyboardEvent, type ReactNode, startTransition, useCallback, useMemo, useState } from 'react';
import { DataRows, DRAWN_WHOLE } from './data-rows.tsx';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns });

/** One column: what is sorted by, and what is shown. */
export interface DataColumn<Row> {
  readonly id: string;
  readonly title: string;
  readonly value: (row: Row) => string | number | null;
  readonly cell?: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** A share of the width, as a class of the style sheet. */
  readonly width?: 'narrow' | 'wide' | 'text' | 'digest';
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly rowLabel?: (row: Row) => string;
  readonly startSort?: { readonly id: string; readonly desc: boolean };
  readonly selected?: string | null;
}

/** A table that sorts by its headings; rows open by mouse, Enter or Space, and arrows move between them. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, rows, columns, keyOf, onOpen, rowLabel, startSort, selected } = props;
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map((column) =>
      helper.accessor((row: Row): unknown => column.value(row), {
        id: column.id,
        header: column.title,
        cell: ({ row: { original } }: CellContext<typeof features, Row, unknown>) =>
          column.cell ? column.cell(original) : column.value(original),
      }),
    );
  }, [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    columns: defs,
    data,
    getRowId: keyOf,
    initialState: { sorting: startSort ? [startSort] : [] },
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const classOf = (id: string): string => {
    const column = byId.get(id);
    return [column?.numeric ? 'numeric' : '', column?.width ? `column-${column.width}` : ''].join(' ').trim();
  };
  const found = table.getRowModel().rows;
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  // The screen around a long list is painted first, and its rows in the next frame.
  const framed = useCallback((element: HTMLDivElement | null) => startTransition(() => setFrame(element)), []);
  const isLong = found.length > DRAWN_WHOLE;
  return (
    <div ref={framed} className={isLong ? 'table-frame long' : 'table-frame'}>
      <table className="data-table" aria-label={label} {...(isLong ? { 'aria-rowcount': found.length + 1 } : {})}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                return (
                  <th
                    key={header.id}
                    scope="col"
                    className={classOf(header.column.id)}
                    aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
                  >
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      <table.FlexRender header={header} />
                      {sorted === 'asc' && <CaretUp size={12} />}
                      {sorted === 'desc' && <CaretDown size={12} />}
                    </button>
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <DataRows
          count={found.length}
          columns={columns.length}
          frame={frame}
          row={(index, measure) => {
            const row = found[index];
            if (!row) return null;
            return (
              <tr
                key={row.id}
                ref={measure}
                data-index={index}
                {...(isLong ? { 'aria-rowindex': index + 2 } : {})}
                className={[onOpen ? 'opens' : '', selected === row.id ? 'selected' : ''].join(' ').trim()}
                {...(onOpen ? opening(rowLabel?.(row.original) ?? row.id, () => onOpen(row.original)) : {})}
              >
                {row.getAllCells().map((cell) => (
                  <td key={cell.id} className={classOf(cell.column.id)}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          }}
        />
      </table>
    </div>
  );
}

const opening = (label: string, open: () => void) => ({
  tabIndex: 0,
  'aria-label': label,
  onClick: open,
  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => rowKey(event, open),
});

/** Arrows go from row to row, Home and End to the first and the last, Enter and Space open. */
function rowKey(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  const next = rowFor(event.key, event.currentTarget);
  if (next) {
    event.preventDefault();
    next.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    open();
  }
}

function rowFor(key: string, row: HTMLTableRowElement): HTMLElement | null {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>('tr.opens') ?? [])];
  const at = rows.indexOf(row);
  const places: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  };
  return rows[places[key] ?? -1] ?? null;
}
