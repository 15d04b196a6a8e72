import { Button, Tag } from '@blueprintjs/core';
import { Briefcase } from '@blueprintjs/icons';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { SearchBox } from '../lists/search-box.tsx';
import { toneOf } from '../marking/banner-level.ts';
import { goTo } from '../shell/route.ts';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { count, counted, day } from '../words/plain.ts';
import { searchFor } from '../words/search.ts';
import { CASE_STATE, DETERMINATION, word } from '../words/terms.ts';
import { Clock } from './clock.tsx';
import { WaitingDrafts } from './waiting-drafts.tsx';

type Row = Output<'listCases'>[number];

const COLUMNS: readonly DataColumn<Row>[] = [
  {
    id: 'developer',
    title: 'Developer',
    value: (row) => row.developer,
    cell: (row) => <ForeignText>{row.developer}</ForeignText>,
    width: 'text',
  },
  {
    id: 'model',
    title: 'Model',
    value: (row) => row.model,
    cell: (row) => (
      <strong>
        <ForeignText>{row.model}</ForeignText>
      </strong>
    ),
    width: 'text',
  },
  {
    id: 'version',
    title: 'Version',
    value: (row) => row.version,
    cell: (row) => <ForeignText>{row.version}</ForeignText>,
    width: 'text',
  },
  {
    id: 'clock',
    title: '30-day clock',
    // What still waits for a decision comes first.
    value: (row) => (row.state === 'decided' ? Number.POSITIVE_INFINITY : (row.window?.daysLeft ?? Number.MAX_VALUE)),
    cell: (row) => <Clock window={row.window} state={row.state} />,
  },
  { id: 'state', title: 'State', value: (row) => word(CASE_STATE, row.state), width: 'narrow' },
  {
    id: 'determination',
    title: 'Determination',
    value: (row) => word(DETERMINATION, row.determination),
    cell: (row) =>
      row.determination === 'undetermined' ? (
        <span className="quiet">Undetermined</span>
      ) : (
        <Tag minimal intent="primary">
          {word(DETERMINATION, row.determination)}
        </Tag>
      ),
  },
  {
    id: 'alarms',
    title: 'Alarms',
    value: (row) => row.alarms,
    cell: (row) =>
      row.alarms > 0 ? (
        <Tag minimal intent="danger">
          {row.alarms}
        </Tag>
      ) : (
        '0'
      ),
    numeric: true,
  },
  {
    id: 'attempts',
    title: 'Attempts',
    value: (row) => row.attempts,
    cell: (row) => count(row.attempts),
    numeric: true,
  },
  { id: 'opened', title: 'Opened', value: (row) => row.openedAt, cell: (row) => day(row.openedAt), width: 'narrow' },
  {
    id: 'marking',
    title: 'Marking',
    value: (row) => row.marking,
    cell: (row) => <span className={`marking-chip banner-${toneOf(row.marking)}`}>{row.marking}</span>,
  },
];

const STATES = [
  { value: 'overdue', label: 'Overdue' },
  ...Object.entries(CASE_STATE).map(([value, label]) => ({ value, label })),
];

/** Drawn again only where its rows change: typing into the search waits for no table. */
const CaseTable = memo(function CaseTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <DataTable
      label="Cases"
      rows={rows}
      columns={COLUMNS}
      keyOf={(row) => row.caseId}
      rowLabel={(row) => `${row.developer} ${row.model} ${row.version}`}
      onOpen={(row) => goTo('cases', row.caseId)}
      startSort={{ id: 'clock', desc: false }}
    />
  );
});

/** Every case of the desk: sorted, filtered and searched. */
export function CasesScreen() {
  const list = useRead('listCases', {});
  const [text, setText] = useState('');
  const [state, setState] = useState<string | undefined>();
  // A letter shows at once; the list follows when there is time.
  const sought = useDeferredValue(text);
  const rows = useMemo(() => {
    const fits = searchFor(sought);
    return (list.data ?? []).filter(
      (row) =>
        (state === undefined ||
          row.state === state ||
          (state === 'overdue' && row.window?.overdue && row.state !== 'decided')) &&
        fits(`${row.developer} ${row.model} ${row.version} ${row.marking}`),
    );
  }, [list.data, sought, state]);
  return (
    <>
      <div className="section-head">
        <ScreenTitle>Cases</ScreenTitle>
        <div className="row">
          <ChoiceFilter label="State" every="Every state" choices={STATES} value={state} onChange={setState} />
          <SearchBox label="Search cases" placeholder="Search cases ( / )" value={text} onChange={setText} />
        </div>
      </div>
      <WaitingDrafts />
      <ListState
        query={list}
        what="the cases"
        isEmpty={(all) => all.length === 0}
        empty={
          <Nothing
            title="No case yet"
            icon={<Briefcase size={32} />}
            action={<Button intent="primary" text="Import a bundle" onClick={() => goTo('import')} />}
          >
            A case opens when the first sealed bundle of a model version is imported.
          </Nothing>
        }
      >
        {(all) =>
          rows.length === 0 ? (
            <Nothing
              title="No case fits"
              action={
                <Button
                  text="Show every case"
                  onClick={() => {
                    setText('');
                    setState(undefined);
                  }}
                />
              }
            >
              {counted(all.length, 'case is', 'cases are')} hidden by the search.
            </Nothing>
          ) : (
            <>
              <CaseTable rows={rows} />
              <p className="quiet" role="status">
                {rows.length === all.length
                  ? counted(all.length, 'case')
                  : `${rows.length} of ${counted(all.length, 'case')}`}
              </p>
            </>
          )
        }
      </ListState>
    </>
  );
}
