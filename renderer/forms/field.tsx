import { FormGroup } from '@blueprintjs/core';
import { type ReactNode, useId } from 'react';

interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly optional?: boolean;
  readonly problem?: string | undefined;
  readonly children: (ids: { readonly id: string; readonly 'aria-describedby': string | undefined }) => ReactNode;
}

/** One labelled field. What helps or is wrong is tied to it for those who listen. */
export function Field({ label, help, optional, problem, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const said = problem ?? help;
  return (
    <FormGroup
      label={label}
      labelFor={id}
      labelInfo={optional ? '(optional)' : ''}
      intent={problem ? 'danger' : 'none'}
      helperText={said ? <span id={helpId}>{said}</span> : undefined}
    >
      {children({ id, 'aria-describedby': said ? helpId : undefined })}
    </FormGroup>
  );
}
