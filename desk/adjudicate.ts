import { Refusal } from '../core/failure.ts';
import { addAdjudication, adjudicationHistory } from '../db/repositories/adjudication.ts';
import { getAttempt, listAttemptScores } from '../db/repositories/attempt.ts';
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
 * Records what a reviewer says of one score. The score itself stays; a reviewer's own earlier word on it is superseded,
 * and several reviewers may each adjudicate, without seeing each other's word first.
 */
export const adjudicate = useCase('adjudicate', { roles: ['reviewer'] }, async (desk, input) => {
  requireConsistent(input);
  const { db } = desk.vault;
  const row = asAttemptRow(input.attemptId);
  const attempt = getAttempt(db, row);
  const key = input.key ?? null;
  const score = attempt && listAttemptScores(db, row).find((one) => one.scorer === input.scorer && one.key === key);
  const run = attempt && getRunByRow(db, attempt.run);
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
  const history = adjudicationHistory(db, row).filter((one) => one.scorer === input.scorer && one.key === key);
  const superseded = new Set(history.flatMap(({ supersedes }) => supersedes ?? []));
  const standing = history.filter(({ id }) => !superseded.has(id));
  const own = standing.find(({ by }) => by === desk.actor);
  const flags = new Set(input.flags);
  const id = newUuid();
  recorded(desk, (writable, at) => {
    addAdjudication(writable, {
      id,
      attempt: row,
      scorer: input.scorer,
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
