import { Button, Card, H1 } from '@blueprintjs/core';
import { ArrowLeft, ArrowRight, Tick } from '@blueprintjs/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import type { SessionOutput } from '../../desk/contract/session.ts';
import { session } from '../bridge/call.ts';
import type { SessionState } from '../bridge/queries.ts';
import { isChosen, NOT_CHOSEN } from '../forms/new-passphrase.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { isShortName } from '../forms/short-name-field.tsx';
import { CustodianStep } from './custodian-step.tsx';
import { FinishStep } from './finish-step.tsx';
import { markingQuery } from './marking-query.ts';
import { PlaceStep } from './place-step.tsx';
import { RootStep } from './root-step.tsx';
import { askedVault, EMPTY_SETUP, type Setup, type StepProps } from './setup.ts';
import { WorkstationStep } from './workstation-step.tsx';

interface FirstStartProps {
  readonly state: SessionState;
  readonly onDone: () => void;
  readonly onExisting: () => void;
}

interface Step {
  readonly title: string;
  readonly isReady: (setup: Setup) => boolean;
  readonly show: (props: StepProps) => ReactElement;
}

/** First start, step by step. Going back loses nothing; nothing is written before the vault is made. */
export function FirstStart({ state, onDone, onExisting }: FirstStartProps) {
  const hasVault = state.phase === 'locked';
  const queries = useQueryClient();
  const [setup, setSetup] = useState<Setup>(EMPTY_SETUP);
  const [at, setAt] = useState(0);
  const [made, setMade] = useState<SessionOutput<'initVault'> | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const make = useMutation({
    mutationFn: () => session('initVault', askedVault(setup)),
    onSuccess: (vault) => {
      setMade(vault);
      setSetup((before) => ({ ...before, ...NOT_CHOSEN }));
      void queries.invalidateQueries({ queryKey: ['session'] });
    },
  });

  const marking = useQuery(markingQuery(setup.ceiling));
  const steps: readonly Step[] = [
    {
      title: 'Place',
      isReady: ({ folder }) => folder !== '',
      show: (props) => <PlaceStep {...props} state={state} onExisting={onExisting} onSample={onDone} />,
    },
    {
      title: 'Workstation',
      isReady: ({ name, organization, ceiling }) =>
        [name, organization, ceiling].every((text) => text.trim() !== '') && !marking.data?.problem,
      show: (props) => <WorkstationStep {...props} />,
    },
    {
      title: 'Custodian',
      isReady: (typed) => isShortName(typed.personId) && typed.personName.trim() !== '' && isChosen(typed),
      show: (props) => <CustodianStep {...props} />,
    },
    {
      title: 'Roster root',
      isReady: ({ root, compared }) => root !== null && compared,
      show: (props) => <RootStep {...props} />,
    },
  ];
  const step = steps[at];
  const titles = [...steps.map(({ title }) => title), 'Cards and rosters'];
  const now = made ? titles.length - 1 : at;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new step is announced by its heading
  useEffect(() => heading.current?.focus(), [now]);

  const forward = async (event: FormEvent) => {
    event.preventDefault();
    if (!step?.isReady(setup) || make.isPending) return;
    // Enter may come before the answer about the ceiling.
    if ((await queries.fetchQuery(markingQuery(setup.ceiling))).problem) return;
    if (at < steps.length - 1) setAt(at + 1);
    else make.mutate();
  };
  const isLast = at === steps.length - 1;
  return (
    <main className="alone">
      <Card className="wizard" elevation={1}>
        <ol className="wizard-steps" aria-label="Steps of the first start">
          {titles.map((title, index) => (
            <li key={title} className={index < now ? 'done' : ''} aria-current={index === now ? 'step' : undefined}>
              <span className="wizard-number">{index < now ? <Tick size={12} /> : index + 1}</span> {title}
            </li>
          ))}
        </ol>
        <div className="wizard-body">
          <H1 className="wizard-title" ref={heading} tabIndex={-1}>
            {titles[now]}
          </H1>
          {made ? (
            <FinishStep made={made} onDone={onDone} />
          ) : (
            <form onSubmit={forward} aria-label={titles[now]}>
              {step?.show({ setup, change: (part) => setSetup((before) => ({ ...before, ...part })) })}
              <RefusalNotice error={make.error} title="The vault was not made." />
              <div className="wizard-foot">
                {at > 0 && (
                  <Button icon={<ArrowLeft />} text="Back" disabled={make.isPending} onClick={() => setAt(at - 1)} />
                )}
                {at === 0 && hasVault && <Button icon={<ArrowLeft />} text="Back to unlocking" onClick={onExisting} />}
                <span className="spring" />
                <Button
                  type="submit"
                  intent="primary"
                  endIcon={<ArrowRight />}
                  text={isLast ? 'Make the vault' : 'Next'}
                  loading={make.isPending}
                  disabled={!step?.isReady(setup)}
                />
              </div>
            </form>
          )}
        </div>
      </Card>
    </main>
  );
}
