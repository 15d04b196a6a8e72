import { TextArea } from '@blueprintjs/core';
import { Field } from './field.tsx';

interface LongTextFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly optional?: boolean;
  readonly rows: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A labelled text of several lines, as long as the contract takes one. */
export function LongTextField({ label, help, optional = false, rows, value, onChange }: LongTextFieldProps) {
  return (
    <Field label={label} help={help} optional={optional}>
      {(ids) => (
        <TextArea
          {...ids}
          fill
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          maxLength={20_000}
        />
      )}
    </Field>
  );
}
