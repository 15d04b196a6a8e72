import { InputGroup } from '@blueprintjs/core';
import { Search } from '@blueprintjs/icons';

interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Where a search through a list is typed. The key for it finds the first one on the screen. */
export function SearchBox({ label, placeholder, value, onChange }: SearchBoxProps) {
  return (
    <InputGroup
      type="search"
      leftIcon={<Search />}
      placeholder={placeholder}
      aria-label={label}
      value={value}
      onValueChange={onChange}
    />
  );
}
