import { Callout, Checkbox } from '@blueprintjs/core';
import { LineField } from '../forms/line-field.tsx';
import { NewPassphrase } from '../forms/new-passphrase.tsx';
import { ShortNameField } from '../forms/short-name-field.tsx';
import type { StepProps } from './setup.ts';

/** Who looks after this desk, and the passphrase that opens it. */
export function CustodianStep({ setup, change }: StepProps) {
  return (
    <>
      <p>
        The custodian sets this desk up, enrols persons and imports rosters and policies. Who else may do what is the
        roster’s to say.
      </p>
      <div className="two-columns">
        <LineField
          label="Name of the custodian"
          value={setup.personName}
          onChange={(personName) => change({ personName })}
        />
        <ShortNameField value={setup.personId} onChange={(personId) => change({ personId })} />
      </div>
      <NewPassphrase value={setup} onChange={change} />
      <Callout compact intent="warning" className="block">
        <strong>Nobody can recover a passphrase.</strong> It unlocks this person’s keys, and nothing else does: no
        administrator, no spare key, no reset. When every person with access has forgotten theirs, the vault stays shut.
      </Callout>
      <Checkbox
        checked={setup.postQuantum}
        onChange={(event) => change({ postQuantum: event.currentTarget.checked })}
        label="Also make an ML-DSA-87 key, for signatures that must outlast quantum computers"
      />
    </>
  );
}
