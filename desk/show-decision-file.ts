import { readForeignDecision } from './foreign-decision.ts';
import { useCase } from './use-case.ts';

/** Shows a decision that came from another desk, so that a person reads what they are asked to sign. */
export const showDecisionFile = useCase(
  'showDecisionFile',
  { roles: ['consulted-official', 'determining-official'] },
  async (desk, { path }) => readForeignDecision(desk, path).document,
);
