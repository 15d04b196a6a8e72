import { Radio, RadioGroup } from '@blueprintjs/core';
import { useMutation } from '@tanstack/react-query';
import type { Asked, Output } from '../../desk/contract.ts';
import { call } from '../bridge/call.ts';
import { useRead, useReadAgain } from '../bridge/queries.ts';
import { RefusalNotice } from '../forms/refusal-notice.tsx';
import { Facts } from '../lists/facts.tsx';
import { ListState } from '../lists/list-state.tsx';
import { NotYours, useHolds } from '../shell/person.tsx';
import { minute } from '../words/plain.ts';
import { LockMinutes } from './lock-minutes.tsx';

type Settings = Output<'showSettings'>;

const PROFILES: readonly (readonly [Settings['markingProfile'], string])[] = [
  ['IC', 'Intelligence Community: Register and Manual of the CAPCO markings'],
  ['DoD', 'Department of Defense: Manual 5200.01'],
];

/** What holds for everybody at this workstation. The custodian changes it, and each change goes on record. */
export function VaultSettings() {
  const settings = useRead('showSettings', {});
  return (
    <ListState query={settings} what="the settings of the vault">
      {(found) => <Form settings={found} />}
    </ListState>
  );
}

function Form({ settings }: { readonly settings: Settings }) {
  const readAgain = useReadAgain();
  const mayChange = useHolds('custodian');
  const change = useMutation({
    mutationFn: (part: Asked<'changeSettings'>) => call('changeSettings', part),
    onSuccess: readAgain,
  });
  // Said beside the setting that was changed.
  const saidOf = (name: 'markingProfile' | 'lockMinutes') =>
    change.isSuccess && change.variables[name] !== undefined ? 'Changed, and on record.' : '';
  if (!mayChange) return <Shown settings={settings} />;
  return (
    <>
      <RadioGroup
        label="Marking profile"
        name="marking-profile"
        selectedValue={settings.markingProfile}
        disabled={change.isPending}
        onChange={(event) => {
          const chosen = PROFILES.find(([profile]) => profile === event.currentTarget.value)?.[0];
          if (chosen && chosen !== settings.markingProfile) change.mutate({ markingProfile: chosen });
        }}
      >
        {PROFILES.map(([profile, words]) => (
          <Radio key={profile} value={profile} label={words} />
        ))}
      </RadioGroup>
      <p role="status">{saidOf('markingProfile')}</p>
      <p className="under">
        By this rule book markings are read, rolled up and compared. {setBy(settings.setBy.markingProfile)}
      </p>
      <LockMinutes
        label="Lock at the latest after, in minutes"
        help={`A person may choose less for this window, never more. ${setBy(settings.setBy.lockMinutes)}`}
        minutes={settings.lockMinutes}
        onSet={(lockMinutes) => change.mutate({ lockMinutes })}
      />
      <p role="status">{saidOf('lockMinutes')}</p>
      <RefusalNotice error={change.error} title="The setting was not changed." />
    </>
  );
}

function Shown({ settings }: { readonly settings: Settings }) {
  const profile = PROFILES.find(([name]) => name === settings.markingProfile)?.[1] ?? settings.markingProfile;
  return (
    <>
      <Facts
        rows={[
          ['Marking profile', `${profile}. ${setBy(settings.setBy.markingProfile)}`],
          ['Lock at the latest', `${settings.lockMinutes} minutes. ${setBy(settings.setBy.lockMinutes)}`],
        ]}
      />
      <NotYours act="Changing these" roles={['custodian']} />
    </>
  );
}

const setBy = (by: Settings['setBy']['lockMinutes']): string =>
  by === null ? 'Not set here: the program’s default.' : `Set by ${by.personId} on ${minute(by.at)} UTC.`;
