import { HTMLSelect } from '@blueprintjs/core';

interface ChoiceFilterProps<Choice extends string> {
  readonly label: string;
  /** The words for no choice, as `Every state`. */
  readonly every: string;
  readonly choices: readonly { readonly value: Choice; readonly label: string }[];
  /** Undefined where nothing is left out. */
  readonly value: Choice | undefined;
  readonly onChange: (value: Choice | undefined) => void;
}

/** Narrows a list to those of one kind, or leaves it whole. */
export function ChoiceFilter<Choice extends string>({
  label,
  every,
  choices,
  value,
  onChange,
}: ChoiceFilterProps<Choice>) {
  return (
    <HTMLSelect
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(choices.find((one) => one.value === event.currentTarget.value)?.value)}
      options={[{ value: '', label: every }, ...choices]}
    />
  );
}
