import type { PersonId } from '../core/brand.ts';
import { Refusal } from '../core/failure.ts';
import type { Role } from '../core/identity/role.ts';
import { withPersonSecrets } from '../db/enrolment.ts';
import { getSetting } from '../db/repositories/setting.ts';
import type { Desk } from './desk.ts';
import { requireRole } from './standing.ts';

/** Who may stand by. An auditor may not: the log that they verify would speak of them. */
export type Standby = Exclude<Role, 'auditor'>;

/**
 * Checks the second person of an act that takes two: another person than the actor, who holds one of the roles and shows
 * it by their own passphrase.
 * @returns the second person, or null where there is none and the workstation does not ask for one
 * @throws Refusal `desk.second-person`, `desk.not-allowed`, `crypto.passphrase-wrong`
 */
export async function secondPerson(desk: Desk, roles: readonly Standby[]): Promise<PersonId | null> {
  const { second } = desk;
  if (second === undefined) {
    if (getSetting(desk.vault.db, 'witness.required') !== true) return null;
    throw new Refusal('desk.second-person', 'This workstation asks for a second person for this act.', {
      remedy: 'Have another person stand by and give their name and passphrase as the second person.',
    });
  }
  if (second.person === desk.actor) {
    throw new Refusal('desk.second-person', 'The second person must be somebody else.', { where: second.person });
  }
  requireRole(desk, second.person, roles);
  await withPersonSecrets(desk.vault.folder, second, ({ signingKeys }) => {
    // Opening the keys is the proof of presence; nothing is signed with them.
    if (signingKeys.length === 0)
      throw new Refusal('desk.second-person', 'This person has no keys here.', { where: second.person });
  });
  return second.person;
}
