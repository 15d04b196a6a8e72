import type { Instant, PersonId, ProducerId, Sha384 } from '../brand.ts';
import type { SignatureAlgorithm } from '../crypto/algorithm.ts';
import { isSameKey, type PublicKey } from '../crypto/public-key.ts';
import type { KeyRecord } from './key-record.ts';
import type { Role } from './role.ts';
import { standingAt, type Validity } from './validity.ts';

/** A key on the roster: its record, the key itself, and when it counts. */
export interface RosterKey extends KeyRecord, Validity {
  readonly key: PublicKey;
}

interface Holder extends Validity {
  readonly name: string;
  readonly organization: string;
  readonly keys: readonly RosterKey[];
  /** The holder counts as having signed when a valid key of each of these has. */
  readonly requiredAlgorithms: readonly SignatureAlgorithm[];
}

export interface RosterPerson extends Holder {
  readonly personId: PersonId;
  /** The agency a consulted official speaks for. */
  readonly agency?: string | undefined;
  readonly roles: readonly Role[];
  readonly ageRecipients: readonly string[];
}

export interface RosterProducer extends Holder {
  readonly producerId: ProducerId;
}

/** Who may do what: one issue of an organization's roster, shape and keys checked. */
export interface Roster {
  readonly rosterId: string;
  /** Grows with every issue, from 1. */
  readonly sequence: number;
  readonly issuedAt: Instant;
  /** From this moment on the roster is not used any more. */
  readonly validUntil?: Instant | undefined;
  readonly organization: string;
  readonly persons: readonly RosterPerson[];
  readonly producers: readonly RosterProducer[];
  /** The digest of the issue before. */
  readonly previous?: Sha384 | undefined;
}

export { parseRoster, requireRoster, signRoster } from './roster-check.ts';

function holds(holder: Holder, key: PublicKey): boolean {
  return holder.keys.some((own) => isSameKey(own.key, key));
}

/** @returns the person whose key this is, whether or not it is valid now. */
export function personByKey(roster: Roster, key: PublicKey): RosterPerson | undefined {
  return roster.persons.find((person) => holds(person, key));
}

/** @returns the producer whose key this is, whether or not it is valid now. */
export function producerByKey(roster: Roster, key: PublicKey): RosterProducer | undefined {
  return roster.producers.find((producer) => holds(producer, key));
}

/** @returns the person with this id, whether or not they are valid now. */
export function personById(roster: Roster, personId: PersonId): RosterPerson | undefined {
  return roster.persons.find((person) => person.personId === personId);
}

function hasSigned(holder: Holder, verifiedKeys: readonly PublicKey[], at: Instant): boolean {
  if (standingAt(holder, at) !== 'valid') return false;
  const counting = holder.keys.filter(
    (own) => standingAt(own, at) === 'valid' && verifiedKeys.some((key) => isSameKey(own.key, key)),
  );
  return holder.requiredAlgorithms.every((algorithm) => counting.some((own) => own.algorithm === algorithm));
}

/**
 * Counts persons, not keys: a person has signed when a key of every algorithm the roster asks of them has, and the
 * person and those keys are valid at `at`.
 * @param verifiedKeys keys whose signatures were verified, as `verifyEnvelope` gives them
 * @param at the moment by which validity is judged
 * @returns each person once, in roster order
 */
export function personsWhoSigned(roster: Roster, verifiedKeys: readonly PublicKey[], at: Instant): PersonId[] {
  return roster.persons.filter((person) => hasSigned(person, verifiedKeys, at)).map(({ personId }) => personId);
}

/** The same of producers. @returns each producer once, in roster order */
export function producersWhoSigned(roster: Roster, verifiedKeys: readonly PublicKey[], at: Instant): ProducerId[] {
  return roster.producers.filter((one) => hasSigned(one, verifiedKeys, at)).map(({ producerId }) => producerId);
}
