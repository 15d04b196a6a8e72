import { Button } from '@blueprintjs/core';
import { ArrowLeft, Print } from '@blueprintjs/icons';
import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { Checklist } from '../lists/checklist.tsx';
import { Facts } from '../lists/facts.tsx';
import { ListState } from '../lists/list-state.tsx';
import { useScreenMarking } from '../marking/screen-marking.tsx';
import { goTo } from '../shell/route.ts';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { bytes, count, counted, minute } from '../words/plain.ts';

type Intake = Output<'showIntake'>;

/** One page that can be printed and signed: what came in, how it was checked, and what became of it. */
export function IntakeRecord({ digest }: { readonly digest: string }) {
  const intake = useRead('showIntake', { digest });
  useScreenMarking(intake.data?.bundle?.marking);
  return (
    <article className="record">
      <div className="row no-print">
        <Button icon={<ArrowLeft />} text="Back" onClick={() => window.history.back()} />
        <Button icon={<Print />} intent="primary" text="Print…" onClick={() => window.print()} />
        {intake.data?.caseId && (
          <Button text="Open the case" onClick={() => goTo('cases', intake.data?.caseId ?? '', 'evidence')} />
        )}
      </div>
      <ScreenTitle>Intake record</ScreenTitle>
      <ListState query={intake} what="the record">
        {(found) => (
          <>
            <Facts
              rows={[
                ...factsOf(found).map(
                  ([name, value]) => [name, <ForeignText key={name}>{value}</ForeignText>] as const,
                ),
                ['SHA-384', <code key="digest">{found.digest}</code>],
                ...(found.recorded
                  ? [['Audit event', <AuditEvent key="event" recorded={found.recorded} />] as const]
                  : []),
              ]}
            />
            <Checklist steps={found.steps} label="Checklist" />
            <div className="signature-lines">
              <span>
                Transfer agent: <ForeignText>{found.receivedBy.name}</ForeignText>, date
              </span>
              <span>
                Witness{found.witness ? ': ' : ''}
                <ForeignText>{found.witness?.name ?? ''}</ForeignText>, date
              </span>
            </div>
          </>
        )}
      </ListState>
    </article>
  );
}

function AuditEvent({ recorded }: { readonly recorded: NonNullable<Intake['recorded']> }) {
  return (
    <>
      No. {recorded.sequence}, {minute(recorded.at)} UTC, digest <code>{recorded.digest}</code>
    </>
  );
}

const OUTCOME = { imported: 'Imported', quarantined: 'Quarantined: not imported' } as const;

function factsOf(intake: Intake): readonly (readonly [string, string])[] {
  const { bundle, workstation, receivedBy, witness } = intake;
  const rows: [string, string][] = [
    ['Outcome', OUTCOME[intake.outcome]],
    ['File', intake.fileName ?? 'its name was not kept'],
    ['Size', `${bytes(intake.bytes)} (${count(intake.bytes)} bytes)`],
    ['Received', `${minute(intake.receivedAt)} UTC`],
    ['Received by', `${receivedBy.name} (${receivedBy.personId})`],
    ['Witness', witness ? `${witness.name} (${witness.personId})` : 'none'],
    ['Workstation', `${workstation.name}, ceiling ${workstation.ceiling}`],
  ];
  if (bundle) {
    rows.push(
      ['Producer', `${bundle.producerId}, number ${bundle.sequence}`],
      ['Model', `${bundle.developer} ${bundle.model} ${bundle.version}, ${bundle.role}`],
      ['Marking', bundle.marking],
      ['Content', `${counted(bundle.members, 'member')}, ${counted(intake.findings, 'finding')}`],
    );
  }
  return [...rows, ['Kept as', intake.kept]];
}
