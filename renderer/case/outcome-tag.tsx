import { Tag } from '@blueprintjs/core';
import { Cross, Help, Tick } from '@blueprintjs/icons';
import { OUTCOME, word } from '../words/terms.ts';

/** Met, not met or indeterminate: by word, sign and colour. Met is no praise and no alarm: it is a threshold reached. */
export function OutcomeTag({ outcome }: { readonly outcome: string }) {
  const icon = outcome === 'met' ? <Tick /> : outcome === 'not-met' ? <Cross /> : <Help />;
  return (
    <Tag
      minimal
      intent={outcome === 'met' ? 'primary' : outcome === 'not-met' ? 'none' : 'warning'}
      icon={icon}
      className="outcome"
    >
      {word(OUTCOME, outcome)}
    </Tag>
  );
}
