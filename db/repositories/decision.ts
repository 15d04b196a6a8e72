import type { CaseId, Instant, PersonId, Sha384 } from '../../core/brand.ts';
import { DETERMINATIONS, type Determination } from '../../core/decision/determination.ts';
import { bytesFrom, caseFrom, digestFrom, instantFrom, oneOf, personFrom } from '../column.ts';
import { all, get, type ReadableDb, run, type WritableDb } from '../handle.ts';

const STATES = ['draft', 'withdrawn', 'complete', 'superseded', 'rescinded'] as const;
/** Where a decision stands, from its events. */
export type DecisionState = (typeof STATES)[number];

/** A decision as drafted. Its bytes never change: a new wording is a new decision. */
export interface NewDecision {
  /** A UUID given by the desk. */
  readonly id: string;
  readonly caseId: CaseId;
  readonly determination: Determination;
  /** The in-toto statement that is signed. */
  readonly payload: Uint8Array;
  /** SHA-384 of `payload`. */
  readonly payloadDigest: Sha384;
  /** Null for a decision that was drafted on another desk. */
  readonly assessmentId: string | null;
  readonly marking: string;
  /** Payload digest of the decision that this one takes the place of. */
  readonly supersedes: Sha384 | null;
  /** Payload digest of the decision that this one takes back. */
  readonly rescinds: Sha384 | null;
  readonly by: PersonId;
  readonly at: Instant;
}

export interface StoredDecision extends NewDecision {
  readonly state: DecisionState;
  readonly exported: boolean;
}

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly determination: string;
  readonly payload: Uint8Array;
  readonly payload_digest: string;
  readonly assessment_id: string | null;
  readonly marking: string;
  readonly supersedes: string | null;
  readonly rescinds: string | null;
  readonly drafted_by: string;
  readonly drafted_at: string;
  readonly state: string;
  readonly exported: number;
}

function decisionOf(row: Row): StoredDecision {
  return {
    id: row.id,
    caseId: caseFrom(row.case_id),
    determination: oneOf(DETERMINATIONS, row.determination),
    payload: bytesFrom(row.payload),
    payloadDigest: digestFrom(row.payload_digest),
    assessmentId: row.assessment_id,
    marking: row.marking,
    supersedes: row.supersedes === null ? null : digestFrom(row.supersedes),
    rescinds: row.rescinds === null ? null : digestFrom(row.rescinds),
    by: personFrom(row.drafted_by),
    at: instantFrom(row.drafted_at),
    state: oneOf(STATES, row.state),
    exported: row.exported === 1,
  };
}

/** Keeps a draft; the caller adds the event `drafted` in the same transaction. */
export function addDecision(db: WritableDb, decision: NewDecision): void {
  run(
    db,
    `INSERT INTO decision (id, case_id, determination, payload, payload_digest, assessment_id, marking, supersedes,
       rescinds, drafted_by, drafted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    decision.id,
    decision.caseId,
    decision.determination,
    decision.payload,
    decision.payloadDigest,
    decision.assessmentId,
    decision.marking,
    decision.supersedes,
    decision.rescinds,
    decision.by,
    decision.at,
  );
}

export function getDecision(db: ReadableDb, id: string): StoredDecision | undefined {
  const row = get<Row>(db, 'SELECT * FROM decision_standing WHERE id = ?', id);
  return row && decisionOf(row);
}

export function findDecisionByDigest(db: ReadableDb, payloadDigest: Sha384): StoredDecision | undefined {
  const row = get<Row>(db, 'SELECT * FROM decision_standing WHERE payload_digest = ?', payloadDigest);
  return row && decisionOf(row);
}

/** @returns the decisions of a case, the newest first: in the order they were kept, because a clock may be set back. */
export function listDecisionsOfCase(db: ReadableDb, caseId: CaseId): StoredDecision[] {
  return all<Row>(
    db,
    'SELECT s.* FROM decision_standing s JOIN decision d ON d.id = s.id WHERE s.case_id = ? ORDER BY d.rowid DESC',
    caseId,
  ).map(decisionOf);
}
