import { Refusal } from '../core/failure.ts';
import { toInstant } from '../core/instant.ts';
import { checkPolicy } from '../core/policy/check.ts';
import { addPolicyVersion, getPolicyVersion } from '../db/repositories/policy-version.ts';
import { requireWithinCeiling } from './ceiling.ts';
import { readDocument } from './document.ts';
import { pinnedRootKeys } from './roster-in-force.ts';
import { CUSTODIAN } from './standing.ts';
import { recorded } from './trail.ts';
import { useCase } from './use-case.ts';

/** Takes a threshold policy that every root key has signed. Later assessments use it; earlier ones keep their own. */
export const importPolicy = useCase('importPolicy', CUSTODIAN, async (desk, { path }) => {
  const envelope = readDocument(path);
  const { policy, digest, steps } = checkPolicy(envelope, pinnedRootKeys(desk), toInstant(desk.clock()));
  if (policy === null || digest === null) {
    const failed = steps.find(({ outcome }) => outcome === 'failed');
    const code = failed?.code ?? 'policy.malformed';
    recorded(desk, () => ({
      result: undefined,
      events: [{ act: 'policy.refused', subject: 'policy', detail: { code } }],
    }));
    throw new Refusal(code, `The policy was not taken. ${failed?.detail ?? ''}`.trim(), {
      where: path,
      remedy: 'Ask the authority that issued it.',
    });
  }
  requireWithinCeiling(desk, policy.marking, 'policy');
  if (getPolicyVersion(desk.vault.db, digest) === undefined) {
    recorded(desk, (db, at) => {
      addPolicyVersion(db, {
        digest,
        policyId: policy.policyId,
        version: policy.version,
        envelope,
        importedBy: desk.actor,
        importedAt: at,
      });
      const detail = { policyId: policy.policyId, policyDigest: digest, version: policy.version };
      return { result: undefined, events: [{ act: 'policy.imported', subject: policy.policyId, detail }] };
    });
  }
  return { policyId: policy.policyId, version: policy.version, digest, steps: [...steps] };
});
