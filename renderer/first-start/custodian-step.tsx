import { Callout, Checkbox, InputGroup } from '@blueprintjs/core';
import { Field } from '../forms/field.tsx';
import { NewPassphrase } from '../forms/new-passphrase.tsx';
import type { StepProps } from './setup.ts';

/** Who looks after this desk, and the passphrase that opens it. */
export function CustodianStep({ setup, change }: StepProps) {
  const idIsWrong = setup.personId !== '' && !/^[a-z0-9][a-z0-9._-]{0,63}$/.test(setup.personId);
  return (
    <>
      <p>
        The custodian sets this desk up, enrols persons and imports rosters and policies. Who else may do what is the
        roster’s to say.
      </p>
      <div className="two-columns">
        <Field label="Name of the custodian">
          {(ids) => (
            <InputGroup
              {...ids}
              value={setup.personName}
              onValueChange={(personName) => change({ personName })}
              maxLength={300}
            />
          )}
        </Field>
        <Field
          label="Short name"
          problem={idIsWrong ? 'Lower-case letters, digits, dot, dash or underscore.' : undefined}
          help="Stands in records and on the unlock screen."
        >
          {(ids) => (
            <InputGroup
              {...ids}
              value={setup.personId}
              onValueChange={(personId) => change({ personId })}
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
            />
          )}
        </Field>
      </div>
      <NewPassphrase
        passphrase={setup.passphrase}
        again={setup.again}
        onChange={(passphrase, again) => change({ passphrase, again })}
      />
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
