import { Callout } from '@blueprintjs/core';
import { Error as ErrorIcon } from '@blueprintjs/icons';
import { CallRefused } from '../bridge/call.ts';
import { ForeignText } from '../words/foreign-text.tsx';

/** What was refused, where, and what the person can do next. */
export function RefusalNotice({ error, title }: { readonly error: unknown; readonly title?: string }) {
  if (error === null || error === undefined) return null;
  const message = error instanceof Error ? error.message : 'Something failed and did not say why.';
  const refused = error instanceof CallRefused ? error : null;
  return (
    <Callout className="refusal" intent="danger" icon={<ErrorIcon />} role="alert" compact>
      {title && <strong>{title} </strong>}
      <ForeignText>{message}</ForeignText>
      {refused?.remedy && (
        <p>
          <ForeignText>{refused.remedy}</ForeignText>
        </p>
      )}
      {refused && (
        <small>
          {refused.where ? `At ${refused.where}. ` : ''}Code {refused.code}
        </small>
      )}
    </Callout>
  );
}
