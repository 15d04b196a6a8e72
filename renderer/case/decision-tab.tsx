import { Callout, H2 } from '@blueprintjs/core';
import { draftKey } from '../../desk/contract/drafts.ts';
import { call } from '../bridge/call.ts';
import { useRead, useReadAgain } from '../bridge/queries.ts';
import { PositionForm } from '../forms/position-form.tsx';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Digest } from '../lists/digest.tsx';
import { ListState } from '../lists/list-state.tsx';
import { NotYours, useHolds, usePerson } from '../shell/person.tsx';
import { minute } from '../words/plain.ts';
import { DECISION_STATE, DETERMINATION, word } from '../words/terms.ts';
import type { CaseFile } from './case-screen.tsx';
import { DecisionProgress } from './decision-progress.tsx';
import { DecisionRead } from './decision-read.tsx';
import { DetermineForm } from './determine-form.tsx';
import { ReceivePositions } from './receive-positions.tsx';
import { WithdrawForm } from './withdraw-form.tsx';

type Decision = CaseFile['decisions'][number];

const COLUMNS: readonly DataColumn<Decision>[] = [
  { id: 'at', title: 'Drafted (UTC)', value: (row) => row.at, cell: (row) => minute(row.at) },
  {
    id: 'determination',
    title: 'Determination',
    value: (row) => word(DETERMINATION, row.determination),
    width: 'wide',
  },
  { id: 'state', title: 'State', value: (row) => word(DECISION_STATE, row.state) },
  {
    id: 'digest',
    title: 'SHA-384 of the payload',
    value: (row) => row.payloadDigest,
    cell: (row) => <Digest value={row.payloadDigest} />,
    width: 'digest',
  },
];

/** The determination of the case: drafted, taken position on, signed, counted. */
export function DecisionTab({ file }: { readonly file: CaseFile }) {
  const { caseId } = file.summary;
  const mayDetermine = useHolds('determining-official');
  // The desk gives them as they were made, whatever its clock said then.
  const [latest] = file.decisions;
  const open = latest?.state === 'draft' ? latest : undefined;
  return (
    <>
      <H2>Decision</H2>
      <DecisionProgress latest={latest} />
      {latest && <Latest caseId={caseId} decisionId={latest.decisionId} />}
      {file.decisions.length > 1 && (
        <>
          <H2>All decisions of this case</H2>
          <DataTable
            label="Decisions of this case"
            rows={file.decisions}
            columns={COLUMNS}
            keyOf={(row) => row.decisionId}
            startSort={{ id: 'at', desc: true }}
          />
        </>
      )}
      <div className="no-print">
        {open ? (
          <>
            <H2>Take a position</H2>
            <Position caseId={caseId} decisionId={open.decisionId} />
            <H2>Positions from other desks</H2>
            <ReceivePositions file={file} />
            {mayDetermine && (
              <>
                <H2>Withdraw the draft</H2>
                <WithdrawForm file={file} />
              </>
            )}
          </>
        ) : (
          <>
            <H2>{latest ? 'Draft a new determination' : 'Draft the determination'}</H2>
            {!file.assessment && (
              <Callout compact intent="warning" className="block">
                This case has no assessment yet. A decision names the assessment that it rests on.
              </Callout>
            )}
            {file.assessment?.isStale && (
              <Callout compact intent="warning" className="block">
                The recorded assessment is older than the evidence. Assess the case again first.
              </Callout>
            )}
            {mayDetermine ? (
              <DetermineForm file={file} supersedes={latest?.state === 'complete' ? latest.payloadDigest : undefined} />
            ) : (
              <NotYours act="Drafting a determination" roles={['determining-official']} />
            )}
          </>
        )}
      </div>
    </>
  );
}

/** A position is taken once: who determined or signed the decision is told so instead. */
function Position({ caseId, decisionId }: { readonly caseId: string; readonly decisionId: string }) {
  const readAgain = useReadAgain();
  const person = usePerson();
  const mayConcur = useHolds('consulted-official', 'determining-official');
  const read = useRead('showDecision', { caseId, decisionId });
  if (!mayConcur) return <NotYours act="Taking a position" roles={['consulted-official', 'determining-official']} />;
  if (read.data?.determinedBy.personId === person?.personId) return <p>You determined this. Others take a position.</p>;
  if (read.data?.signers.some(({ personId }) => personId === person?.personId)) return <p>You have signed this.</p>;
  return (
    <PositionForm
      key={decisionId}
      label="Take a position"
      draftKey={draftKey('position', decisionId)}
      act="Sign the position"
      sign={async (taken, passphrase) => {
        await call('concur', { caseId, ...taken }, { passphrase });
        await readAgain();
      }}
    />
  );
}

function Latest({ caseId, decisionId }: { readonly caseId: string; readonly decisionId: string }) {
  const read = useRead('showDecision', { caseId, decisionId });
  return (
    <ListState query={read} what="the decision">
      {(decision) => <DecisionRead decision={decision} />}
    </ListState>
  );
}
