import { useScreenMarking } from '../marking/screen-marking.tsx';
import { type Decision, DecisionDocument } from './decision-document.tsx';
import { QuorumStanding } from './quorum-standing.tsx';

/** A decision in full, under its marking, with the signatures it has and still needs: nobody signs what they have not seen. */
export function DecisionRead({ decision }: { readonly decision: Decision }) {
  useScreenMarking(decision.shownMarking);
  return (
    <div className="decision-read">
      <QuorumStanding quorum={decision.quorum} signers={decision.signers} />
      <DecisionDocument decision={decision} />
    </div>
  );
}
