import { Button, InputGroup } from '@blueprintjs/core';
import { EyeOff, EyeOpen } from '@blueprintjs/icons';
import { useState } from 'react';
import { Field } from './field.tsx';

interface PassphraseProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly help?: string | undefined;
  readonly fresh?: boolean;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
}

/** A passphrase: hidden unless asked, never kept as a draft, never completed by the browser. */
export function PassphraseField({ label, value, onChange, help, fresh, autoFocus, disabled }: PassphraseProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <InputGroup
          {...ids}
          type={shown ? 'text' : 'password'}
          value={value}
          onValueChange={onChange}
          autoComplete={fresh ? 'new-password' : 'off'}
          autoFocus={autoFocus ?? false}
          disabled={disabled ?? false}
          spellCheck={false}
          maxLength={1024}
          rightElement={
            <Button
              variant="minimal"
              icon={shown ? <EyeOff /> : <EyeOpen />}
              aria-label={shown ? `Hide ${label}` : `Show ${label}`}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
            />
          }
        />
      )}
    </Field>
  );
}
