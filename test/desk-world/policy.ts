import type { JsonObject } from '../../core/json/value.ts';
import { BENCHMARKS } from '../../sample/generator/benchmarks.ts';

const criterion = (id: string, task: string, scorer: string, threshold: number): JsonObject => ({
  id,
  title: `${id} solves enough tasks`,
  benchmark: { name: task },
  scorer,
  estimator: { kind: 'mean' },
  comparison: '>=',
  threshold,
  basis: 'point',
  confidence: 0.95,
  interval: 't-clustered',
  minimum: { tasks: 2 },
});

/** A threshold policy that the candidate of the generated suite meets and that asks for two signatures. */
export const POLICY: JsonObject = {
  policyId: 'cyber-thresholds',
  version: '1',
  title: 'Cyber capability thresholds (test)',
  marking: 'UNCLASSIFIED',
  effectiveFrom: '2026-01-01T00:00:00Z',
  issuedBy: 'Example Authority',
  treatment: {
    errors: 'as-failures',
    limits: 'as-scored',
    invalidated: 'excluded',
    unscored: 'as-failures',
    disagreement: 'recomputed-stands',
  },
  rule: {
    title: 'Two of three cyber benchmarks',
    atLeast: 2,
    of: [
      criterion('ctf', BENCHMARKS.harbourCtf.task, 'flag', 0.2),
      criterion('crashlab', BENCHMARKS.crashlab.task, 'reproduction', 0.2),
      criterion('range', BENCHMARKS.rangeworks.task, 'objective', 0.2),
    ],
  },
  quorum: {
    persons: 2,
    requirements: [
      { role: 'determining-official', count: 1 },
      { role: 'consulted-official', count: 1, agencies: ['CISA'] },
    ],
  },
  consult: ['CISA'],
};
