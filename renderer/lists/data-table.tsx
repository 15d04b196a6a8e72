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
import { type KeyboardEvent, type ReactNode, useMemo } from 'react';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns });

/** One column: what is sorted by, and what is shown. */
export interface DataColumn<Row> {
  readonly id: string;
  readonly title: string;
  readonly value: (row: Row) => string | number | null;
  readonly cell?: (row: Row) => ReactNode;
  readonly numeric?: boolean;
  /** A share of the width, as a class of the style sheet. */
  readonly width?: 'narrow' | 'wide' | 'digest';
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
  return (
    <div className="table-frame">
      <table className="data-table" aria-label={label}>
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
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              className={[onOpen ? 'opens' : '', selected === row.id ? 'selected' : ''].join(' ').trim()}
              {...(onOpen
                ? {
                    tabIndex: 0,
                    'aria-label': rowLabel?.(row.original) ?? row.id,
                    onClick: () => onOpen(row.original),
                    onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => rowKey(event, () => onOpen(row.original)),
                  }
                : {})}
            >
              {row.getAllCells().map((cell) => (
                <td key={cell.id} className={classOf(cell.column.id)}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function rowKey(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  const { nextElementSibling, previousElementSibling } = event.currentTarget;
  const next = event.key === 'ArrowDown' ? nextElementSibling : event.key === 'ArrowUp' ? previousElementSibling : null;
  if (next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    open();
  }
}
