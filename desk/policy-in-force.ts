import type { Sha384 } from '../core/brand.ts';
import { Refusal } from '../core/failure.ts';
import { toInstant } from '../core/instant.ts';
import { checkPolicy } from '../core/policy/check.ts';
import type { Policy } from '../core/policy/policy.ts';
import { currentPolicy } from '../db/repositories/policy-version.ts';
import type { Desk } from './desk.ts';
import { pinnedRootKeys } from './roster-in-force.ts';

/**
 * @returns the threshold policy imported last, checked again by the pinned root
 * @throws Refusal `desk.no-policy` where none was imported, or it is not in force now
 */
export function policyInForce(desk: Desk): { readonly policy: Policy; readonly digest: Sha384 } {
  const version = currentPolicy(desk.vault.db);
  if (version === undefined) {
    throw new Refusal('desk.no-policy', 'No threshold policy has been imported yet.', {
      remedy: 'A custodian imports the policy that the authority signed.',
    });
  }
  const { policy, digest, steps } = checkPolicy(version.envelope, pinnedRootKeys(desk), toInstant(desk.clock()));
  if (policy !== null && digest !== null) return { policy, digest };
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  throw new Refusal('desk.no-policy', `The threshold policy is not in force. ${failed?.detail ?? ''}`.trim(), {
    where: version.policyId,
    remedy: 'A custodian imports the policy that is in force now.',
  });
}
