import { Button, Card, H2 } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { Checklist, type CheckStep } from '../lists/checklist.tsx';
import { type DataColumn, DataTable } from '../lists/data-table.tsx';
import { Digest } from '../lists/digest.tsx';
import { Facts } from '../lists/facts.tsx';
import { Nothing } from '../lists/list-state.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { bytes, counted, minute } from '../words/plain.ts';
import { spoken } from '../words/steps.ts';
import type { CaseFile } from './case-screen.tsx';

type Member = Output<'showCase'>['bundles'][number]['members'][number];

const COLUMNS: readonly DataColumn<Member>[] = [
  {
    id: 'name',
    title: 'Member',
    value: (member) => member.name,
    cell: (member) => <ForeignText>{member.name}</ForeignText>,
    width: 'wide',
  },
  { id: 'role', title: 'Role', value: (member) => spoken(member.role) },
  { id: 'marking', title: 'Marking', value: (member) => member.marking },
  { id: 'size', title: 'Size', value: (member) => member.size, cell: (member) => bytes(member.size), numeric: true },
  {
    id: 'digest',
    title: 'SHA-384',
    value: (member) => member.digest,
    cell: (member) => <Digest value={member.digest} />,
    width: 'digest',
  },
];

/** The sealed bundles of the case, kept as received, and how each was verified. */
export function EvidenceTab({ file }: { readonly file: CaseFile }) {
  if (file.bundles.length === 0) return <Nothing title="No bundles">Scores of this case were typed in alone.</Nothing>;
  return (
    <>
      {file.bundles.map((bundle) => (
        <Card key={bundle.digest} compact className="block">
          <div className="section-head">
            <H2 className="card-title">
              <ForeignText>{`${bundle.producerId}, number ${bundle.sequence}`}</ForeignText>
            </H2>
            <Button size="small" text="Intake record" onClick={() => goTo('import', 'record', bundle.digest)} />
          </div>
          <Facts
            rows={[
              [
                bundle.role === 'candidate' ? 'Model under review' : 'Reference model',
                <ForeignText key="model">{bundle.model}</ForeignText>,
              ],
              ['Marking', bundle.marking],
              ['Verified and imported', `${minute(bundle.importedAt)} UTC`],
              ['Size as received', bytes(bundle.bytes)],
              [
                'SHA-384',
                <code key="digest" className="break">
                  {bundle.digest}
                </code>,
              ],
            ]}
          />
          <details>
            <summary>
              How it was verified on {minute(bundle.importedAt)} UTC: {outcomesOf(bundle.steps)}
            </summary>
            <Checklist steps={bundle.steps} label={`How bundle ${bundle.sequence} was verified`} />
          </details>
          <DataTable
            label={`Members of bundle ${bundle.sequence}`}
            rows={bundle.members}
            columns={COLUMNS}
            keyOf={(member) => member.name}
          />
        </Card>
      ))}
    </>
  );
}

/** As `7 passed, 2 warnings`: what asks for a look is seen without opening the list. */
function outcomesOf(steps: readonly CheckStep[]): string {
  const passed = steps.filter(({ outcome }) => outcome === 'passed').length;
  const warnings = steps.filter(({ outcome }) => outcome === 'warning').length;
  return `${passed} of ${counted(steps.length, 'step')} passed${warnings > 0 ? `, ${counted(warnings, 'warning')}` : ''}`;
}
