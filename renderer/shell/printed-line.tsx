import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { SessionState } from '../bridge/queries.ts';
import { minute } from '../words/plain.ts';

/** Heads a printed page alone: which desk it came from, who printed it and when. */
export function PrintedLine({ state }: { readonly state: SessionState }) {
  const [at, setAt] = useState(() => new Date().toISOString());
  useEffect(() => {
    const onPrint = () => flushSync(() => setAt(new Date().toISOString()));
    window.addEventListener('beforeprint', onPrint);
    return () => window.removeEventListener('beforeprint', onPrint);
  }, []);
  return (
    <p className="print-only">
      {state.vault?.name ?? 'Scrutineer'}
      {state.sample ? ', sample data' : ''}. Printed {minute(at)} UTC by {state.person?.name ?? 'nobody'}. The signed
      file is what counts, not this paper.
    </p>
  );
}
