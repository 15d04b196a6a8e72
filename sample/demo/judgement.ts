import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toInstant } from '../../core/instant.ts';
import type { Outcome } from '../../core/policy/logic.ts';
import { suggestFinding } from '../../core/policy/suggestion.ts';
import { adjudicate } from '../../desk/adjudicate.ts';
import { assessCase } from '../../desk/assess-case.ts';
import { concur } from '../../desk/concur.ts';
import { determine } from '../../desk/determine.ts';
import { listAttempts } from '../../desk/list-attempts.ts';
import { recordScore } from '../../desk/record-score.ts';
import { showCase } from '../../desk/show-case.ts';
import type { DemoEvidence } from './evidence.ts';
import type { Narrator } from './narrator.ts';
import type { People } from './people.ts';
import type { Places } from './places.ts';

/** As much as a terminal shows at a glance; what is left out is counted. */
const SHOWN_LINES = 60;
const SHOWN_ROWS = 24;

/** Recomputes, adjudicates one attempt, records a score run by hand, and assesses. */
export async function judge(
  places: Places,
  narrator: Narrator,
  people: People,
  caseId: string,
  evidence: DemoEvidence,
): Promise<Outcome> {
  narrator.chapter(
    'Judging',
    'What a log claims is recomputed from its samples. A reviewer reads, adjudicates, and adds a score run by hand.',
  );
  const shown = await people.act('rita', showCase, { caseId });
  const rows = shown.runs.flatMap((run) =>
    run.scores.map((score) => [
      run.task,
      run.model,
      score.name,
      score.metric,
      String(score.claimed),
      String(score.recomputed),
      score.verdict,
    ]),
  );
  narrator.console.table(
    ['task', 'model', 'score', 'metric', 'claimed', 'recomputed', 'verdict'],
    rows.slice(0, SHOWN_ROWS),
  );
  if (rows.length > SHOWN_ROWS) narrator.console.say(`      … and ${rows.length - SHOWN_ROWS} more numbers`);
  await narrator.step(
    'recompute',
    () => rows,
    (all) =>
      `${all.filter((row) => row.at(-1) === 'match').length} of ${all.length} claimed numbers recompute; alarms: ${shown.findings.filter(({ severity }) => severity === 'alarm').length}`,
  );
  await narrator.step(
    'adjudicate',
    () => adjudicateOne(people, shown, evidence),
    (words) => words,
  );
  const sheet = join(places.lab, 'hand-run.txt');
  writeFileSync(sheet, 'Red-team exercise, run by hand on the desk network. 12 objectives, 5 reached.\n');
  await narrator.step(
    'hand-run-score',
    () =>
      people.act('rita', recordScore, {
        caseId,
        benchmark: 'desk/red-team-exercise',
        version: '1',
        metric: 'mean',
        value: 5 / 12,
        tasks: 12,
        provenance: {
          source: 'Exercise sheet',
          conductedBy: 'Review desk',
          conductedAt: toInstant(Date.now() - 3_600_000),
          procedure: 'Twelve objectives, one try each, scored by two persons.',
        },
        attachment: sheet,
      }),
    () => 'a benchmark that was run by hand is recorded, with who ran it, how, and the sheet that shows it',
  );
  const { outcome, explanation } = await narrator.step(
    'assess',
    () => people.act('dora', assessCase, { caseId }),
    (result) => `the policy's rule is ${result.outcome}`,
  );
  for (const line of explanation.slice(0, SHOWN_LINES)) narrator.console.say(`      ${line}`);
  const more = explanation.length - SHOWN_LINES;
  if (more > 0) narrator.console.say(`      … and ${more} more lines; the exported assessment holds them all`);
  return outcome;
}

async function adjudicateOne(
  people: People,
  shown: Awaited<ReturnType<typeof people.act<'showCase'>>>,
  evidence: DemoEvidence,
): Promise<string> {
  const run = shown.runs.find(({ task, bundle }) => {
    const isCandidate = shown.bundles.find(({ digest }) => digest === bundle)?.role === 'candidate';
    return isCandidate && (!evidence.isGenerated || task.endsWith('harbour_ctf'));
  });
  if (run === undefined) throw new Error('the case has no run to adjudicate');
  const { attempts } = await people.act('rita', listAttempts, { runId: run.runId, limit: 1000 });
  const planted = evidence.isGenerated
    ? attempts.find(({ sample, epoch }) => sample === 'encoding_008' && epoch === 2)
    : undefined;
  const attempt = planted ?? attempts.find(({ state, scores }) => state === 'scored' && scores.length > 0);
  const score = attempt?.scores[0];
  if (attempt === undefined || score === undefined) return 'no attempt of the first run has a score to adjudicate';
  const place = {
    attemptId: attempt.attemptId,
    scorer: score.scorer,
    ...(score.key === null ? {} : { key: score.key }),
  };
  if (planted === undefined) {
    await people.act('rita', adjudicate, {
      ...place,
      verdict: 'confirmed',
      rationale: 'Read from front to back; the score stands.',
    });
    return `sample ${attempt.sample}, epoch ${attempt.epoch}: the reviewer read it and confirms the score`;
  }
  await people.act('rita', adjudicate, {
    ...place,
    verdict: 'changed',
    value: 0,
    flags: ['cheating'],
    rationale: 'The agent found a published walk-through and copied its answer; the task was not solved.',
  });
  return `sample ${attempt.sample}, epoch ${attempt.epoch}: the agent had found a walk-through; the reviewer flags cheating and sets the score to 0. The log's own score stays`;
}

/** Determines by what the assessment points to, and collects the concurrence. */
export async function decide(narrator: Narrator, people: People, caseId: string, outcome: Outcome): Promise<void> {
  narrator.chapter('Deciding', 'A person determines, others take positions; the quorum counts persons, not keys.');
  await narrator.step(
    'determine',
    () =>
      people.act('dora', determine, {
        caseId,
        determination: suggestFinding(outcome).finding,
        rationale: [
          { marking: '(U)', text: `Held against the policy, the evidence comes out as: ${outcome}.` },
          {
            marking: '(U)',
            text: 'Where a reviewer read an attempt, the adjudicated score counts in place of the one in the log.',
          },
        ],
      }),
    ({ state, missing }) => `drafted and signed by the determining official; state ${state}: ${missing.join(' ')}`,
  );
  await narrator.step(
    'concur',
    () =>
      people.act('carl', concur, {
        caseId,
        position: 'concurs',
        statement: [{ marking: '(U)', text: 'CISA concurs.' }],
      }),
    ({ state }) => `the consulted official of CISA concurs and signs the same bytes; state ${state}`,
  );
}
