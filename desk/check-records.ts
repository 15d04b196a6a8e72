import type { AuditEvent } from '../core/audit/event.ts';
import { asSha384 } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import type { CheckStep } from '../core/envelope/checklist.ts';
import type { ReadableDb } from '../db/handle.ts';
import { getAdjudication } from '../db/repositories/adjudication.ts';
import { getAssessment } from '../db/repositories/assessment.ts';
import { iterateAuditEvents } from '../db/repositories/audit-event.ts';
import { isAcceptedDigest } from '../db/repositories/bundle.ts';
import { listConcurrences } from '../db/repositories/concurrence.ts';
import { getDecision } from '../db/repositories/decision.ts';
import { getNotice } from '../db/repositories/notice.ts';
import { getTypedScore } from '../db/repositories/typed-score.ts';

const MOST_TOLD = 20;

/** What an event names must be in the vault. @returns what is missing or differs, in words; undefined where nothing is */
function missingOf(db: ReadableDb, { act, detail, sequence }: AuditEvent): string | undefined {
  const text = (field: string) => (typeof detail[field] === 'string' ? String(detail[field]) : '');
  const gone = (what: string) => `event ${sequence} (${act}): ${what} is not in the vault, or not as it was`;
  switch (act) {
    case 'adjudication.recorded':
      return getAdjudication(db, text('adjudicationId')) ? undefined : gone('the adjudication');
    case 'score.recorded':
      return getTypedScore(db, text('scoreId')) ? undefined : gone('the typed score');
    case 'assessment.made': {
      const stored = getAssessment(db, text('assessmentId'));
      return stored && sha384(stored.document) === text('assessmentDigest') ? undefined : gone('the assessment');
    }
    case 'decision.drafted': {
      const stored = getDecision(db, text('decisionId'));
      return stored && sha384(stored.payload) === text('decisionDigest') ? undefined : gone('the decision');
    }
    case 'concurrence.recorded': {
      const digest = text('concurrenceDigest');
      if (getDecision(db, text('decisionId')) === undefined) return undefined; // a decision of another desk
      return listConcurrences(db, text('decisionId')).some((one) => one.digest === digest)
        ? undefined
        : gone('the position');
    }
    case 'notice.made':
      return getNotice(db, text('noticeId')) ? undefined : gone('the notice');
    case 'bundle.imported': {
      const digest = asSha384(text('sealedDigest'));
      return digest !== undefined && isAcceptedDigest(db, digest) ? undefined : gone('the bundle');
    }
    default:
      return undefined;
  }
}

/**
 * Holds the rows that persons added against the audit log: what an event names must be there, and have the digest that
 * the event gives. Numbers that were indexed from logs are not named by events; the sealed evidence is their proof.
 */
export function checkRecords(db: ReadableDb): CheckStep {
  const step = 'records of the audit log';
  const missing: string[] = [];
  let seen = 0;
  const events = [...iterateAuditEvents(db)];
  for (const event of events) {
    seen += 1;
    const words = missingOf(db, event);
    if (words !== undefined) missing.push(words);
  }
  if (missing.length === 0)
    return { step, outcome: 'passed', code: null, detail: `Everything that ${seen} events name is there.` };
  const more = missing.length > MOST_TOLD ? ` And ${missing.length - MOST_TOLD} more.` : '';
  return {
    step,
    outcome: 'failed',
    code: 'vault.record-missing',
    detail: `${missing.slice(0, MOST_TOLD).join('; ')}.${more}`,
  };
}
