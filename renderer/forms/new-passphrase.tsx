import { ProgressBar } from '@blueprintjs/core';
import { PassphraseField } from './passphrase-field.tsx';
import { strengthOf } from './passphrase-strength.ts';

interface NewPassphraseProps {
  readonly passphrase: string;
  readonly again: string;
  readonly onChange: (passphrase: string, again: string) => void;
}

/** A passphrase chosen now, typed twice, with an honest word on its strength. */
export function NewPassphrase({ passphrase, again, onChange }: NewPassphraseProps) {
  const strength = strengthOf(passphrase);
  const differs = again !== '' && again !== passphrase;
  return (
    <div className="two-columns">
      <div>
        <PassphraseField label="New passphrase" value={passphrase} onChange={(text) => onChange(text, again)} fresh />
        {passphrase !== '' && (
          <div className="strength" role="status">
            <ProgressBar
              aria-label="Strength"
              value={strength.share}
              intent={strength.intent}
              animate={false}
              stripes={false}
            />
            <span>{strength.words}</span>
          </div>
        )}
      </div>
      <PassphraseField
        label="The same again"
        value={again}
        onChange={(text) => onChange(passphrase, text)}
        help={differs ? 'Not the same yet.' : undefined}
        fresh
      />
    </div>
  );
}
