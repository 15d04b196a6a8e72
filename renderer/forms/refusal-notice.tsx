import { Callout } from '@blueprintjs/core';
import { Error as ErrorIcon } from '@blueprintjs/icons';
import { useEffect, useRef } from 'react';
import { CallRefused } from '../bridge/call.ts';
import { ForeignText } from '../words/foreign-text.tsx';

/** What was refused, where, and what the person can do next. */
export function RefusalNotice({ error, title }: { readonly error: unknown; readonly title?: string }) {
  const notice = useRef<HTMLDivElement>(null);
  // Below a long form it would be out of sight of the person who just signed. Elsewhere nothing moves by itself.
  useEffect(() => {
    const shown = notice.current;
    if (error && shown?.closest('form')) shown.scrollIntoView({ block: 'nearest' });
  }, [error]);
  if (error === null || error === undefined) return null;
  const message = error instanceof Error ? error.message : 'Something failed and did not say why.';
  const refused = error instanceof CallRefused ? error : null;
  return (
    <div ref={notice} className="refusal">
      <Callout intent="danger" icon={<ErrorIcon />} role="alert" compact>
        {title && <strong>{title} </strong>}
        <ForeignText>{message}</ForeignText>
        {refused?.remedy && (
          <p>
            <ForeignText>{refused.remedy}</ForeignText>
          </p>
        )}
        {refused && (
          <small>
            {refused.where && (
              <>
                At <ForeignText>{refused.where}</ForeignText>.{' '}
              </>
            )}
            Code {refused.code}
          </small>
        )}
      </Callout>
    </div>
  );
}
