import { Button } from '@blueprintjs/core';
import { History } from '@blueprintjs/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { ChoiceFilter } from '../lists/choice-filter.tsx';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Digest } from '../lists/digest.tsx';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { SearchBox } from '../lists/search-box.tsx';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { count, counted, second } from '../words/plain.ts';
import { searchFor } from '../words/search.ts';
import { spoken } from '../words/steps.ts';
import { AuditActs } from './audit-acts.tsx';
import { type AuditEvent, EventDetail } from './event-detail.tsx';

const PAGE = 200;
type NameOf = (id: string) => string | undefined;

/** An id says little: what it is called stands first where that is known. */
function Subject({ event, nameOf }: { readonly event: AuditEvent; readonly nameOf: NameOf }) {
  const { caseId } = event.detail;
  const name = nameOf(event.subject) ?? (typeof caseId === 'string' ? nameOf(caseId) : undefined);
  const id = event.subject.length > 28 ? `${event.subject.slice(0, 13)}…` : event.subject;
  return (
    <span title={event.subject}>
      <ForeignText>{name ?? id}</ForeignText>
    </span>
  );
}

const columnsFor = (nameOf: NameOf): readonly DataColumn<AuditEvent>[] => [
  { id: 'sequence', title: 'No.', value: (event) => event.sequence, numeric: true, width: 'narrow' },
  {
    id: 'at',
    title: 'At (UTC)',
    value: (event) => event.at,
    cell: (event) => second(event.at),
    width: 'narrow',
  },
  { id: 'actor', title: 'Who', value: (event) => event.actor },
  { id: 'act', title: 'Act', value: (event) => spoken(event.act) },
  {
    id: 'subject',
    title: 'On',
    value: (event) => event.subject,
    cell: (event) => <Subject event={event} nameOf={nameOf} />,
  },
  {
    id: 'digest',
    title: 'Digest',
    value: (event) => event.digest,
    cell: (event) => <Digest value={event.digest} />,
    width: 'digest',
  },
];

/** The hash chain of everything that was done at this desk. */
export function AuditScreen() {
  const [text, setText] = useState('');
  const [act, setAct] = useState<string | undefined>();
  const [open, setOpen] = useState<string | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['showAudit'],
    queryFn: ({ pageParam }) =>
      call('showAudit', { limit: PAGE, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
  });
  const events = useMemo(() => pages.data?.pages.flatMap((page) => page.events) ?? [], [pages.data]);
  const acts = useMemo(() => [...new Set(events.map((event) => event.act))].sort(), [events]);
  const shown = useMemo(() => {
    const fits = searchFor(text);
    return events.filter(
      (event) =>
        (act === undefined || event.act === act) &&
        fits(
          `${event.actor} ${event.act} ${spoken(event.act)} ${event.subject} ${event.digest} ${JSON.stringify(event.detail)}`,
        ),
    );
  }, [events, text, act]);
  const cases = useRead('listCases', {});
  const nameOf = useMemo<NameOf>(() => {
    const names = new Map<string, string>(
      (cases.data ?? []).map(({ caseId, model, version }) => [caseId, `${model}, version ${version}`]),
    );
    return (id) => names.get(id);
  }, [cases.data]);
  const columns = useMemo(() => columnsFor(nameOf), [nameOf]);
  const detail = events.find((event) => String(event.sequence) === open);
  return (
    <>
      <div className="section-head">
        <ScreenTitle>Audit</ScreenTitle>
        <div className="row">
          <ChoiceFilter
            label="Act"
            every="Every act"
            choices={acts.map((one) => ({ value: one, label: spoken(one) }))}
            value={act}
            onChange={setAct}
          />
          <SearchBox label="Search events" placeholder="Search the events shown" value={text} onChange={setText} />
        </div>
      </div>
      <AuditActs />
      <ListState
        query={pages}
        what="the audit chain"
        isEmpty={() => events.length === 0}
        empty={
          <Nothing title="No event yet" icon={<History size={32} />}>
            Every act at this desk is written here.
          </Nothing>
        }
      >
        {() =>
          shown.length === 0 ? (
            <Nothing title="No event fits">Of {count(events.length)} events that are shown.</Nothing>
          ) : (
            <div className={detail ? 'audit-split' : ''}>
              <DataTable
                label="Events"
                rows={shown}
                columns={columns}
                keyOf={(event) => String(event.sequence)}
                rowLabel={(event) => `Event ${event.sequence}: ${event.act}`}
                onOpen={(event) => setOpen(open === String(event.sequence) ? null : String(event.sequence))}
                selected={open}
              />
              {detail && <EventDetail event={detail} nameOf={nameOf} />}
            </div>
          )
        }
      </ListState>
      {events.length > 0 && (
        <div className="row">
          <span className="quiet" role="status">
            {shown.length === events.length ? '' : `${count(shown.length)} of `}
            {counted(events.length, 'event')}
            {pages.hasNextPage ? ', the newest' : ', from the first on'}
          </span>
          {pages.hasNextPage && (
            <Button
              size="small"
              text="Show earlier events"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            />
          )}
        </div>
      )}
    </>
  );
}
