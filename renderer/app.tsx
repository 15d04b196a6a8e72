import { Button, NonIdealState, Spinner } from '@blueprintjs/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { listen } from './bridge/call.ts';
import { type SessionState, useSessionState } from './bridge/queries.ts';
import { RefusalNotice } from './forms/refusal-notice.tsx';
import { BannerBar } from './marking/banner-bar.tsx';
import { ScreenMarkingProvider, useBanner } from './marking/screen-marking.tsx';
import { usePageLook } from './shell/theme.ts';
import { UnlockScreen } from './unlock/unlock-screen.tsx';

// The unlock screen comes first and alone: what lies behind it is loaded while a person types.
const readDesk = () => import('./shell/desk.tsx');
const Desk = lazy(async () => ({ default: (await readDesk()).Desk }));
const FirstStart = lazy(async () => ({ default: (await import('./first-start/first-start.tsx')).FirstStart }));
const STARTING = <NonIdealState icon={<Spinner aria-label="Starting" />} title="Starting…" />;

/** The whole window: banners, and between them first start, the unlock screen or the desk. */
export function App() {
  const state = useSessionState();
  const queries = useQueryClient();
  usePageLook(state.data?.preferences.theme ?? 'system', state.data?.preferences.density ?? 'compact');
  useEffect(
    () =>
      listen('locked', () => {
        // Nothing that was read stays in this page; forms hand their text over in the same turn.
        queueMicrotask(() => {
          queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
          void queries.invalidateQueries({ queryKey: ['session'] });
        });
      }),
    [queries],
  );
  return (
    <ScreenMarkingProvider desk={state.data?.marking ?? 'UNCLASSIFIED'}>
      <Frame>
        {state.data ? (
          <Suspense fallback={STARTING}>
            <Phase state={state.data} />
          </Suspense>
        ) : state.error ? (
          <div className="alone">
            <RefusalNotice error={state.error} title="The window could not learn how the desk stands." />
            <Button text="Ask again" onClick={() => void state.refetch()} />
          </div>
        ) : (
          STARTING
        )}
      </Frame>
    </ScreenMarkingProvider>
  );
}

function Frame({ children }: { readonly children: React.ReactNode }) {
  const marking = useBanner();
  // Printed pages have it in their margins (style/print.css).
  useEffect(() => document.documentElement.style.setProperty('--printed-marking', JSON.stringify(marking)), [marking]);
  return (
    <div className="frame">
      <BannerBar marking={marking} place="top" />
      <div className="frame-middle">{children}</div>
      <BannerBar marking={marking} place="bottom" />
    </div>
  );
}

function Phase({ state }: { readonly state: SessionState }) {
  const [settingUp, setSettingUp] = useState(state.phase === 'no-vault');
  const [openExisting, setOpenExisting] = useState(false);
  useEffect(() => {
    const idle = requestIdleCallback(() => void readDesk(), { timeout: 1000 });
    return () => cancelIdleCallback(idle);
  }, []);
  if (settingUp && !openExisting) {
    return (
      <FirstStart
        state={state}
        onDone={() => setSettingUp(false)}
        onExisting={() => {
          setOpenExisting(true);
          setSettingUp(false);
        }}
      />
    );
  }
  if (state.phase !== 'unlocked') {
    return (
      <UnlockScreen
        state={state}
        onNewVault={() => {
          setOpenExisting(false);
          setSettingUp(true);
        }}
      />
    );
  }
  return <Desk state={state} />;
}
