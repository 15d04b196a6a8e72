import { ProgressBar } from '@blueprintjs/core';
import { PassphraseField } from './passphrase-field.tsx';
import { strengthOf } from './passphrase-strength.ts';

/** A passphrase as it is chosen: typed, and typed again. */
export interface TypedTwice {
  readonly passphrase: string;
  readonly again: string;
}

export const NOT_CHOSEN: TypedTwice = { passphrase: '', again: '' };

/** Whether it can be taken: strong enough for the desk, and twice the same. */
export const isChosen = ({ passphrase, again }: TypedTwice): boolean =>
  strengthOf(passphrase).enough && passphrase === again;

interface NewPassphraseProps {
  readonly value: TypedTwice;
  readonly onChange: (value: TypedTwice) => void;
}

/** A passphrase chosen now, typed twice, with an honest word on its strength. */
export function NewPassphrase({ value: { passphrase, again }, onChange }: NewPassphraseProps) {
  const strength = strengthOf(passphrase);
  const differs = again !== '' && again !== passphrase;
  return (
    <div className="two-columns">
      <div>
        <PassphraseField
          label="New passphrase"
          value={passphrase}
          onChange={(text) => onChange({ passphrase: text, again })}
          fresh
        />
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
        onChange={(text) => onChange({ passphrase, again: text })}
        help={differs ? 'Not the same yet.' : undefined}
        fresh
      />
    </div>
  );
}
