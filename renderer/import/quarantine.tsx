import { Button, H2 } from '@blueprintjs/core';
import { useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { Checklist } from '../lists/checklist.tsx';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Digest } from '../lists/digest.tsx';
import { ListState } from '../lists/list-state.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { bytes, minute } from '../words/plain.ts';

type Row = Output<'listQuarantine'>[number];

const COLUMNS: readonly DataColumn<Row>[] = [
  {
    id: 'received',
    title: 'Received (UTC)',
    value: (row) => row.receivedAt,
    cell: (row) => minute(row.receivedAt),
    width: 'narrow',
  },
  { id: 'file', title: 'File', value: (row) => row.fileName, cell: (row) => <ForeignText>{row.fileName}</ForeignText> },
  {
    id: 'reason',
    title: 'Why',
    value: (row) => row.reason,
    cell: (row) => <ForeignText>{row.reason}</ForeignText>,
    width: 'wide',
  },
  {
    id: 'bytes',
    title: 'Size',
    value: (row) => row.bytes,
    cell: (row) => bytes(row.bytes),
    numeric: true,
    width: 'narrow',
  },
  {
    id: 'digest',
    title: 'SHA-384',
    value: (row) => row.digest,
    cell: (row) => <Digest value={row.digest} />,
    width: 'digest',
  },
];

/** What failed its checks: kept whole, never half imported. */
export function Quarantine() {
  const list = useRead('listQuarantine', {});
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section aria-label="Quarantine">
      <H2>Quarantine</H2>
      <ListState
        query={list}
        what="the quarantine"
        isEmpty={(rows) => rows.length === 0}
        empty={
          <p className="row-of-nothing">
            Nothing is quarantined. A bundle that fails a check is kept here whole, with the reasons.
          </p>
        }
      >
        {(rows) => (
          <DataTable
            label="Quarantined bundles"
            rows={rows}
            columns={COLUMNS}
            keyOf={(row) => row.digest}
            rowLabel={(row) => `${row.fileName}: ${row.reason}`}
            onOpen={(row) => setOpen(open === row.digest ? null : row.digest)}
            selected={open}
            startSort={{ id: 'received', desc: true }}
          />
        )}
      </ListState>
      {open && <QuarantineDetail digest={open} />}
    </section>
  );
}

function QuarantineDetail({ digest }: { readonly digest: string }) {
  const item = useRead('showQuarantine', { digest });
  return (
    <div className="detail">
      <ListState query={item} what="the reasons">
        {(found) => (
          <>
            <div className="section-head">
              <p>
                Received by {found.receivedBy}. The evidence is kept as <code>{found.kept}</code>.
              </p>
              <Button size="small" text="Intake record" onClick={() => goTo('import', 'record', digest)} />
            </div>
            <Checklist steps={found.steps} label="Checklist" />
          </>
        )}
      </ListState>
    </div>
  );
}
