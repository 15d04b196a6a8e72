import { Button, NumericInput } from '@blueprintjs/core';
import { useEffect, useState } from 'react';
import { Field } from '../forms/field.tsx';

interface LockMinutesProps {
  readonly label: string;
  readonly help: string;
  readonly minutes: number;
  readonly onSet: (minutes: number) => void;
}

/** Minutes until the desk locks, set by a press of the button and not while they are typed. */
export function LockMinutes({ label, help, minutes, onSet }: LockMinutesProps) {
  const [text, setText] = useState(String(minutes));
  useEffect(() => setText(String(minutes)), [minutes]);
  const typed = Number(text);
  const isGood = text.trim() !== '' && Number.isInteger(typed) && typed >= 1 && typed <= 60;
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (isGood) onSet(typed);
      }}
    >
      <Field label={label} help={help} problem={isGood ? undefined : 'A whole number from 1 to 60.'}>
        {(ids) => (
          <div className="row">
            <NumericInput
              {...ids}
              className="minutes"
              value={text}
              onValueChange={(_, next) => setText(next)}
              min={1}
              max={60}
              clampValueOnBlur={false}
              buttonPosition="none"
            />
            <Button type="submit" text="Set" aria-label={`Set ${label}`} disabled={!isGood || typed === minutes} />
          </div>
        )}
      </Field>
    </form>
  );
}
