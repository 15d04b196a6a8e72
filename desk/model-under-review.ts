import type { CaseId } from '../core/brand.ts';
import type { Manifest } from '../core/bundle/manifest.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import type { ReadableDb } from '../db/handle.ts';
import { listBundlesOfCase } from '../db/repositories/bundle.ts';
import { findCaseByKey } from '../db/repositories/case-file.ts';

/** Which model a case is about. */
export interface ModelIdentity {
  readonly developer: string;
  readonly model: string;
  readonly version: string;
}

/** What stands in the place of a model's version while no candidate bundle has said it. */
const NOT_RECEIVED = 'candidate not received yet';

/**
 * The model under review is what the case's first candidate bundle says. A reference bundle may come first (a producer
 * numbers its bundles, and an older number is never taken after a newer one); it opens the case and says nothing of the
 * candidate.
 * @returns undefined where no candidate bundle was accepted yet
 */
export function modelUnderReview(db: ReadableDb, caseId: CaseId): ModelIdentity | undefined {
  const first = listBundlesOfCase(db, caseId).find(({ role }) => role === 'candidate');
  return first && { developer: first.developer, model: first.model, version: first.version };
}

/** @returns what the file of a case is opened with: the candidate's identity, or what is known from a reference. */
export function openingIdentity({ case: about }: Manifest): ModelIdentity {
  const { developer, model, version, caseKey } = about;
  if (about.role === 'candidate') return { developer, model, version };
  return { developer, model: caseKey, version: NOT_RECEIVED };
}

/** Checks that a candidate bundle speaks of the very model that its case is about: a last step of the checklist. */
export function checkSameModel(db: ReadableDb, { case: about }: Manifest): CheckStep {
  const step = 'model-of-its-case';
  const passed = (detail: string): CheckStep => ({ step, outcome: 'passed', code: null, detail });
  const file = findCaseByKey(db, about.caseKey);
  if (about.role === 'reference') return passed('It is a reference model to compare with.');
  const known = file && modelUnderReview(db, file.id);
  if (known === undefined) return passed('It is the first candidate bundle of its case.');
  const isSame = known.developer === about.developer && known.model === about.model && known.version === about.version;
  if (isSame) return passed('It speaks of the model that its case is about.');
  return {
    step,
    outcome: 'failed',
    code: 'desk.model-differs',
    detail:
      'The bundle names a case that is open on this desk, and another developer, model or version than the bundles ' +
      `before it: ${about.developer} ${about.model} ${about.version}, where the case is about ${known.developer} ` +
      `${known.model} ${known.version}. Ask the producer which case it belongs to.`,
  };
}
