import type { PersonId, Sha384 } from '../core/brand.ts';
import { type PublicKey, publicKeysFromPem } from '../core/crypto/public-key.ts';
import { Refusal } from '../core/failure.ts';
import { parseRoster, personById, type Roster, type RosterPerson } from '../core/identity/roster.ts';
import type { RosterIssue } from '../core/identity/roster-succession.ts';
import { toInstant } from '../core/instant.ts';
import { currentRoster } from '../db/repositories/roster-version.ts';
import { getSetting } from '../db/repositories/setting.ts';
import type { Desk } from './desk.ts';

/** The roster's root keys that were pinned when the vault was made. */
export function pinnedRootKeys(desk: Desk): PublicKey[] {
  const pem = getSetting(desk.vault.db, 'roster.root');
  return typeof pem === 'string' ? publicKeysFromPem(pem) : [];
}

/** The roster imported last, checked again by the pinned root, and whether it is in force now. */
export function latestRoster(desk: Desk): (RosterIssue & { readonly inForce: boolean }) | undefined {
  const version = currentRoster(desk.vault.db);
  if (version === undefined) return undefined;
  const { roster, digest, steps } = parseRoster(version.envelope, pinnedRootKeys(desk), toInstant(desk.clock()));
  if (roster === undefined) {
    throw new Refusal('desk.roster-torn', 'The roster in this vault does not verify by its pinned root.', {
      remedy: 'Run vault check and audit verify, and tell your security officer.',
    });
  }
  return { roster, digest, inForce: steps.every(({ outcome }) => outcome !== 'failed' && outcome !== 'not-checked') };
}

/**
 * @returns the roster that says who may act now
 * @throws Refusal `desk.no-roster` where none was imported, or the last one has expired
 */
export function rosterInForce(desk: Desk): { readonly roster: Roster; readonly digest: Sha384 } {
  const latest = latestRoster(desk);
  if (latest?.inForce) return latest;
  throw new Refusal(
    'desk.no-roster',
    latest === undefined ? 'No roster has been imported yet.' : 'The roster has expired, or this clock is wrong.',
    {
      remedy: 'A custodian imports the roster that the roster authority signed.',
    },
  );
}

/**
 * @returns the roster's entry of a person
 * @throws Refusal `desk.not-on-roster`
 */
export function requireOnRoster(roster: Roster, person: PersonId): RosterPerson {
  const entry = personById(roster, person);
  if (entry !== undefined) return entry;
  throw new Refusal('desk.not-on-roster', 'This person is not on the roster in force.', {
    where: person,
    remedy: 'Have the roster authority add the person by their identity card, and import the new roster.',
  });
}
