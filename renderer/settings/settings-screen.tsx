import { H2 } from '@blueprintjs/core';
import { useRead, useSessionState } from '../bridge/queries.ts';
import { Facts } from '../lists/facts.tsx';
import { ListState } from '../lists/list-state.tsx';
import { ScreenTitle } from '../shell/screen-title.tsx';
import { PassphraseForm } from './passphrase-form.tsx';
import { VaultSettings } from './vault-settings.tsx';
import { WindowSettings } from './window-settings.tsx';

/** What each person chooses for this window, what holds for everybody here, and one's own passphrase. */
export function SettingsScreen() {
  const state = useSessionState();
  const workstation = useRead('showWorkstation', {});
  return (
    <>
      <ScreenTitle>Settings</ScreenTitle>
      <ListState query={state} what="the settings">
        {({ preferences, software }) => (
          <div className="settings">
            <section aria-label="This window">
              <H2>This window</H2>
              <WindowSettings preferences={preferences} />
            </section>
            <section aria-label="Everybody at this workstation">
              <H2>Everybody at this workstation</H2>
              <VaultSettings />
              <Facts
                rows={[
                  ['Workstation', workstation.data?.name ?? '–'],
                  ['Marking ceiling', workstation.data?.ceiling ?? '–'],
                  ['Two-person rule', workstation.data ? (workstation.data.twoPersonRule ? 'On' : 'Off') : '–'],
                  ['Program', `${software.name} ${software.version}`],
                ]}
              />
              <p className="under">
                Ceiling and two-person rule were set when the vault was made and cannot be changed here.
              </p>
            </section>
            <section aria-label="Your passphrase">
              <H2>Your passphrase</H2>
              <PassphraseForm />
            </section>
          </div>
        )}
      </ListState>
    </>
  );
}
