import { Button, Callout, H2 } from '@blueprintjs/core';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Facts } from '../lists/facts.tsx';
import { Findings } from '../lists/findings.tsx';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { useHolds } from '../shell/person.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted, day } from '../words/plain.ts';
import { OUTCOME, word } from '../words/terms.ts';
import { AdjudicationsOfCase } from './adjudications.tsx';
import { ASSESSORS, AssessButton } from './assess-button.tsx';
import type { AssessmentDocument } from './assessment-document.ts';
import { useAssessment } from './assessment-query.ts';
import { CapabilityProfile } from './capability-profile.tsx';
import type { CaseFile } from './case-screen.tsx';
import { EstimateTable } from './estimate-table.tsx';
import { StaleNote } from './stale-note.tsx';

/** What is known of the case at a glance. */
export function OverviewTab({ file }: { readonly file: CaseFile }) {
  const { summary } = file;
  const { recorded, document, assess } = useAssessment(summary.caseId);
  const mayAssess = useHolds(...ASSESSORS);
  // A reviewer judges before reading what others said, unless they ask for it.
  const mayAdjudicate = useHolds('reviewer');
  const alarms = file.findings.filter(({ severity }) => severity === 'alarm');
  return (
    <div className="overview">
      <div className="overview-main">
        <div className="section-head">
          <H2>Capability profile</H2>
          <AssessButton file={file} assess={assess} />
        </div>
        <RefusalNotice error={assess.error} title="The case was not assessed." />
        {file.assessment?.isStale && <StaleNote />}
        <ListState
          query={recorded}
          what="the assessment"
          isEmpty={(found) => found === null}
          empty={
            <Nothing title="Not assessed yet">
              {mayAssess
                ? 'Assessing computes every estimate from the samples and holds it against the policy. It goes on record.'
                : 'A reviewer or an official assesses a case.'}
            </Nothing>
          }
        >
          {() =>
            document ? (
              <>
                <CapabilityProfile document={document} />
                <H2>Claimed, from samples, adjudicated</H2>
                <ClaimsOfRuns runs={file.runs} />
                <EstimateTable benchmarks={inOrder(document.benchmarks)} />
              </>
            ) : (
              <Nothing title="This window cannot draw it">
                The recorded assessment is of another version. Assess the case again, or read it as text under
                Assessment.
              </Nothing>
            )
          }
        </ListState>
        <H2>Adjudications</H2>
        <AdjudicationsOfCase file={file} isOpen={!mayAdjudicate} />
      </div>
      <aside className="overview-side" aria-label="The case in short">
        {alarms.length > 0 && (
          <Callout compact intent="danger" className="block">
            <strong>{counted(alarms.length, 'alarm')}:</strong> read the findings before you rely on these numbers.
          </Callout>
        )}
        <Facts
          rows={[
            ['Case', <ForeignText key="case">{summary.caseKey}</ForeignText>],
            ['Opened', day(summary.openedAt)],
            [
              'Access window',
              summary.window ? `${day(summary.window.opensAt)} to ${day(summary.window.closesAt)}` : 'none stated',
            ],
            ['Marking', summary.marking],
            ['Bundles', summary.bundles],
            ['Runs', summary.runs],
            ['Attempts', summary.attempts.toLocaleString('en-GB')],
            ['Typed scores', file.typedScores.length],
            ['Adjudications', file.adjudications.filter(({ isSuperseded }) => !isSuperseded).length],
            [
              'Assessment',
              file.assessment
                ? `${word(OUTCOME, file.assessment.outcome)}, ${day(file.assessment.at)}${file.assessment.isStale ? ' (evidence has come since)' : ''}`
                : 'none',
            ],
          ]}
        />
        <div className="row">
          <Button size="small" text="Read samples" onClick={() => goTo('cases', summary.caseId, 'samples')} />
          <Button size="small" text="Decision" onClick={() => goTo('cases', summary.caseId, 'decision')} />
        </div>
        <H2>Findings</H2>
        {file.findings.length === 0 ? (
          <p className="quiet">Nothing odd was found in the evidence.</p>
        ) : (
          <Findings findings={file.findings} />
        )}
      </aside>
    </div>
  );
}

/** Whether the claims of the logs hold by the logs' own counting, apart from what the policy makes of the samples. */
function ClaimsOfRuns({ runs }: Pick<CaseFile, 'runs'>) {
  const claims = runs.flatMap(({ scores }) => scores);
  if (claims.length === 0) return null;
  const good = claims.filter(({ verdict }) => verdict === 'match').length;
  const bad = claims.filter(({ verdict }) => verdict === 'mismatch').length;
  return (
    <p>
      Claims: {good} of {claims.length} recompute as the log counts them
      {bad > 0 && <strong>, {counted(bad, 'claim does', 'claims do')} not</strong>}. Each is listed under Runs.
    </p>
  );
}

/** The model under review stands above those that it is held against, as in the chart. */
const inOrder = (benchmarks: AssessmentDocument['benchmarks']) =>
  [...benchmarks].sort((a, b) => a.benchmark.localeCompare(b.benchmark) || a.role.localeCompare(b.role));
