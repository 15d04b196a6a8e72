import type { Instant } from '../core/brand.ts';
import { nothingFailed } from '../core/decision/check-run.ts';
import type { WritableDb } from '../db/handle.ts';
import { findDecisionByDigest, getDecision, type StoredDecision } from '../db/repositories/decision.ts';
import { addDecisionEvent } from '../db/repositories/decision-event.ts';
import { transaction } from '../db/transaction.ts';
import { verifyStored } from './decision-file.ts';
import type { Desk } from './desk.ts';
import { recorded, type TrailEntry } from './trail.ts';

/** Where a decision stands, and what it still lacks in words. */
export interface DecisionStanding {
  readonly state: string;
  readonly missing: string[];
}

/**
 * Keeps signatures on a decision and counts the persons who have signed, all in one transaction: whenever the program is
 * killed, no decision stays open that everybody has signed.
 * @param keep writes the signatures and returns what is to be recorded of them
 */
export function keepAndCount(
  desk: Desk,
  decisionId: string,
  keep: (db: WritableDb, at: Instant) => readonly TrailEntry[],
): DecisionStanding {
  return transaction(desk.vault.db, (db) => {
    recorded(desk, (writable, at) => ({ result: undefined, events: keep(writable, at) }));
    const decision = getDecision(db, decisionId);
    if (decision === undefined) throw new Error('a decision that was just signed is not there');
    return completeWhereSigned(desk, decision);
  });
}

/** Freezes the decision where the policy's quorum is met; one that it supersedes is marked superseded with it. */
function completeWhereSigned(desk: Desk, decision: StoredDecision): DecisionStanding {
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
