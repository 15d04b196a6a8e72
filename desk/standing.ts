import type { PersonId } from '../core/brand.ts';
import { isRefusal, Refusal } from '../core/failure.ts';
import { parseCard } from '../core/identity/card.ts';
import type { Role } from '../core/identity/role.ts';
import type { RosterPerson } from '../core/identity/roster.ts';
import { standingAt } from '../core/identity/validity.ts';
import { toInstant } from '../core/instant.ts';
import { getPerson } from '../db/repositories/person.ts';
import type { Desk } from './desk.ts';
import { latestRoster, requireOnRoster, rosterInForce } from './roster-in-force.ts';

/** Who may perform an act: whoever holds one of these roles. */
export interface Standing {
  readonly roles: readonly Role[];
  /** The act sets the desk up: before there is a roster, the person who made the vault may do it. */
  readonly setup?: boolean;
}

/** Any enrolled person may look: the desk itself is need-to-know, and every look at evidence is recorded. */
export const ANY_ROLE: Standing = {
  roles: ['custodian', 'transfer-agent', 'reviewer', 'determining-official', 'consulted-official', 'auditor'],
  setup: true,
};
export const CUSTODIAN: Standing = { roles: ['custodian'], setup: true };

function notAllowed(person: PersonId, roles: readonly Role[]): Refusal {
  return new Refusal('desk.not-allowed', `This act needs the role ${roles.join(' or ')}.`, {
    where: person,
    remedy: 'Ask somebody who holds the role, or have the roster changed.',
  });
}

/**
 * Requires that a person is enrolled here, stands on the roster in force with keys that are theirs here, and holds one
 * of the roles.
 * @returns the person's entry on the roster
 * @throws Refusal `desk.not-allowed`, `desk.not-on-roster`, `desk.no-roster`, `desk.key-differs`
 */
export function requireRole(desk: Desk, person: PersonId, roles: readonly Role[]): RosterPerson {
  const entry = requireOnRoster(rosterInForce(desk).roster, person);
  const at = toInstant(desk.clock());
  if (standingAt(entry, at) !== 'valid') {
    throw new Refusal('desk.not-allowed', 'The roster no longer, or not yet, lets this person act.', {
      where: person,
      remedy: 'Ask the custodian which roster is in force.',
    });
  }
  if (!entry.roles.some((role) => roles.includes(role))) throw notAllowed(person, roles);
  requireOwnKeys(desk, entry);
  return entry;
}

/** Somebody enrolled here under a name of the roster must hold the keys that the roster gives that name. */
function requireOwnKeys(desk: Desk, entry: RosterPerson): void {
  const enrolled = getPerson(desk.vault.db, entry.personId);
  if (enrolled === undefined || enrolled.removedAt !== null) {
    throw new Refusal('desk.not-allowed', 'This person is not enrolled on this workstation.', {
      where: entry.personId,
      remedy: 'A custodian enrols the person first.',
    });
  }
  const own = new Set(parseCard(enrolled.card).keys.map(({ keyId }) => keyId));
  if (
    entry.requiredAlgorithms.every((algorithm) =>
      entry.keys.some((key) => key.algorithm === algorithm && own.has(key.keyId)),
    )
  )
    return;
  throw new Refusal('desk.key-differs', 'The roster names other keys for this person than the ones enrolled here.', {
    where: entry.personId,
    remedy: 'Have the roster authority take the card that was made at the enrolment on this workstation.',
  });
}

/**
 * Requires that the actor may perform an act. Where the act sets the desk up, it is also open to the person who made the
 * vault while there is no roster, and to the custodians of a roster that has run out.
 * @throws Refusal as requireRole does
 */
export function requireStanding(desk: Desk, standing: Standing): void {
  if (standing.setup) {
    const latest = latestRoster(desk);
    const enrolled = getPerson(desk.vault.db, desk.actor);
    if (latest === undefined && enrolled?.enrolledBy === null && enrolled.removedAt === null) return;
    if (latest !== undefined && !latest.inForce) {
      const isCustodian = latest.roster.persons.some(
        ({ personId, roles }) => personId === desk.actor && roles.includes('custodian'),
      );
      if (isCustodian) return;
    }
  }
  requireRole(desk, desk.actor, standing.roles);
}

/** @returns the roles that the roster in force gives a person; none where there is no roster or no entry. */
export function rolesOf(desk: Desk, person: PersonId): readonly Role[] {
  try {
    return requireOnRoster(rosterInForce(desk).roster, person).roles;
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}
