import { H1 } from '@blueprintjs/core';
import { type ReactNode, useEffect, useRef } from 'react';

/**
 * The heading of a screen. It takes the focus when the screen opens, so that the next Tab begins at the top of the
 * screen and a listener hears where they are.
 */
export function ScreenTitle({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const { activeElement } = document;
    // What a person began to type while the screen was read keeps the focus.
    if (activeElement?.closest('main, [role="dialog"]') && activeElement.id !== 'screen') return;
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <H1 ref={heading} tabIndex={-1}>
      {children}
    </H1>
  );
}
