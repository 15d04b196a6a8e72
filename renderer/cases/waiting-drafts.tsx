import { Button, Callout } from '@blueprintjs/core';
import { Edit } from '@blueprintjs/icons';
import { useState } from 'react';
import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { goTo } from '../shell/route.ts';
import { ForeignText } from '../words/foreign-text.tsx';
import { counted, minute } from '../words/plain.ts';

type Waiting = Output<'listDrafts'>[number];

/** As many as leave the list of cases in sight. */
const SHOWN = 3;

const FORM: Readonly<Record<Waiting['form'], string>> = {
  score: 'A typed score',
  adjudication: 'An adjudication',
  determination: 'A determination',
  position: 'A position',
  withdrawal: 'A withdrawal',
  notice: 'A notice',
  export: 'An export',
  enrolment: 'An enrolment',
};

const TAB: Readonly<Partial<Record<Waiting['form'], string>>> = {
  score: 'scores',
  notice: 'exports',
  export: 'exports',
};

/** Where the form stands that the draft is of. */
function placeOf({ form, file, attempt }: Waiting): readonly (string | number)[] {
  if (form === 'enrolment') return ['trust', 'enrol'];
  // The decision came as a file from another desk, and is opened from there again.
  if (file === null) return form === 'position' ? ['import'] : ['cases'];
  if (attempt) return ['cases', file.caseId, 'samples', attempt.runId, attempt.attemptId];
  return ['cases', file.caseId, TAB[form] ?? 'decision'];
}

/** What the person began before the desk was locked, with the way back to it. Shows nothing where nothing waits. */
export function WaitingDrafts() {
  const drafts = useRead('listDrafts', {});
  const [all, setAll] = useState(false);
  if (drafts.error) return <RefusalNotice error={drafts.error} title="Could not read which forms wait." />;
  const waiting = drafts.data ?? [];
  if (waiting.length === 0) return null;
  const shown = all ? waiting : waiting.slice(0, SHOWN);
  return (
    <Callout compact icon={<Edit />} className="block waiting-drafts">
      <p id="waiting-drafts">You began {counted(waiting.length, 'form')} and did not hand in what you typed:</p>
      <ul aria-labelledby="waiting-drafts">
        {shown.map((draft) => (
          <li key={`${draft.form} ${draft.file?.caseId} ${draft.attempt?.attemptId} ${draft.savedAt}`}>
            <Button size="small" variant="minimal" intent="primary" onClick={() => goTo(...placeOf(draft))}>
              {FORM[draft.form]}
              <About draft={draft} />
            </Button>
            <span className="quiet">kept {minute(draft.savedAt)} UTC</span>
          </li>
        ))}
      </ul>
      {waiting.length > shown.length && (
        <Button
          size="small"
          variant="minimal"
          text={`Show ${counted(waiting.length - shown.length, 'more', 'more')}`}
          onClick={() => setAll(true)}
        />
      )}
    </Callout>
  );
}

function About({ draft: { form, file, attempt } }: { readonly draft: Waiting }) {
  if (file === null) return form === 'position' ? ' on a decision from another desk' : null;
  return (
    <>
      {' on '}
      {attempt && (
        <>
          <ForeignText>{attempt.sample}</ForeignText>, epoch {attempt.epoch}, of{' '}
        </>
      )}
      <ForeignText>{`${file.developer} ${file.model} ${file.version}`}</ForeignText>
    </>
  );
}
