import { InputGroup } from '@blueprintjs/core';
import { Field } from './field.tsx';

interface LineFieldProps {
  readonly label: string;
  readonly help?: string | undefined;
  readonly problem?: string | undefined;
  readonly optional?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** As the contract bounds it, in characters. */
  readonly longest?: number;
  /** Not words: nothing to spell, and nothing that the browser could complete. */
  readonly isCode?: boolean;
  /** The id of a `datalist` with what is common here. */
  readonly list?: string;
}

/** One labelled line of text. */
export function LineField(props: LineFieldProps) {
  const { label, help, problem, optional = false, value, onChange, longest = 300, isCode = false, list } = props;
  return (
    <Field label={label} help={help} problem={problem} optional={optional}>
      {(ids) => (
        <InputGroup
          {...ids}
          {...(isCode ? { autoComplete: 'off', spellCheck: false } : {})}
          {...(list ? { list } : {})}
          value={value}
          onValueChange={onChange}
          maxLength={longest}
        />
      )}
    </Field>
  );
}
