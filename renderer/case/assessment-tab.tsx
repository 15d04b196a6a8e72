import { Callout, H2 } from '@blueprintjs/core';
import type { Output } from '../../desk/contract.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Digest } from '../lists/digest.tsx';
import { ListState, Nothing } from '../lists/list-state.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { minute } from '../words/plain.ts';
import { ASSESSORS, AssessButton } from './assess-button.tsx';
import type { AssessmentDocument } from './assessment-document.ts';
import { useAssessment } from './assessment-query.ts';
import type { CaseFile } from './case-screen.tsx';
import { OutcomeTag } from './outcome-tag.tsx';
import { RuleTree } from './rule-tree.tsx';
import { SensitivityTable } from './sensitivity-table.tsx';
import { StaleNote } from './stale-note.tsx';

type Recorded = NonNullable<Output<'showAssessment'>>;

/** The case held against the policy: rule by rule, why, and how it would change. */
export function AssessmentTab({ file }: { readonly file: CaseFile }) {
  const { recorded, document, assess } = useAssessment(file.summary.caseId);
  const mayAssess = useHolds(...ASSESSORS);
  return (
    <>
      <div className="section-head">
        <H2>Assessment {file.assessment && <OutcomeTag outcome={file.assessment.outcome} />}</H2>
        {recorded.data && (
          <span className="quiet">
            Recorded {minute(recorded.data.at)} UTC by {recorded.data.by}, digest{' '}
            <Digest value={recorded.data.digest} />
          </span>
        )}
        <span className="spring" />
        <AssessButton file={file} assess={assess} isMain />
      </div>
      {!mayAssess && <NotYours act="Assessing a case" roles={ASSESSORS} />}
      <RefusalNotice error={assess.error} title="The case was not assessed." />
      {file.assessment?.isStale && <StaleNote />}
      <ListState
        query={recorded}
        what="the assessment"
        isEmpty={(found) => found === null}
        empty={
          <Nothing title="Not assessed yet">
            An assessment computes every estimate from the samples and holds it against the policy in force. It goes on
            record under its digest; the same evidence gives the same digest.
          </Nothing>
        }
      >
        {(found) => (document ? <Drawn document={document} /> : found && <InWords explanation={found.explanation} />)}
      </ListState>
    </>
  );
}

function Drawn({ document }: { readonly document: AssessmentDocument }) {
  return (
    <>
      {document.alarms.map((alarm) => (
        <Callout key={`${alarm.code} ${alarm.benchmark} ${alarm.detail}`} compact intent="danger" className="block">
          <strong>Alarm{alarm.benchmark === '' ? '' : ` on ${alarm.benchmark}`}.</strong>{' '}
          <ForeignText>{alarm.detail}</ForeignText>
        </Callout>
      ))}
      <H2>Rules</H2>
      <RuleTree trace={document.trace} />
      <H2>If it were counted otherwise</H2>
      <SensitivityTable document={document} />
    </>
  );
}

function InWords({ explanation }: Pick<Recorded, 'explanation'>) {
  return (
    <>
      <Callout compact intent="warning" className="block">
        This window cannot draw an assessment of this shape. It reads, in words:
      </Callout>
      <pre className="explanation">
        <ForeignText>{explanation.join('\n')}</ForeignText>
      </pre>
    </>
  );
}
