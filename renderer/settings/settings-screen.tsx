import { Button, H1, H2, HTMLSelect, NumericInput, SegmentedControl } from '@blueprintjs/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Preferences } from '../../desk/contract/session.ts';
import { session } from '../bridge/call.ts';
import { useRead, useSessionState } from '../bridge/queries.ts';
import { Field } from '../forms/field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Facts } from '../lists/facts.tsx';
import { ListState } from '../lists/list-state.tsx';
import { PassphraseForm } from './passphrase-form.tsx';

/** How the window looks and when it locks. Kept on this workstation, outside the vault. */
export function SettingsScreen() {
  const state = useSessionState();
  const workstation = useRead('showWorkstation', {});
  return (
    <>
      <H1>Settings</H1>
      <ListState query={state} what="the settings">
        {({ preferences, software }) => (
          <div className="settings">
            <section aria-label="Window">
              <H2>Window</H2>
              <PreferenceForm preferences={preferences} />
              <H2>Your passphrase</H2>
              <PassphraseForm />
            </section>
            <section aria-label="Workstation">
              <H2>Marking and workstation</H2>
              <Facts
                rows={[
                  ['Marking ceiling', workstation.data?.ceiling ?? '–'],
                  ['Marking profile', 'Register and Manual (IC); banners are validated when a document is signed'],
                  ['Two-person rule', workstation.data ? (workstation.data.twoPersonRule ? 'On' : 'Off') : '–'],
                  ['Workstation', workstation.data?.name ?? '–'],
                  ['Program', `${software.name} ${software.version}`],
                ]}
              />
              <p className="quiet">
                Ceiling and two-person rule were set when the vault was made and cannot be changed here.
              </p>
            </section>
          </div>
        )}
      </ListState>
    </>
  );
}

function PreferenceForm({ preferences }: { readonly preferences: Preferences }) {
  const queries = useQueryClient();
  const [minutes, setMinutes] = useState(String(preferences.lockMinutes));
  const change = useMutation({
    mutationFn: (part: Partial<Preferences>) => session('setPreferences', part),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  const typed = Number(minutes);
  const isGood = Number.isInteger(typed) && typed >= 1 && typed <= 60;
  return (
    <>
      <Field label="Theme">
        {(ids) => (
          <HTMLSelect
            {...ids}
            value={preferences.theme}
            onChange={(event) => {
              const theme = event.currentTarget.value;
              change.mutate({ theme: theme === 'light' || theme === 'dark' ? theme : 'system' });
            }}
            options={[
              { value: 'system', label: 'As the system has it' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        )}
      </Field>
      <div className="labelled">
        <span id="density-label">Density</span>
        <SegmentedControl
          aria-labelledby="density-label"
          size="small"
          inline
          value={preferences.density}
          onValueChange={(value) => change.mutate({ density: value === 'comfortable' ? 'comfortable' : 'compact' })}
          options={[
            { value: 'compact', label: 'Compact' },
            { value: 'comfortable', label: 'Comfortable' },
          ]}
        />
      </div>
      <form
        aria-label="Lock"
        onSubmit={(event) => {
          event.preventDefault();
          if (isGood) change.mutate({ lockMinutes: typed });
        }}
      >
        <Field
          label="Lock after, in minutes"
          help="Without a key or the mouse. Screen lock and suspend lock at once."
          problem={isGood ? undefined : 'A whole number from 1 to 60.'}
        >
          {(ids) => (
            <div className="row">
              <NumericInput
                {...ids}
                value={minutes}
                onValueChange={(_, text) => setMinutes(text)}
                min={1}
                max={60}
                clampValueOnBlur={false}
                buttonPosition="none"
              />
              <Button type="submit" text="Set" disabled={!isGood || typed === preferences.lockMinutes} />
            </div>
          )}
        </Field>
      </form>
      <RefusalNotice error={change.error} title="The setting was not kept." />
    </>
  );
}
