import { Refusal } from '../core/failure.ts';
import { addAdjudication, adjudicationHistory } from '../db/repositories/adjudication.ts';
import { getAttempt, listAttemptScores, listScorersOfRun } from '../db/repositories/attempt.ts';
import { getRunByRow } from '../db/repositories/run.ts';
import { asAttemptRow } from '../db/row-id.ts';
import { newUuid } from '../db/uuid.ts';
import type { Input } from './contract.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

function requireConsistent({ verdict, value }: Input<'adjudicate'>): void {
  if ((verdict === 'changed') === (value !== undefined)) return;
  throw new Refusal(
    'input.invalid',
    verdict === 'changed'
      ? 'A changed score needs the value that it ought to have.'
      : 'Only a changed score takes a value.',
    {
      where: 'value',
      remedy: 'Give a value with the verdict "changed", and none with the others.',
    },
  );
}

/**
 * @returns the scorer and key that are meant: as given, or written together as lists show them (`milestones/recon`)
 * @throws Refusal `desk.no-such-scorer`, so that no word on a score is kept that nothing would ever count
 */
function scorerOf(scorers: readonly ScorerOfRun[], input: Input<'adjudicate'>): ScorerOfRun {
  const key = input.key ?? null;
  const found =
    scorers.find((one) => one.scorer === input.scorer && one.key === key) ??
    scorers.find((one) => key === null && one.key !== null && `${one.scorer}/${one.key}` === input.scorer);
  if (found !== undefined || scorers.length === 0) return found ?? { scorer: input.scorer, key };
  throw new Refusal('desk.no-such-scorer', 'No score of this run goes by that scorer and key.', {
    where: key === null ? input.scorer : `${input.scorer}/${key}`,
    remedy: `This run has ${scorers.map((one) => (one.key === null ? one.scorer : `${one.scorer}/${one.key}`)).join(', ')}.`,
  });
}

interface ScorerOfRun {
  readonly scorer: string;
  readonly key: string | null;
}

/**
 * Records what a reviewer says of one score. The score itself stays; a reviewer's own earlier word on it is superseded,
 * and several reviewers may each adjudicate, without seeing each other's word first.
 */
export const adjudicate = useCase('adjudicate', { roles: ['reviewer'] }, async (desk, input) => {
  requireConsistent(input);
  const { db } = desk.vault;
  const row = asAttemptRow(input.attemptId);
  const attempt = getAttempt(db, row);
  const run = attempt && getRunByRow(db, attempt.run);
  const { scorer, key } = scorerOf(run ? listScorersOfRun(db, run.row) : [], input);
  const score = attempt && listAttemptScores(db, row).find((one) => one.scorer === scorer && one.key === key);
  if (attempt === undefined || run === undefined || (score === undefined && input.verdict === 'confirmed')) {
    throw new Refusal(
      'desk.no-such-attempt',
      'There is no such attempt, or this scorer left no score on it to confirm.',
      {
        where: `${input.attemptId} ${input.scorer}`,
        remedy: 'List the attempts of the run to see their numbers and scorers.',
      },
    );
  }
  const history = adjudicationHistory(db, row).filter((one) => one.scorer === scorer && one.key === key);
  const superseded = new Set(history.flatMap(({ supersedes }) => supersedes ?? []));
  const standing = history.filter(({ id }) => !superseded.has(id));
  const own = standing.find(({ by }) => by === desk.actor);
  const flags = new Set(input.flags);
  const id = newUuid();
  recorded(desk, (writable, at) => {
    addAdjudication(writable, {
      id,
      attempt: row,
      scorer,
      key,
      verdict: input.verdict,
      value: input.value ?? null,
      numeric: input.value ?? null,
      excluded: input.verdict === 'excluded',
      flags: [...flags],
      rationale: input.rationale,
      supersedes: own?.id ?? null,
      by: desk.actor,
      at,
    });
    const detail = {
      adjudicationId: id,
      caseId: run.caseId,
      runId: run.runId,
      epoch: attempt.epoch,
      ...(own === undefined ? {} : { replaces: own.id }),
    };
    return { result: undefined, events: [{ act: 'adjudication.recorded', subject: run.runId, detail }] };
  });
  return { adjudicationId: id, readers: new Set([...standing.map(({ by }) => by), desk.actor]).size };
});
