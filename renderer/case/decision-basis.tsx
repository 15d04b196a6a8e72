import { Button } from '@blueprintjs/core';
import { Facts } from '../lists/facts.tsx';
import { goTo } from '../shell/route.ts';
import { counted, minute } from '../words/plain.ts';
import type { CaseFile } from './case-screen.tsx';
import { OutcomeTag } from './outcome-tag.tsx';

/** What a finding will rest on, beside the place where it is chosen. */
export function DecisionBasis({ file }: { readonly file: CaseFile }) {
  const { assessment, findings, adjudications, summary } = file;
  const alarms = findings.filter(({ severity }) => severity === 'alarm').length;
  const standing = adjudications.filter(({ isSuperseded }) => !isSuperseded).length;
  const open = (text: string, tab: string) => (
    <Button size="small" variant="minimal" text={text} onClick={() => goTo('cases', summary.caseId, tab)} />
  );
  return (
    <section aria-label="What the finding rests on" className="finding-basis">
      <strong>What it rests on</strong>
      <Facts
        rows={[
          [
            'Assessment',
            <span key="assessment">
              {assessment ? (
                <>
                  <OutcomeTag outcome={assessment.outcome} /> of {minute(assessment.at)} UTC,{' '}
                  {assessment.isStale ? <strong>out of date</strong> : 'up to date'}
                </>
              ) : (
                'none yet'
              )}{' '}
              {open('Read the assessment', 'assessment')}
            </span>,
          ],
          [
            'Alarms',
            <span key="alarms">
              {alarms === 0 ? 'none' : <strong>{counted(alarms, 'alarm')}</strong>}{' '}
              {open('Read the findings', 'overview')}
            </span>,
          ],
          [
            'Judged',
            <span key="judged">
              {counted(standing, 'adjudication')}, {counted(file.typedScores.length, 'typed score')}
            </span>,
          ],
        ]}
      />
    </section>
  );
}
