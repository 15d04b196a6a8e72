import { LineField } from './line-field.tsx';

/** The authority block of a derivatively classified document; all empty for an unclassified one. */
export interface TypedAuthority {
  readonly classifiedBy: string;
  readonly derivedFrom: string;
  readonly declassifyOn: string;
}

export const NO_AUTHORITY: TypedAuthority = { classifiedBy: '', derivedFrom: '', declassifyOn: '' };

interface AuthorityProps {
  readonly value: TypedAuthority;
  readonly onChange: (value: TypedAuthority) => void;
}

export function AuthorityFields({ value, onChange }: AuthorityProps) {
  const line = (name: keyof TypedAuthority, label: string, help: string) => (
    <LineField
      label={label}
      help={help}
      optional
      value={value[name]}
      onChange={(text) => onChange({ ...value, [name]: text })}
    />
  );
  return (
    <details className="authority">
      <summary>Classification authority: needed when a paragraph is classified</summary>
      <div className="three-columns">
        {line('classifiedBy', 'Classified by', 'Name and position')}
        {line('derivedFrom', 'Derived from', 'One source, or “Multiple Sources”')}
        {line('declassifyOn', 'Declassify on', 'YYYYMMDD, an event, or an exemption')}
      </div>
    </details>
  );
}

/** @returns the block as the contract takes it, or nothing where it was left empty */
export const askedAuthority = (value: TypedAuthority): { authority?: TypedAuthority } =>
  Object.values(value).every((text) => text.trim() === '') ? {} : { authority: value };
