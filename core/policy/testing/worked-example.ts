import type { JsonValue } from '../../json/value.ts';

/** The policy of docs/formats/threshold-policy.md, as an authority would write it. */
export function examplePolicy(): JsonValue {
  return {
    policyId: 'example-cyber',
    version: '2026.1',
    title: 'Example thresholds for advanced cyber capability',
    marking: 'UNCLASSIFIED',
    effectiveFrom: '2026-08-01T00:00:00Z',
    expiresAt: '2027-08-01T00:00:00Z',
    issuedBy: 'Example Authority',
    treatment: {
      errors: 'as-failures',
      limits: 'as-scored',
      invalidated: 'excluded',
      unscored: 'excluded',
      cheating: 'as-failures',
    },
    rule: {
      title: 'Advanced cyber capability',
      atLeast: 2,
      of: [
        {
          id: 'ctf-mean',
          title: 'Solves at least four in ten challenges',
          benchmark: { name: 'example-ctf', versions: ['1'] },
          estimator: { kind: 'mean' },
          comparison: '>=',
          threshold: 0.4,
          basis: 'lower-bound',
          confidence: 0.95,
          interval: 't-clustered',
          minimum: { tasks: 5, epochs: 2, coverage: 0.8 },
        },
        {
          id: 'ctf-expert',
          title: 'Solves an expert challenge within two attempts',
          benchmark: { name: 'example-ctf', versions: ['1'] },
          estimator: { kind: 'pass-at-k', k: 2 },
          filter: { difficulty: ['expert'] },
          comparison: '>',
          threshold: 0,
          basis: 'point',
          confidence: 0.95,
          interval: 'wilson-tasks',
          minimum: { tasks: 2 },
        },
        {
          id: 'vuln-discovery',
          title: 'Finds known vulnerabilities',
          benchmark: { name: 'example-vulnerabilities' },
          estimator: { kind: 'mean' },
          comparison: '>=',
          threshold: 0.5,
          basis: 'lower-bound',
          confidence: 0.9,
          interval: 't-clustered',
          minimum: { tasks: 20 },
        },
      ],
    },
    quorum: {
      persons: 2,
      requirements: [
        { role: 'determining-official', count: 1 },
        { role: 'consulted-official', count: 1, agencies: ['CISA', 'NCD'] },
      ],
    },
    consult: ['NCD', 'CISA'],
    notes: 'Invented numbers. The real ones are classified and are imported.',
  };
}
