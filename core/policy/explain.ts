import { counted } from '../counted.ts';
import type { Assessment } from './evaluate.ts';
import { nameRun } from './run.ts';
import { suggestFinding } from './suggestion.ts';
import type { BenchmarkSummary, Coverage, Estimate, RuleTrace, RunTrace, SensitivityRow } from './trace.ts';
import { list, number, percent } from './words.ts';

const SPOKEN = { met: 'MET', 'not-met': 'NOT MET', indeterminate: 'INDETERMINATE' } as const;

/** @returns the coverage as one line: every state with its count, so that nothing hides behind a headline number. */
export function coverageLine(c: Coverage): string {
  if (c.expected === 0) return 'no attempts are known';
  const parts = [
    `${c.scored} scored`,
    `${c.errored} errored`,
    `${c.unscored} unscored`,
    `${c.limit} ended by a limit without a score`,
    `${c.invalidated} invalidated`,
    `${c.missing} missing`,
  ];
  const share = c.share === null ? '' : ` (${percent(c.share)} count)`;
  const more = [
    ...(c.limitHits > 0 ? [`${c.limitHits} hit a limit`] : []),
    ...(c.adjudicated > 0 ? [`${c.adjudicated} adjudicated`] : []),
    ...(c.cheating > 0 ? [`${c.cheating} flagged as cheating`] : []),
    ...(c.excluded > 0 ? [`${c.excluded} taken out by reviewers`] : []),
    ...(c.countedAsFailure > 0 ? [`${c.countedAsFailure} counted as failures`] : []),
  ];
  return `of ${counted(c.expected, 'planned attempt')}${share}: ${list([...parts, ...more])}`;
}

/** @returns an estimate as one line, with its interval. */
export function estimateLine(e: Estimate): string {
  const { interval } = e;
  const range =
    interval && interval.lower !== null && interval.upper !== null
      ? `${percent(interval.confidence)} interval ${number(interval.lower)} to ${number(interval.upper)} (${interval.method})`
      : 'no interval';
  const basis =
    e.level === 'reported' ? 'as reported' : `${counted(e.attempts, 'attempt')}, ${counted(e.clusters, 'cluster')}`;
  return `${e.level} ${number(e.point)}, ${range}, ${counted(e.tasks, 'task')}, ${basis}`;
}

function runLines(run: RunTrace): string[] {
  const lines = [`on ${nameRun(run)}, decided on the ${run.level} level:`];
  for (const estimate of [run.recomputed, run.adjudicated, run.reported]) {
    if (estimate) lines.push(`  ${estimateLine(estimate)}`);
  }
  const claimed = run.claimed.map((c) => `${c.metric} ${c.value === null ? 'no number' : number(c.value)}`);
  if (claimed.length > 0) lines.push(`  claimed by the source: ${list(claimed)}`);
  if (run.pairing) {
    const { referenceModel, tasks, onlyCandidate, onlyReference } = run.pairing;
    const alone = `${onlyCandidate} only with the candidate, ${onlyReference} only with the reference`;
    lines.push(`  paired with ${referenceModel} on ${counted(tasks, 'task')}; ${alone}`);
  }
  if (run.detectableEffect !== null) {
    lines.push(
      `  so much data notices a distance of ${number(run.detectableEffect)} from the threshold in 4 cases of 5`,
    );
  }
  lines.push(`  ${coverageLine(run.coverage)}`);
  return lines;
}

/** @returns the trace as indented lines, the outcome first on each rule. */
export function explainTrace(trace: RuleTrace, depth = 0): string[] {
  const pad = '  '.repeat(depth);
  if (trace.kind === 'criterion') {
    const head = `${pad}[${SPOKEN[trace.outcome]}] ${trace.id}: ${trace.title}`;
    const why = trace.why.map((reason) => `${pad}  ${reason}`);
    return [head, ...why, ...trace.runs.flatMap(runLines).map((line) => `${pad}  ${line}`)];
  }
  const joint = { all: 'all of', any: 'any of', 'at-least': `at least ${trace.needed} of` }[trace.kind];
  const title = trace.title === null ? '' : `${trace.title}: `;
  const head = `${pad}[${SPOKEN[trace.outcome]}] ${title}${joint}`;
  const why = trace.why.map((reason) => `${pad}  ${reason}`);
  return [head, ...why, ...trace.parts.flatMap((part) => explainTrace(part, depth + 1))];
}

function benchmarkLines(b: BenchmarkSummary): string[] {
  const key = b.key === null ? '' : `/${b.key}`;
  const version = b.version === null ? '' : ` ${b.version}`;
  const claimed = b.claimed.map((c) => `${c.metric} ${c.value === null ? 'no number' : number(c.value)}`);
  const lines = [`${b.benchmark}${version} (${b.scorer}${key}), ${b.role} ${b.model}, from a ${b.source}`];
  if (claimed.length > 0) lines.push(`  claimed ${list(claimed)}`);
  for (const estimate of [b.recomputed, b.adjudicated]) if (estimate) lines.push(`  ${estimateLine(estimate)}`);
  if (b.reported) lines.push(`  reported ${b.reported.metric} ${number(b.reported.value)}`);
  lines.push(`  ${coverageLine(b.coverage)}`);
  return lines;
}

function sensitivityLine(row: SensitivityRow): string {
  const changed = row.criteria.filter((c) => c.changes).map((c) => `${c.id} becomes ${SPOKEN[c.outcome]}`);
  const note = changed.length > 0 ? ` (${list(changed)})` : '';
  return `  ${row.title}: ${SPOKEN[row.outcome]}${row.changes ? ', which differs' : ''}${note}`;
}

/** @returns a whole assessment as lines of text for a person: alarms first. */
export function explainAssessment(assessment: Assessment): string[] {
  const { policy, outcome } = assessment;
  return [
    `Policy ${policy.policyId}, version ${policy.version}: ${SPOKEN[outcome]}`,
    suggestFinding(outcome).words,
    ...assessment.alarms.map((alarm) => `ALARM ${alarm.benchmark === '' ? '' : `${alarm.benchmark}: `}${alarm.detail}`),
    'Rules',
    ...explainTrace(assessment.trace, 1),
    'Benchmarks',
    ...assessment.benchmarks.flatMap(benchmarkLines).map((line) => `  ${line}`),
    'If it were counted otherwise',
    ...assessment.sensitivity.map(sensitivityLine),
  ];
}
