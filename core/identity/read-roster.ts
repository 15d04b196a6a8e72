import type { Subject } from '../envelope/statement.ts';
import { isRefusal, Refusal } from '../failure.ts';
import { keyOfRecord, subjectOfKey } from './key-record.ts';
import { issueLine } from './plain-text.ts';
import { brokenSeparations } from './role.ts';
import type { Roster, RosterKey, RosterPerson } from './roster.ts';
import { type RosterDocument, rosterShape } from './roster-document.ts';

function refuse(code: 'roster.shape' | 'roster.duplicate' | 'roster.separation', what: string, where?: string): never {
  throw new Refusal(code, `The roster cannot be used: ${what}.`, {
    remedy: 'Correct the entry and have the root sign the roster again.',
    ...(where === undefined ? {} : { where }),
  });
}

function readDocument(value: unknown): RosterDocument {
  const parsed = rosterShape.safeParse(value);
  return parsed.success ? parsed.data : refuse('roster.shape', issueLine(parsed.error));
}

/** @returns the document with the fields of the format alone, ready to be signed. @throws Refusal `roster.shape` */
export function rosterPredicate(value: unknown): RosterDocument {
  return readDocument(value);
}

function readKey(record: RosterDocument['persons'][number]['keys'][number], where: string): RosterKey {
  try {
    const key = keyOfRecord(record);
    return typeof key === 'string' ? refuse('roster.shape', key, where) : { ...record, key };
  } catch (error) {
    if (!isRefusal(error) || error.code === 'roster.shape') throw error;
    return refuse('roster.shape', `a key of ${where} is not sound (${error.message})`, where);
  }
}

function readHolder(holder: RosterDocument['producers'][number] | RosterDocument['persons'][number], where: string) {
  const keys = holder.keys.map((record) => readKey(record, where));
  const lacking = holder.requiredAlgorithms.find((algorithm) => !keys.some((key) => key.algorithm === algorithm));
  if (lacking !== undefined) {
    refuse('roster.shape', `${where} must sign with ${lacking} and has no such key, so could never count`, where);
  }
  return { keys };
}

function checkRoles(person: RosterPerson): void {
  const [broken] = brokenSeparations(person.roles);
  if (broken === undefined) return;
  const { one, other, because } = broken;
  refuse('roster.separation', `${person.personId} cannot be both ${one} and ${other}: ${because}`, person.personId);
}

function checkDistinct(roster: Roster): void {
  const ids = [...roster.persons.map((one) => one.personId), ...roster.producers.map((one) => one.producerId)];
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) refuse('roster.duplicate', `the id ${id} stands twice`, id);
    seen.add(id);
  }
  if (ids.length === 0) refuse('roster.shape', 'nobody is on it');
  const owners = new Map<string, string>();
  for (const { owner, key } of holdersOf(roster)) {
    const other = owners.get(key.keyId);
    if (other === owner) refuse('roster.duplicate', `${owner} has the same key twice`, owner);
    if (other !== undefined) refuse('roster.duplicate', `${other} and ${owner} have the same key`, owner);
    owners.set(key.keyId, owner);
  }
}

function holdersOf(roster: Roster): { owner: string; key: RosterKey }[] {
  return [
    ...roster.persons.flatMap((person) => person.keys.map((key) => ({ owner: `person:${person.personId}`, key }))),
    ...roster.producers.flatMap((one) => one.keys.map((key) => ({ owner: `producer:${one.producerId}`, key }))),
  ];
}

/** @returns the subjects of a roster's statement: every key on it, persons first, in order. */
export function rosterSubjects(roster: Roster): Subject[] {
  return holdersOf(roster).map(({ owner, key }) => subjectOfKey(owner, key.key));
}

/**
 * Reads roster/v1 and checks it in itself: shape, keys, ids and keys distinct across persons and producers, roles that
 * one person may hold together.
 * @throws Refusal `roster.shape`, `roster.duplicate`, `roster.separation`
 */
export function readRoster(value: unknown): Roster {
  const document = readDocument(value);
  const roster: Roster = {
    ...document,
    persons: document.persons.map((person) => ({
      ...person,
      ...readHolder(person, person.personId),
      ageRecipients: person.ageRecipients ?? [],
    })),
    producers: document.producers.map((producer) => ({ ...producer, ...readHolder(producer, producer.producerId) })),
  };
  for (const person of roster.persons) checkRoles(person);
  checkDistinct(roster);
  return roster;
}
