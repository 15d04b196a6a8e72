import { asInstant } from '../core/instant.ts';
import { parseTypedScore } from '../core/scores/typed.ts';
import type { Adjudication } from '../db/repositories/adjudication.ts';
import type { TypedScore } from '../db/repositories/typed-score.ts';
import type { Output } from './contract.ts';

type ShownAdjudication = Output<'readAttempt'>['adjudications'][number];

/**
 * @param history every adjudication of an attempt or of a case, superseded ones too
 * @returns each as it is shown, beside the one it was made of
 */
export function shownAdjudications<T extends Adjudication>(
  history: readonly T[],
): { adjudication: T; shown: ShownAdjudication }[] {
  const superseded = new Set(history.flatMap(({ supersedes }) => supersedes ?? []));
  return history.map((adjudication) => {
    const { id, by, at, scorer, key, verdict, numeric, flags, rationale } = adjudication;
    return {
      adjudication,
      shown: {
        adjudicationId: id,
        by,
        at,
        scorer,
        key,
        verdict,
        value: numeric,
        flags: [...flags],
        rationale,
        isSuperseded: superseded.has(id),
      },
    };
  });
}

/** @returns a typed score with the whole of its provenance. */
export function shownTypedScore(stored: TypedScore): Output<'showCase'>['typedScores'][number] {
  const { reported, provenance, note } = parseTypedScore(stored.detail);
  const { source, conductedBy, conductedAt, procedure, harness, attachment } = provenance;
  return {
    id: stored.id,
    role: stored.role,
    model: stored.model,
    benchmark: stored.benchmark,
    version: stored.version ?? '',
    metric: stored.metric,
    value: stored.numeric ?? Number.NaN,
    standardError: reported?.standardError ?? null,
    tasks: reported?.tasks ?? null,
    marking: stored.marking,
    source,
    conductedBy,
    conductedAt: asInstant(conductedAt) ?? stored.at,
    procedure,
    harness: harness ?? null,
    note: note ?? null,
    attachment: attachment === undefined ? null : { name: attachment.name, digest: attachment.sha384 },
    supersedes: stored.supersedes,
    by: stored.by,
    at: stored.at,
  };
}
