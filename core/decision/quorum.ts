import type { Instant, PersonId } from '../brand.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { personsWhoSigned, type Roster, type RosterPerson } from '../identity/roster.ts';
import type { Quorum } from './quorum-rule.ts';

/** Who was counted, and what is missing in words. */
export interface QuorumCount {
  readonly complete: boolean;
  /** Every person counted once, in roster order. */
  readonly persons: readonly PersonId[];
  /** Persons with a signature that does not count, because a key of theirs is missing, expired or revoked. */
  readonly partial: readonly PersonId[];
  /** One sentence for each thing that is missing; empty when complete. */
  readonly missing: readonly string[];
  /** What the policy asks for beside the number of persons, and how many of the places are filled. */
  readonly places: readonly { readonly requirement: Requirement; readonly filled: number }[];
}

type Requirement = Quorum['requirements'][number];

/** @returns the agency that a person speaks for: the roster's `agency`, or their organization where it names none. */
export function agencyOf(person: RosterPerson): string {
  return person.agency ?? person.organization;
}

/**
 * One human being may stand in a roster under two ids. Ids that share a key are taken for one person, the first.
 * @returns the ids left after that
 */
function withoutSharedKeys(persons: readonly RosterPerson[]): RosterPerson[] {
  const seen = new Set<string>();
  return persons.filter((person) => {
    const shared = person.keys.some((key) => seen.has(key.keyId));
    for (const key of person.keys) seen.add(key.keyId);
    return !shared;
  });
}

/** @returns whether a person of the roster has the role, and speaks for one of the agencies, that a place asks for. */
export function mayFill(person: RosterPerson, requirement: Requirement): boolean {
  return (
    person.roles.includes(requirement.role) &&
    (requirement.agencies === undefined || requirement.agencies.includes(agencyOf(person)))
  );
}

/**
 * Gives each person at most one place, so that one person with two roles fills one of them, and as many places as can
 * be are filled (augmenting paths, Berge 1957).
 * @returns how many places of each requirement stay empty, in the order of `requirements`
 */
function emptyPlaces(persons: readonly RosterPerson[], requirements: readonly Requirement[]): number[] {
  const places = requirements.flatMap((requirement, index) =>
    Array.from({ length: Math.min(requirement.count, persons.length) }, () => index),
  );
  const holder = new Map<number, number>(); // place -> person
  const seat = (who: number, tried: Set<number>): boolean => {
    for (const [place, index] of places.entries()) {
      const person = persons[who];
      const requirement = requirements[index];
      if (person === undefined || requirement === undefined || tried.has(place) || !mayFill(person, requirement))
        continue;
      tried.add(place);
      const sitting = holder.get(place);
      if (sitting === undefined || seat(sitting, tried)) {
        holder.set(place, who);
        return true;
      }
    }
    return false;
  };
  for (const who of persons.keys()) seat(who, new Set());
  return requirements.map((requirement, index) => {
    const filled = places.filter((of, place) => of === index && holder.has(place)).length;
    return requirement.count - filled;
  });
}

function roleInWords(requirement: Requirement): string {
  const role = requirement.role.replace('-', ' ');
  return requirement.agencies === undefined ? role : `${role} of ${requirement.agencies.join(' or ')}`;
}

/**
 * Counts the persons behind a decision's signatures. A person counts when every algorithm the roster asks of them has
 * signed with a key that was valid at `at`; keys never count for themselves, and signatures repeated count once.
 * @param quorum what the policy asks for
 * @param verified the distinct keys whose signatures over the payload verified
 * @param at when the decision says it was made
 * @param determinedBy the official that the decision names; their signature is always required
 */
export function countQuorum(
  quorum: Quorum,
  roster: Roster,
  verified: readonly PublicKey[],
  at: Instant,
  determinedBy: PersonId,
): QuorumCount {
  const whole = new Set(personsWhoSigned(roster, [...verified], at));
  const counted = withoutSharedKeys(roster.persons.filter((person) => whole.has(person.personId)));
  const signing = new Set<string>(verified.map((key) => key.keyId));
  const partial = roster.persons.filter(
    (person) => !whole.has(person.personId) && person.keys.some((key) => signing.has(key.keyId)),
  );
  const missing: string[] = [];

  const official = counted.find((person) => person.personId === determinedBy);
  if (official === undefined) missing.push(`The determining official ${determinedBy} has not signed.`);
  else if (!official.roles.includes('determining-official')) {
    missing.push(`${official.name} signed, but the roster does not name them a determining official.`);
  }
  if (counted.length < quorum.persons) {
    missing.push(
      `${counted.length} of the ${quorum.persons} ${quorum.persons === 1 ? 'person' : 'persons'} that the policy asks for have signed.`,
    );
  }
  const empty = emptyPlaces(counted, quorum.requirements);
  const places = quorum.requirements.map((requirement, index) => ({
    requirement,
    filled: requirement.count - (empty[index] ?? 0),
  }));
  for (const { requirement, filled } of places) {
    if (filled >= requirement.count) continue;
    missing.push(
      `${filled} of ${requirement.count} have signed as ${roleInWords(requirement)}; one person fills one place.`,
    );
  }
  if (missing.length > 0) {
    for (const person of partial) {
      missing.push(
        `${person.name} signed, but does not count: a key that the roster asks of them has not signed, or was not valid at ${at}.`,
      );
    }
  }
  return {
    complete: missing.length === 0,
    persons: counted.map((person) => person.personId),
    partial: partial.map((person) => person.personId),
    missing,
    places,
  };
}
