import { checkChain } from './check-chain.ts';
import { ANY_ROLE } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** Verifies the audit log: every event's digest, its place in the chain, and every signed anchor of the chain. */
export const verifyAudit = useCase('verifyAudit', ANY_ROLE, async (desk, input) => {
  const { report, steps } = checkChain(desk, input.checkpoints);
  const findings = steps.filter(({ outcome }) => outcome === 'failed').length;
  recorded(desk, () => ({
    result: undefined,
    events: [{ act: 'audit.verified', subject: 'audit', detail: { events: report.events, findings } }],
  }));
  return { ok: findings === 0, events: report.events, head: report.head?.digest ?? '', steps: [...steps] };
});
