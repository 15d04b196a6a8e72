import { HTMLSelect } from '@blueprintjs/core';
import { useRead } from '../bridge/queries.ts';
import { usePerson } from '../shell/person.tsx';
import { Field } from './field.tsx';
import { PassphraseField } from './passphrase-field.tsx';

export interface SecondPersonValue {
  readonly personId: string;
  readonly passphrase: string;
}

export const NOBODY: SecondPersonValue = { personId: '', passphrase: '' };

interface SecondPersonProps {
  readonly title: string;
  readonly value: SecondPersonValue;
  readonly onChange: (value: SecondPersonValue) => void;
  /** Who could stand by; the desk has the last word. */
  readonly roles: readonly string[];
}

/** The second person of an act that takes two: somebody else, who types their own passphrase. */
export function SecondPerson({ title, value, onChange, roles }: SecondPersonProps) {
  const person = usePerson();
  const workstation = useRead('showWorkstation', {});
  const others = (workstation.data?.persons ?? []).filter(
    (other) => other.personId !== person?.personId && other.roles.some((role) => roles.includes(role)),
  );
  return (
    <div className="two-columns">
      <Field label={title} help={others.length === 0 ? 'Nobody else enrolled here holds a fitting role.' : undefined}>
        {(ids) => (
          <HTMLSelect
            {...ids}
            fill
            value={value.personId}
            onChange={(event) => onChange({ ...value, personId: event.currentTarget.value })}
            options={[
              { value: '', label: 'Choose…' },
              ...others.map(({ personId, name }) => ({ value: personId, label: name })),
            ]}
          />
        )}
      </Field>
      <PassphraseField
        label={`Passphrase of the ${title.toLowerCase()}`}
        value={value.passphrase}
        onChange={(passphrase) => onChange({ ...value, passphrase })}
      />
    </div>
  );
}

/** @returns the second person as the contract takes one, or nothing where none was named in full */
export const askedSecond = (value: SecondPersonValue): { second?: SecondPersonValue } =>
  value.personId === '' || value.passphrase === '' ? {} : { second: value };
