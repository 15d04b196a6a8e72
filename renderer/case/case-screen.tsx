import { Button, Tag } from '@blueprintjs/core';
import { ArrowLeft, Print } from '@blueprintjs/icons';
import type { KeyboardEvent } from 'react';
import type { Output } from '../../desk/contract.ts';
import { useRead } from '../bridge/queries.ts';
import { Clock } from '../cases/clock.tsx';
import { ListState } from '../lists/list-state.tsx';
import { useScreenMarking } from '../marking/screen-marking.tsx';
import { goTo } from '../shell/route.ts';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { ForeignText } from '../words/foreign-text.tsx';
import { CASE_STATE, DETERMINATION, word } from '../words/terms.ts';
import { AssessmentTab } from './assessment-tab.tsx';
import { DecisionTab } from './decision-tab.tsx';
import { EvidenceTab } from './evidence-tab.tsx';
import { ExportsTab } from './exports-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { RunsTab } from './runs-tab.tsx';
import { SamplesTab } from './samples-tab.tsx';
import { ScoresTab } from './scores-tab.tsx';
import { CASE_TABS } from './tabs.ts';

export type CaseFile = Output<'showCase'>;

interface CaseProps {
  readonly caseId: string;
  readonly tab: string;
  readonly rest: readonly string[];
}

/** One case: its head, its tabs and the tab that is open. */
export function CaseScreen({ caseId, tab, rest }: CaseProps) {
  const file = useRead('showCase', { caseId });
  useScreenMarking(file.data?.summary.marking);
  return (
    <ListState query={file} what="the case">
      {(found) => (
        <>
          <CaseHead file={found} />
          <TabRow caseId={caseId} tab={tab} />
          <div id="case-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} className="case-panel">
            <OpenTab file={found} tab={tab} rest={rest} />
          </div>
        </>
      )}
    </ListState>
  );
}

function CaseHead({ file }: { readonly file: CaseFile }) {
  const { summary } = file;
  return (
    <div className="case-head">
      <Button variant="minimal" icon={<ArrowLeft />} aria-label="All cases" onClick={() => goTo('cases')} />
      <ScreenTitle>
        <ForeignText>{`${summary.model}, version ${summary.version}`}</ForeignText>{' '}
        <span className="quiet">
          <ForeignText>{summary.developer}</ForeignText>
        </span>
      </ScreenTitle>
      <span className="spring" />
      <Clock window={summary.window} state={summary.state} />
      <Tag minimal>{word(CASE_STATE, summary.state)}</Tag>
      <Tag
        minimal={summary.determination === 'undetermined'}
        intent={summary.determination === 'undetermined' ? 'none' : 'primary'}
      >
        {word(DETERMINATION, summary.determination)}
      </Tag>
      <Button variant="minimal" icon={<Print />} aria-label="Print this part" onClick={() => window.print()} />
    </div>
  );
}

function TabRow({ caseId, tab }: { readonly caseId: string; readonly tab: string }) {
  const onKeyDown = (event: KeyboardEvent) => {
    // From the tab that has the focus: with quick keys the route is a step behind.
    const at = CASE_TABS.findIndex(({ id }) => `tab-${id}` === (event.target as HTMLElement).id); // keys come from elements
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || event.altKey) return;
    const next = CASE_TABS[(at + step + CASE_TABS.length) % CASE_TABS.length];
    if (!next) return;
    event.preventDefault();
    goTo('cases', caseId, next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div role="tablist" aria-label="Parts of the case" className="tab-row" onKeyDown={onKeyDown} tabIndex={-1}>
      {CASE_TABS.map(({ id, title }) => (
        <button
          key={id}
          id={`tab-${id}`}
          type="button"
          role="tab"
          aria-selected={tab === id}
          aria-controls="case-panel"
          data-title={title}
          tabIndex={tab === id ? 0 : -1}
          onClick={() => goTo('cases', caseId, id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function OpenTab({
  file,
  tab,
  rest,
}: {
  readonly file: CaseFile;
  readonly tab: string;
  readonly rest: readonly string[];
}) {
  switch (tab) {
    case 'runs':
      return <RunsTab file={file} />;
    case 'evidence':
      return <EvidenceTab file={file} />;
    case 'samples':
      return <SamplesTab file={file} runId={rest[0]} attemptId={rest[1]} />;
    case 'scores':
      return <ScoresTab file={file} />;
    case 'assessment':
      return <AssessmentTab file={file} />;
    case 'decision':
      return <DecisionTab file={file} />;
    case 'exports':
      return <ExportsTab file={file} />;
    default:
      return <OverviewTab file={file} />;
  }
}
