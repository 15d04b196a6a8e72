import { personId } from '../../desk/contract/terms.ts';
import { LineField } from './line-field.tsx';

interface ShortNameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Whether a person can be known by this short name in records. */
export const isShortName = (text: string): boolean => personId.safeParse(text).success;

/** The short name of a person who is enrolled. */
export function ShortNameField({ value, onChange }: ShortNameFieldProps) {
  return (
    <LineField
      label="Short name"
      problem={value !== '' && !isShortName(value) ? 'Lower-case letters, digits, dot, dash or underscore.' : undefined}
      help="Stands in records and on the unlock screen."
      value={value}
      onChange={onChange}
      longest={64}
      isCode
    />
  );
}
