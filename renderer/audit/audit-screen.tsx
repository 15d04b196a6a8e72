import { Button, H1, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { History, Search } from '@blueprintjs/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Digest } from '../lists/digest.tsx';
import { Facts } from '../lists/facts.tsx';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { count, minute } from '../words/plain.ts';
import { AuditActs } from './audit-acts.tsx';

type Event = Output<'showAudit'>['events'][number];

const PAGE = 200;
const COLUMNS: readonly DataColumn<Event>[] = [
  { id: 'sequence', title: 'No.', value: (event) => event.sequence, numeric: true, width: 'narrow' },
  {
    id: 'at',
    title: 'At (UTC)',
    value: (event) => event.at,
    cell: (event) => event.at.slice(0, 19).replace('T', ' '),
    width: 'narrow',
  },
  { id: 'actor', title: 'Who', value: (event) => event.actor },
  { id: 'act', title: 'Act', value: (event) => event.act },
  {
    id: 'subject',
    title: 'On',
    value: (event) => event.subject,
    cell: (event) => (
      <span title={event.subject}>
        <ForeignText>{event.subject.length > 28 ? `${event.subject.slice(0, 27)}…` : event.subject}</ForeignText>
      </span>
    ),
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
  const [act, setAct] = useState('');
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
    const needle = text.toLowerCase();
    return events.filter(
      (event) =>
        (act === '' || event.act === act) &&
        (needle === '' ||
          `${event.actor} ${event.act} ${event.subject} ${event.digest} ${JSON.stringify(event.detail)}`
            .toLowerCase()
            .includes(needle)),
    );
  }, [events, text, act]);
  const detail = events.find((event) => String(event.sequence) === open);
  return (
    <>
      <div className="section-head">
        <H1>Audit</H1>
        <div className="row">
          <HTMLSelect
            aria-label="Act"
            value={act}
            onChange={(event) => setAct(event.currentTarget.value)}
            options={[{ value: '', label: 'Every act' }, ...acts.map((one) => ({ value: one, label: one }))]}
          />
          <InputGroup
            type="search"
            leftIcon={<Search />}
            placeholder="Search the events shown"
            aria-label="Search events"
            value={text}
            onValueChange={setText}
          />
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
                columns={COLUMNS}
                keyOf={(event) => String(event.sequence)}
                rowLabel={(event) => `Event ${event.sequence}: ${event.act}`}
                onOpen={(event) => setOpen(open === String(event.sequence) ? null : String(event.sequence))}
                selected={open}
              />
              {detail && (
                <section className="detail" aria-label={`Event ${detail.sequence}`}>
                  <Facts
                    rows={[
                      ['Event', `${detail.sequence}, ${minute(detail.at)} UTC`],
                      [
                        'Digest',
                        <code key="digest" className="break">
                          {detail.digest}
                        </code>,
                      ],
                      ...Object.entries(detail.detail).map(
                        ([name, value]) =>
                          [
                            name,
                            <ForeignText key={name}>
                              {typeof value === 'string' ? value : JSON.stringify(value)}
                            </ForeignText>,
                          ] as const,
                      ),
                    ]}
                  />
                </section>
              )}
            </div>
          )
        }
      </ListState>
      {pages.hasNextPage && (
        <Button
          text="Show earlier events"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        />
      )}
    </>
  );
}
