import { Button } from '@blueprintjs/core';
import { ArrowLeft, Print } from '@blueprintjs/icons';
import { useQuery } from '@tanstack/react-query';
import type { Output } from '../../desk/contract.ts';
import { type CallRefused, call } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { Checklist, type CheckStep } from '../lists/checklist.tsx';
import { Facts } from '../lists/facts.tsx';
import { ListState } from '../lists/list-state.tsx';
import { useScreenMarking } from '../marking/screen-marking.tsx';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { bytes, minute } from '../words/plain.ts';

interface Intake {
  readonly outcome: string;
  readonly marking: string | undefined;
  readonly facts: readonly (readonly [string, string])[];
  readonly steps: readonly CheckStep[];
}

/** Quarantined or imported: the record reads the same. */
async function readIntake(digest: string): Promise<Intake> {
  try {
    const kept = await call('showQuarantine', { digest });
    return {
      outcome: 'Quarantined: not imported',
      marking: undefined,
      facts: [
        ['File', kept.fileName],
        ['Size', `${bytes(kept.bytes)} (${kept.bytes} bytes)`],
        ['Received', `${minute(kept.receivedAt)} UTC`],
        ['Received by', kept.receivedBy],
        ['Kept as', kept.kept],
      ],
      steps: kept.steps,
    };
  } catch (refusal) {
    const imported = await importedBundle(digest);
    if (imported) return imported;
    throw refusal;
  }
}

async function importedBundle(digest: string): Promise<Intake | null> {
  for (const { caseId } of await call('listCases', {})) {
    const file: Output<'showCase'> = await call('showCase', { caseId });
    const bundle = file.bundles.find((candidate) => candidate.digest === digest);
    if (!bundle) continue;
    return {
      outcome: 'Imported',
      marking: bundle.marking,
      facts: [
        ['Case', `${file.summary.developer} ${file.summary.model} ${file.summary.version}`],
        ['Producer', `${bundle.producerId}, number ${bundle.sequence}`],
        ['Marking', bundle.marking],
        ['Size', `${bytes(bundle.bytes)} (${bundle.bytes} bytes)`],
        ['Imported', `${minute(bundle.importedAt)} UTC`],
        ['Members', String(bundle.members.length)],
      ],
      steps: bundle.steps,
    };
  }
  return null;
}

/** One page that can be printed and signed: what came in, how it was checked, and what became of it. */
export function IntakeRecord({ digest }: { readonly digest: string }) {
  const intake = useQuery<Intake, CallRefused>({ queryKey: ['intake', digest], queryFn: () => readIntake(digest) });
  const workstation = useRead('showWorkstation', {});
  useScreenMarking(intake.data?.marking);
  return (
    <article className="record">
      <div className="row no-print">
        <Button icon={<ArrowLeft />} text="Back" onClick={() => window.history.back()} />
        <Button icon={<Print />} intent="primary" text="Print…" onClick={() => window.print()} />
      </div>
      <ScreenTitle>Intake record</ScreenTitle>
      <ListState query={intake} what="the record">
        {({ outcome, facts, steps }) => (
          <>
            <Facts
              rows={[
                ['Outcome', <strong key="outcome">{outcome}</strong>],
                ['Workstation', workstation.data?.name ?? '–'],
                ...facts.map(([name, value]) => [name, <ForeignText key={name}>{value}</ForeignText>] as const),
                [
                  'SHA-384',
                  <code key="digest" className="break">
                    {digest}
                  </code>,
                ],
              ]}
            />
            <Checklist steps={steps} label="Checklist" />
            <div className="signature-lines">
              <span>Transfer agent, date</span>
              <span>Witness, date</span>
            </div>
          </>
        )}
      </ListState>
    </article>
  );
}
