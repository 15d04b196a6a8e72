import { useEffect, useState } from 'react';
import { AuditScreen } from '../audit/audit-screen.tsx';
import { type SessionState, useReadAgain } from '../bridge/queries.ts';
import { CaseScreen } from '../case/case-screen.tsx';
import { CasesScreen } from '../cases/cases-screen.tsx';
import { ImportScreen } from '../import/import-screen.tsx';
import { IntakeRecord } from '../import/intake-record.tsx';
import { listenForImports, onImportEnded } from '../import/queue.ts';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { TrustScreen } from '../trust/trust-screen.tsx';
import { CommandPalette } from './command-palette.tsx';
import { focusScreen } from './focus-screen.ts';
import { PersonProvider } from './person.tsx';
import { PrintedLine } from './printed-line.tsx';
import { Rail } from './rail.tsx';
import { type Route, useRoute } from './route.ts';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';

type Sheet = 'palette' | 'shortcuts' | null;

/** The unlocked desk: rail, top bar and the screen of the route. */
export function Desk({ state }: { readonly state: SessionState }) {
  const route = useRoute();
  const [sheet, setSheet] = useState<Sheet>(null);
  const readAgain = useReadAgain();
  useEffect(() => listenForImports(), []);
  useEffect(() => onImportEnded(() => void readAgain()), [readAgain]);
  useShortcuts({
    palette: () => setSheet('palette'),
    help: () => setSheet('shortcuts'),
  });
  const place = route.join('/');
  // What had the focus may have gone with the part before: then the open tab takes it, or the heading of the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever the route changes
  useEffect(() => {
    if (document.activeElement === document.body) focusScreen();
  }, [place]);
  const close = () => setSheet(null);
  return (
    <PersonProvider state={state}>
      <div className="desk">
        <Rail route={route} />
        <div className="desk-main">
          <TopBar state={state} onPalette={() => setSheet('palette')} onHelp={() => setSheet('shortcuts')} />
          <main className="screen" id="screen" tabIndex={-1}>
            <PrintedLine state={state} />
            <Screen route={route} />
          </main>
        </div>
      </div>
      <CommandPalette isOpen={sheet === 'palette'} onClose={close} onHelp={() => setSheet('shortcuts')} />
      <ShortcutSheet isOpen={sheet === 'shortcuts'} onClose={close} />
    </PersonProvider>
  );
}

function Screen({ route }: { readonly route: Route }) {
  const [place, first, second] = route;
  switch (place) {
    case 'import':
      if (first === 'record' && second) return <IntakeRecord digest={second} />;
      return <ImportScreen />;
    case 'trust':
      return <TrustScreen tab={first ?? 'persons'} />;
    case 'audit':
      return <AuditScreen />;
    case 'settings':
      return <SettingsScreen />;
    default:
      if (first) return <CaseScreen key={first} caseId={first} tab={second ?? 'overview'} rest={route.slice(3)} />;
      return <CasesScreen />;
  }
}
