import { Button, H2 } from '@blueprintjs/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { type CallRefused, call } from '../bridge/call.ts';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Digest } from '../lists/digest.tsx';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { minute } from '../words/plain.ts';
import { spoken } from '../words/steps.ts';

type Event = Output<'showAudit'>['events'][number];

const ACTS = ['roster.imported', 'roster.refused', 'policy.imported', 'policy.refused', 'root.pinned'];
const PAGE = 5000;

/** Every roster and policy that came to this desk, as the audit chain has them. */
async function readVersions(): Promise<readonly Event[]> {
  const found: Event[] = [];
  let before: number | null = null;
  do {
    const page: Output<'showAudit'> = await call('showAudit', { limit: PAGE, ...(before === null ? {} : { before }) });
    found.push(...page.events.filter(({ act }) => ACTS.includes(act)));
    before = page.next;
  } while (before !== null);
  return found;
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function versionOf({ detail }: Event): string {
  if (detail['rosterSequence'] !== undefined) return `Number ${text(detail['rosterSequence'])}`;
  if (detail['version'] !== undefined) return `Version ${text(detail['version'])}`;
  return detail['code'] === undefined ? '' : `Refused: ${text(detail['code'])}`;
}

const COLUMNS: readonly DataColumn<Event>[] = [
  { id: 'at', title: 'At (UTC)', value: (event) => event.at, cell: (event) => minute(event.at), width: 'narrow' },
  { id: 'act', title: 'What came', value: (event) => spoken(event.act) },
  {
    id: 'name',
    title: 'Of',
    value: (event) => event.subject,
    cell: (event) => <ForeignText>{event.subject}</ForeignText>,
  },
  { id: 'version', title: 'Version', value: versionOf, cell: (event) => <ForeignText>{versionOf(event)}</ForeignText> },
  { id: 'by', title: 'By', value: (event) => event.actor },
  {
    id: 'digest',
    title: 'SHA-384',
    value: (event) => text(event.detail['rosterDigest'] ?? event.detail['policyDigest']),
    cell: (event) => {
      const digest = text(event.detail['rosterDigest'] ?? event.detail['policyDigest']);
      return digest === '' ? '–' : <Digest value={digest} />;
    },
    width: 'digest',
  },
];

/** The history of rosters and policies, read from the audit chain when somebody asks for it. */
export function Versions() {
  const [asked, setAsked] = useState(false);
  const versions = useQuery<readonly Event[], CallRefused>({
    queryKey: ['versions'],
    queryFn: readVersions,
    enabled: asked,
  });
  return (
    <section aria-label="Earlier versions">
      <div className="section-head">
        <H2>Earlier versions</H2>
        {!asked && <Button size="small" text="Show every version" onClick={() => setAsked(true)} />}
      </div>
      {!asked ? (
        <p className="quiet">Each roster and policy that came here, taken or refused, stands in the audit chain.</p>
      ) : (
        <ListState
          query={versions}
          what="the versions"
          isEmpty={(rows) => rows.length === 0}
          empty={<Nothing title="No version yet">No roster or policy has come to this desk.</Nothing>}
        >
          {(rows) => (
            <DataTable
              label="Versions of roster and policy"
              rows={rows}
              columns={COLUMNS}
              keyOf={(event) => String(event.sequence)}
              startSort={{ id: 'at', desc: true }}
            />
          )}
        </ListState>
      )}
    </section>
  );
}
