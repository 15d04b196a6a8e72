import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { usePerson } from '../shell/person.tsx';
import { PassphraseField } from './passphrase-field.tsx';

interface SignRowProps {
  readonly act: string;
  readonly passphrase: string;
  readonly onPassphrase: (value: string) => void;
  readonly ready: boolean;
  readonly pending: boolean;
  readonly children?: ReactNode;
}

/** The last line of an act that signs: the signer's own passphrase, and the button. */
export function SignRow({ act, passphrase, onPassphrase, ready, pending, children }: SignRowProps) {
  const person = usePerson();
  return (
    <div className="sign-row">
      <PassphraseField
        label="Your passphrase"
        help={`Signs as ${person?.name ?? 'you'}. It is used once and not kept.`}
        value={passphrase}
        onChange={onPassphrase}
        disabled={pending}
      />
      <div className="sign-row-end">
        {children}
        <span className="spring" />
        <Button type="submit" intent="primary" text={act} disabled={!ready || passphrase === ''} loading={pending} />
      </div>
    </div>
  );
}
