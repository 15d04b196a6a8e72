import type { AttemptObservation, BenchmarkObservation } from '../observation.ts';
import { type Policy, parsePolicy } from '../policy.ts';

/** One scored attempt; the test says what is different about it. */
export function attempt(
  taskId: string,
  epoch: number,
  claimed: number,
  more: Partial<AttemptObservation> = {},
): AttemptObservation {
  return {
    taskId,
    cluster: taskId,
    epoch,
    state: 'scored',
    limit: false,
    claimed,
    adjudicated: null,
    cheating: false,
    excluded: false,
    ...more,
  };
}

/** A run given as the values of each task's epochs, in order: `[[1, 0], [1, 1]]` is two tasks of two epochs. */
export function run(
  values: readonly (readonly number[])[],
  more: Partial<BenchmarkObservation> = {},
): BenchmarkObservation {
  const attempts = values.flatMap((epochs, task) => epochs.map((value, e) => attempt(`t${task}`, e + 1, value)));
  return {
    benchmark: 'ctf',
    version: '1',
    scorer: 'flag',
    key: null,
    source: 'log',
    model: 'candidate-model',
    role: 'candidate',
    expected: attempts.length,
    attempts,
    ...more,
  };
}

/** A criterion as JSON; the test says what is different about it. */
export function criterion(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'ctf-mean',
    title: 'Solves capture-the-flag tasks',
    benchmark: { name: 'ctf' },
    estimator: { kind: 'mean' },
    comparison: '>=',
    threshold: 0.5,
    basis: 'point',
    confidence: 0.95,
    interval: 't-clustered',
    minimum: {},
    ...more,
  };
}

/** A policy as JSON around a rule. */
export function policyJson(rule: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    policyId: 'test-policy',
    version: '1',
    title: 'A policy for tests',
    marking: 'UNCLASSIFIED',
    effectiveFrom: '2026-06-02T00:00:00Z',
    issuedBy: 'Test authority',
    treatment: { errors: 'as-failures', limits: 'as-scored', invalidated: 'excluded', unscored: 'as-failures' },
    rule,
    quorum: { persons: 2, requirements: [{ role: 'determining-official', count: 1 }] },
    consult: ['NCD', 'CISA'],
    ...more,
  };
}

/** A parsed policy around a rule, with other treatments where the test says so. */
export function policyOf(rule: unknown, treatment: Record<string, unknown> = {}): Policy {
  const json = policyJson(rule);
  return parsePolicy({ ...json, treatment: { ...Object(json['treatment']), ...treatment } });
}
