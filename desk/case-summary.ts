import type { Instant } from '../core/brand.ts';
import { isRefusal } from '../core/failure.ts';
import { toMilliseconds } from '../core/instant.ts';
import { renderBanner } from '../core/marking/marking.ts';
import { latestAssessment } from '../db/repositories/assessment.ts';
import { countAttempts } from '../db/repositories/attempt.ts';
import { type AcceptedBundle, listBundlesOfCase } from '../db/repositories/bundle.ts';
import type { CaseFile } from '../db/repositories/case-file.ts';
import { listDecisionsOfCase } from '../db/repositories/decision.ts';
import { listFindingsOfCase } from '../db/repositories/finding.ts';
import { listRunsOfCase } from '../db/repositories/run.ts';
import { listTypedScores } from '../db/repositories/typed-score.ts';
import { ceilingOf } from './ceiling.ts';
import type { Output } from './contract.ts';
import type { Desk } from './desk.ts';
import { bannerRead, readTogether } from './marking-profile.ts';
import { modelUnderReview } from './model-under-review.ts';

export type CaseSummary = Output<'listCases'>[number];

const DAY = 24 * 60 * 60 * 1000;

/**
 * @returns a case in one line: its clock, how far it has come, and what was determined. A decision counts when it is
 * complete; without one the case is undetermined, whatever was drafted.
 */
export function caseSummary(desk: Desk, file: CaseFile): CaseSummary {
  const { db } = desk.vault;
  const bundles = listBundlesOfCase(db, file.id);
  const runs = listRunsOfCase(db, file.id);
  const decisions = listDecisionsOfCase(db, file.id);
  const complete = decisions.find(({ state }) => state === 'complete');
  const { developer, model, version } = modelUnderReview(db, file.id) ?? file;
  return {
    caseId: file.id,
    caseKey: file.caseKey,
    developer,
    model,
    version,
    openedAt: file.openedAt,
    window: windowOf(bundles, desk.clock(), complete !== undefined),
    marking: markingOf(desk, file, [...bundles, ...decisions]),
    state:
      complete !== undefined
        ? 'decided'
        : decisions.some(({ state }) => state === 'draft')
          ? 'drafted'
          : latestAssessment(db, file.id) !== undefined
            ? 'assessed'
            : 'collecting',
    determination: complete?.determination ?? 'undetermined',
    bundles: bundles.length,
    runs: runs.length,
    attempts: runs.reduce((sum, run) => sum + countAttempts(db, run.row), 0),
    alarms: listFindingsOfCase(db, file.id).filter(({ severity }) => severity === 'alarm').length,
  };
}

/** The early-access window that the newest candidate bundle with a window gives; a part of a day counts as a day. */
function windowOf(bundles: readonly AcceptedBundle[], now: number, isDecided: boolean): CaseSummary['window'] {
  const newest = bundles.findLast(
    ({ role, windowOpensAt, windowClosesAt }) =>
      role === 'candidate' && windowOpensAt !== null && windowClosesAt !== null,
  );
  if (newest === undefined) return null;
  const { windowOpensAt, windowClosesAt } = newest;
  if (windowOpensAt === null || windowClosesAt === null) return null;
  const left = toMilliseconds(windowClosesAt) - now;
  return daysOf(windowOpensAt, windowClosesAt, left, isDecided);
}

function daysOf(opensAt: Instant, closesAt: Instant, left: number, isDecided: boolean): CaseSummary['window'] {
  // Math.ceil gives -0 within the first day after the end.
  return { opensAt, closesAt, daysLeft: Math.ceil(left / DAY) + 0, overdue: left < 0 && !isDecided };
}

/** What bundles, decisions and typed scores are marked, together. What no banner can hold together reads as the ceiling. */
function markingOf(desk: Desk, file: CaseFile, marked: readonly { readonly marking: string }[]): string {
  const typed = listTypedScores(desk.vault.db, file.id);
  try {
    const markings = [...marked, ...typed].map(({ marking }) => bannerRead(marking));
    return renderBanner(readTogether(desk.vault.db, markings));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return renderBanner(ceilingOf(desk));
  }
}
