import { verifyDecision } from '../core/decision/verify-decision.ts';
import { type Envelope, parseEnvelope } from '../core/envelope/dsse.ts';
import { currentRoster } from '../db/repositories/roster-version.ts';
import { requireWithinCeiling } from './ceiling.ts';
import type { DecisionDocument } from './decision-document.ts';
import { decisionDocument, requireSound } from './decision-document.ts';
import type { Desk } from './desk.ts';
import { readDocument } from './document.ts';
import { markingProfile } from './marking-profile.ts';
import { pinnedRootKeys, rosterInForce } from './roster-in-force.ts';

/** A decision that came on a medium from another desk, verified by this desk's roster. */
export interface ForeignDecision {
  readonly envelope: Envelope;
  readonly document: DecisionDocument;
}

/**
 * Reads a drafted decision of another desk, as far as that it may be signed here.
 * @param path of the `*.decision.dsse.json` file
 * @throws Refusal where the file cannot be read, a check failed that more signatures cannot mend, or the marking is above
 * this desk's ceiling
 */
export function readForeignDecision(desk: Desk, path: string): ForeignDecision {
  const bytes = readDocument(path);
  const { roster } = rosterInForce(desk);
  const verified = verifyDecision(bytes, {
    roster: currentRoster(desk.vault.db)?.envelope ?? new Uint8Array(),
    root: pinnedRootKeys(desk),
  });
  requireSound(verified, path);
  const envelope = parseEnvelope(bytes);
  const document = decisionDocument({
    payload: envelope.payload,
    verified,
    roster,
    profile: markingProfile(desk.vault.db),
  });
  requireWithinCeiling(desk, document.marking, 'decision');
  return { envelope, document };
}
