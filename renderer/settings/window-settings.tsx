import { HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Preferences } from '../../desk/contract/session.ts';
import { session } from '../bridge/call.ts';
import { useRead } from '../bridge/queries.ts';
import { Field } from '../forms/field.tsx';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { LockMinutes } from './lock-minutes.tsx';

/** How the window looks and when it locks: kept on this workstation, outside the vault. */
export function WindowSettings({ preferences }: { readonly preferences: Preferences }) {
  const queries = useQueryClient();
  const settings = useRead('showSettings', {});
  const change = useMutation({
    mutationFn: (part: Partial<Preferences>) => session('setPreferences', part),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  const longest = settings.data?.lockMinutes;
  const isCut = longest !== undefined && longest < preferences.lockMinutes;
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
      <LockMinutes
        label="Lock after, in minutes"
        help={
          isCut
            ? `This workstation locks after ${longest} at the latest, so that is what counts.`
            : 'Without a key or the mouse. Screen lock and suspend lock at once.'
        }
        minutes={preferences.lockMinutes}
        onSet={(lockMinutes) => change.mutate({ lockMinutes })}
      />
      <RefusalNotice error={change.error} title="The setting was not kept." />
    </>
  );
}
