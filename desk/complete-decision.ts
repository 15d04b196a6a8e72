import { nothingFailed } from '../core/decision/check-run.ts';
import { findDecisionByDigest, getDecision, type StoredDecision } from '../db/repositories/decision.ts';
import { addDecisionEvent } from '../db/repositories/decision-event.ts';
import { verifyStored } from './decision-file.ts';
import type { Desk } from './desk.ts';
import { recorded, type TrailEntry } from './trail.ts';

/** Where a decision stands, and what it still lacks in words. */
export interface DecisionStanding {
  readonly state: string;
  readonly missing: string[];
}

/**
 * Counts the persons who have signed and, where the policy's quorum is met, freezes the decision. A decision that it
 * supersedes is marked superseded in the same transaction.
 */
export function completeWhereSigned(desk: Desk, decision: StoredDecision): DecisionStanding {
  const verified = verifyStored(desk, decision);
  const missing = [...(verified.quorum?.missing ?? ['The decision does not verify.'])];
  if (decision.state !== 'draft' || !verified.quorum?.complete || !nothingFailed(verified.steps))
    return { state: decision.state, missing };
  recorded(desk, (db, at) => {
    addDecisionEvent(db, { decision: decision.id, step: 'completed', detail: {}, by: desk.actor, at });
    const detail = { decisionId: decision.id, caseId: decision.caseId, decisionDigest: decision.payloadDigest };
    const events: TrailEntry[] = [{ act: 'decision.completed', subject: decision.id, detail }];
    const earlier = decision.supersedes === null ? undefined : findDecisionByDigest(db, decision.supersedes);
    if (earlier?.state === 'complete') {
      addDecisionEvent(db, {
        decision: earlier.id,
        step: 'superseded',
        detail: { by: decision.id },
        by: desk.actor,
        at,
      });
      events.push({
        act: 'decision.superseded',
        subject: earlier.id,
        detail: { decisionId: earlier.id, by: decision.id },
      });
    }
    return { result: undefined, events };
  });
  return { state: getDecision(desk.vault.db, decision.id)?.state ?? 'complete', missing };
}
