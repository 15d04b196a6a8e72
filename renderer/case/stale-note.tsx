import { Callout } from '@blueprintjs/core';

/** Says that the recorded assessment no longer stands on all that is known. */
export function StaleNote() {
  return (
    <Callout compact intent="warning" className="block">
      <strong>This assessment is out of date.</strong> Evidence, scores, adjudications or a newer policy have come since
      it was recorded. Assess again before deciding on it.
    </Callout>
  );
}
