import { Dialog, DialogBody } from '@blueprintjs/core';
import { useLayoutEffect, useRef } from 'react';
import { SHORTCUTS } from './shortcuts.ts';

/** The keys of the window on one sheet. The screen below stays as it is. */
export function ShortcutSheet({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const cameFrom = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (isOpen) cameFrom.current = document.activeElement;
  }, [isOpen]);
  // The dialog gives the focus back itself, but not where Escape comes before it has taken it.
  const giveBack = () =>
    requestAnimationFrame(() => {
      const from = cameFrom.current;
      if (document.activeElement === document.body && from instanceof HTMLElement && from.isConnected) from.focus();
    });
  return (
    <Dialog isOpen={isOpen} onClose={onClose} onClosed={giveBack} title="Keyboard shortcuts" transitionDuration={0}>
      <DialogBody>
        <dl className="shortcuts">
          {SHORTCUTS.map(([keys, what]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </DialogBody>
    </Dialog>
  );
}
