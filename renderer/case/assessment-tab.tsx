import { Button, Callout, H2 } from '@blueprintjs/core';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Digest } from '../lists/digest.tsx';
import { Nothing } from '../lists/list-state.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { minute } from '../words/plain.ts';
import { useAssessment } from './assessment-query.ts';
import type { CaseFile } from './case-screen.tsx';
import { OutcomeTag } from './outcome-tag.tsx';
import { RuleTree } from './rule-tree.tsx';
import { SensitivityTable } from './sensitivity-table.tsx';

/** The case held against the policy: rule by rule, why, and how it would change. */
export function AssessmentTab({ file }: { readonly file: CaseFile }) {
  const { caseId } = file.summary;
  const { made, assess } = useAssessment(caseId);
  const mayAssess = useHolds('reviewer', 'determining-official', 'consulted-official');
  return (
    <>
      <div className="section-head">
        <H2>Assessment {made && <OutcomeTag outcome={made.answer.outcome} />}</H2>
        {file.assessment && (
          <span className="quiet">
            Last recorded {minute(file.assessment.at)} UTC, digest <Digest value={file.assessment.digest} />
          </span>
        )}
        <span className="spring" />
        {mayAssess && (
          <Button
            intent="primary"
            text={made ? 'Assess again' : 'Assess now'}
            loading={assess.isPending}
            onClick={() => assess.mutate()}
          />
        )}
      </div>
      {!mayAssess && (
        <NotYours act="Assessing a case" roles={['reviewer', 'determining-official', 'consulted-official']} />
      )}
      <RefusalNotice error={assess.error} title="The case was not assessed." />
      {file.assessment?.isStale && (
        <Callout compact intent="warning" className="block">
          Evidence, scores or adjudications have come since the recorded assessment. Assess again before deciding on it.
        </Callout>
      )}
      {!made && (
        <Nothing title={file.assessment ? 'Not shown yet in this session' : 'Not assessed yet'}>
          An assessment computes every estimate from the samples and holds it against the policy in force. It goes on
          record under its digest; the same evidence gives the same digest.
        </Nothing>
      )}
      {made?.document && (
        <>
          {made.document.alarms.map((alarm) => (
            <Callout key={`${alarm.code} ${alarm.benchmark} ${alarm.detail}`} compact intent="danger" className="block">
              <strong>Alarm{alarm.benchmark === '' ? '' : `, ${alarm.benchmark}`}.</strong>{' '}
              <ForeignText>{alarm.detail}</ForeignText>
            </Callout>
          ))}
          <H2>Rules</H2>
          <RuleTree trace={made.document.trace} />
          <H2>If it were counted otherwise</H2>
          <SensitivityTable document={made.document} />
        </>
      )}
      {made && !made.document && (
        <>
          <Callout compact intent="warning" className="block">
            This window cannot draw an assessment of this shape. It reads, in words:
          </Callout>
          <pre className="explanation">{made.answer.explanation.join('\n')}</pre>
        </>
      )}
    </>
  );
}
