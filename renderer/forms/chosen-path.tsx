import { Button } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { RefusalNotice } from './refusal-notice.tsx';

interface ChosenPathProps {
  readonly icon?: ReactElement;
  /** The words of the button. */
  readonly choose: string;
  /** A mutation that asks the shell for a path. */
  readonly choosing: { readonly mutate: () => void; readonly isPending: boolean; readonly error: unknown };
  /** Empty where nothing is chosen. */
  readonly path: string;
  /** What stands there until a path does. */
  readonly none: string;
  /** Says what a failure to choose means. */
  readonly refused?: string;
  /** Takes what was chosen away again, where one may go without. */
  readonly leave?: { readonly words: string; readonly act: () => void };
}

/** A file or folder that a person chooses in the shell's own dialog, and what was chosen. */
export function ChosenPath({ icon, choose, choosing, path, none, refused, leave }: ChosenPathProps) {
  return (
    <>
      <div className="row chosen-file">
        <Button
          {...(icon ? { icon } : {})}
          text={choose}
          onClick={() => choosing.mutate()}
          loading={choosing.isPending}
        />
        <span className="break">{path || none}</span>
        {leave && path !== '' && <Button variant="minimal" text={leave.words} onClick={leave.act} />}
      </div>
      <RefusalNotice error={choosing.error} {...(refused ? { title: refused } : {})} />
    </>
  );
}
