import type { Instant, PersonId } from '../../core/brand.ts';
import type { JsonObject } from '../../core/json/value.ts';
import { instantFrom, objectFrom, oneOf, personFrom } from '../column.ts';
import { all, type ReadableDb, run, type WritableDb } from '../handle.ts';

const STEPS = ['drafted', 'withdrawn', 'completed', 'exported', 'superseded', 'rescinded'] as const;
export type DecisionStep = (typeof STEPS)[number];

/** One step in the life of a decision. */
export interface DecisionEvent {
  readonly decision: string;
  readonly step: DecisionStep;
  readonly detail: JsonObject;
  readonly by: PersonId;
  readonly at: Instant;
}

interface Row {
  readonly decision: string;
  readonly event: string;
  readonly detail_json: string;
  readonly by_person: string;
  readonly at: string;
}

/**
 * Adds a step. `completed` freezes the signatures.
 * @throws Refusal `vault.frozen` where the step does not follow from where the decision stands
 */
export function addDecisionEvent(db: WritableDb, event: DecisionEvent): void {
  run(
    db,
    'INSERT INTO decision_event (decision, event, detail_json, by_person, at) VALUES (?, ?, ?, ?, ?)',
    event.decision,
    event.step,
    JSON.stringify(event.detail),
    event.by,
    event.at,
  );
}

/** @returns the steps of a decision in their order. */
export function listDecisionEvents(db: ReadableDb, decision: string): DecisionEvent[] {
  return all<Row>(db, 'SELECT * FROM decision_event WHERE decision = ? ORDER BY id', decision).map((row) => ({
    decision: row.decision,
    step: oneOf(STEPS, row.event),
    detail: objectFrom(row.detail_json),
    by: personFrom(row.by_person),
    at: instantFrom(row.at),
  }));
}
