import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { usePerson } from '../shell/person.tsx';
import { PassphraseField } from './passphrase-field.tsx';

interface SignRowProps {
  readonly act: string;
  readonly passphrase: string;
  readonly onPassphrase: (value: string) => void;
  /** What else must be there before it can be signed, in words, apart from the passphrase. */
  readonly missing: readonly string[];
  readonly pending: boolean;
  readonly children?: ReactNode;
}

/** The last line of an act that signs: the signer's own passphrase, and the button. */
export function SignRow({ act, passphrase, onPassphrase, missing, pending, children }: SignRowProps) {
  const person = usePerson();
  const still = [...missing, ...(passphrase === '' ? ['your own passphrase'] : [])];
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
        <div className="sign-row-notes">
          {still.length > 0 && !pending && <span className="quiet">Still missing: {still.join(', ')}.</span>}
          {children}
        </div>
        <Button type="submit" intent="primary" text={act} disabled={still.length > 0} loading={pending} />
      </div>
    </div>
  );
}
