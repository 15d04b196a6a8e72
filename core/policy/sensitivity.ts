import type { Policy, Treatment } from './policy.ts';
import type { PreparedObservation } from './prepare.ts';
import { criteriaIn, judgeRule } from './rule.ts';
import type { Setting } from './run.ts';
import type { CriterionTrace, RuleTrace, SensitivityRow } from './trace.ts';

interface Scenario {
  readonly scenario: string;
  readonly title: string;
  readonly treatment: Partial<Treatment>;
  readonly adjudications: boolean;
}

const SCENARIOS: readonly Scenario[] = [
  { scenario: 'as-policy', title: 'As the policy says', treatment: {}, adjudications: true },
  {
    scenario: 'errors-as-failures',
    title: 'Errors count as failures',
    treatment: { errors: 'as-failures' },
    adjudications: true,
  },
  { scenario: 'errors-excluded', title: 'Errors are left out', treatment: { errors: 'excluded' }, adjudications: true },
  {
    scenario: 'limits-as-failures',
    title: 'Attempts that hit a limit count as failures',
    treatment: { limits: 'as-failures' },
    adjudications: true,
  },
  {
    scenario: 'unscored-as-failures',
    title: 'Attempts without a score count as failures',
    treatment: { unscored: 'as-failures' },
    adjudications: true,
  },
  { scenario: 'without-adjudications', title: 'Adjudications are left out', treatment: {}, adjudications: false },
  {
    scenario: 'invalidated-included',
    title: 'Invalidated attempts are left in',
    treatment: { invalidated: 'included' },
    adjudications: true,
  },
  {
    scenario: 'cheating-removed',
    title: 'Attempts flagged as cheating are removed',
    treatment: { cheating: 'excluded' },
    adjudications: true,
  },
];

/** The estimate a criterion rests on with its bounds, where it rests on one run. */
function numbersOf(trace: CriterionTrace): Pick<SensitivityRow['criteria'][number], 'point' | 'lower' | 'upper'> {
  const [run] = trace.runs;
  const estimate = run && trace.runs.length === 1 ? (run.adjudicated ?? run.recomputed ?? run.reported) : null;
  const { point = null, lowerBound = null, upperBound = null } = estimate ?? {};
  return { point, lower: lowerBound, upper: upperBound };
}

/**
 * Evaluates the rule again under each other treatment.
 * @param own the trace under the policy's own treatment, which every row is compared with
 */
export function sensitivityTable(
  policy: Policy,
  observations: readonly PreparedObservation[],
  setting: Setting,
  own: RuleTrace,
): SensitivityRow[] {
  const before = new Map(criteriaIn(own).map((trace) => [trace.id, trace.outcome]));
  return SCENARIOS.map(({ scenario, title, treatment, adjudications }) => {
    const variant = { ...setting, treatment: { ...setting.treatment, ...treatment }, adjudications };
    const trace = scenario === 'as-policy' ? own : judgeRule(policy.rule, 'rule', observations, variant);
    const criteria = criteriaIn(trace).map((criterion) => ({
      id: criterion.id,
      outcome: criterion.outcome,
      ...numbersOf(criterion),
      changes: criterion.outcome !== before.get(criterion.id),
    }));
    return { scenario, title, outcome: trace.outcome, changes: trace.outcome !== own.outcome, criteria };
  });
}
