import { basename } from 'node:path';
import type { CaseId } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { Refusal } from '../core/failure.ts';
import { canonicalJson } from '../core/json/canonical.ts';
import { parseStrictJson } from '../core/json/strict.ts';
import { isJsonObject, type JsonObject } from '../core/json/value.ts';
import { parseTypedScore } from '../core/scores/typed.ts';
import { addAttachment } from '../db/repositories/attachment.ts';
import { addTypedScore, listTypedScores } from '../db/repositories/typed-score.ts';
import { newUuid } from '../db/uuid.ts';
import { requireMarkedHere } from './ceiling.ts';
import type { Desk } from './desk.ts';
import { readDocument } from './document.ts';
import { requireCase } from './find-case.ts';
import { modelOfLogs } from './log-model.ts';
import { modelUnderReview } from './model-under-review.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** A value that was checked by its schema, as plain JSON without absent fields. */
function plainJson(value: unknown): JsonObject {
  const json = parseStrictJson(canonicalJson(JSON.parse(JSON.stringify(value))));
  if (!isJsonObject(json)) throw new Error('a typed score is an object');
  return json;
}

/** A correction takes an earlier score out of what counts, and of its own case alone. */
function requireStandingScore(desk: Desk, caseId: CaseId, id: string): void {
  if (listTypedScores(desk.vault.db, caseId).some((score) => score.id === id)) return;
  throw new Refusal('desk.no-such-score', 'The score that is to be corrected does not stand on this case.', {
    where: id,
    remedy: 'It may have been corrected before. Read the scores of the case again and name one of them.',
  });
}

/** Records the score of a benchmark that was run by hand, with where it comes from and what shows it. */
export const recordScore = useCase('recordScore', { roles: ['reviewer'] }, async (desk, input) => {
  const file = requireCase(desk, input.caseId);
  requireMarkedHere(desk, input.marking, 'score');
  if (Date.parse(input.provenance.conductedAt) > desk.clock()) {
    throw new Refusal('input.invalid', 'The benchmark was run at a time that has not come yet.', {
      where: 'provenance.conductedAt',
      remedy: "Give the time at which it was run, and check this computer's clock.",
    });
  }
  if (input.supersedes !== undefined) requireStandingScore(desk, file.id, input.supersedes);
  const bytes = input.attachment === undefined ? undefined : readDocument(input.attachment);
  const attachmentDigest = bytes === undefined ? null : sha384(bytes);
  const name =
    input.attachment === undefined
      ? ''
      : basename(input.attachment).replace(/\p{C}/gu, '').slice(0, 200) || 'attachment';
  const score = parseTypedScore({
    benchmark: input.benchmark,
    version: input.version ?? null,
    scorer: input.scorer,
    model:
      input.model ??
      modelOfLogs(desk.vault.db, file.id, input.role) ??
      modelUnderReview(desk.vault.db, file.id)?.model ??
      file.model,
    reported: {
      metric: input.metric,
      value: input.value,
      standardError: input.standardError ?? null,
      tasks: input.tasks ?? null,
    },
    provenance: {
      ...input.provenance,
      ...(attachmentDigest === null ? {} : { attachment: { name, sha384: attachmentDigest } }),
    },
    ...(input.note === undefined ? {} : { note: input.note }),
  });
  const scoreId = newUuid();
  recorded(desk, (db, at) => {
    if (bytes !== undefined && attachmentDigest !== null) {
      addAttachment(db, { digest: attachmentDigest, name, mediaType: null, bytes, by: desk.actor, at });
    }
    addTypedScore(db, {
      id: scoreId,
      caseId: file.id,
      role: input.role,
      model: score.model,
      benchmark: score.benchmark,
      version: score.version,
      metric: input.metric,
      value: input.value,
      numeric: input.value,
      detail: plainJson(score),
      provenance: score.provenance.source,
      marking: input.marking,
      attachment: attachmentDigest,
      supersedes: input.supersedes ?? null,
      by: desk.actor,
      at,
    });
    const detail = { scoreId, caseId: file.id, ...(attachmentDigest === null ? {} : { attachmentDigest }) };
    return { result: undefined, events: [{ act: 'score.recorded', subject: file.id, detail }] };
  });
  return { scoreId, attachmentDigest };
});
