import { type Change, fieldChanges, listChanges } from '../change.ts';
import type { Roster, RosterKey, RosterPerson, RosterProducer } from './roster.ts';

/** @returns what a later issue of a roster changed: persons and producers with their roles, keys and dates */
export function rosterChanges(before: Roster, after: Roster): Change[] {
  const roster = { what: 'roster' as const, id: after.rosterId, name: after.organization };
  return [
    ...fieldChanges(roster, before, after, ['organization', 'validUntil']),
    ...listChanges(before.persons, after.persons, {
      idOf: ({ personId }) => personId,
      subjectOf: ({ personId, name }) => ({ what: 'person', id: personId, name }),
      wordsOf: ({ roles, organization }) => `${roles.join(', ')}; ${organization}`,
      compare: personChanges,
    }),
    ...listChanges(before.producers, after.producers, {
      idOf: ({ producerId }) => producerId,
      subjectOf: ({ producerId, name }) => ({ what: 'producer', id: producerId, name }),
      wordsOf: ({ organization }) => organization,
      compare: producerChanges,
    }),
  ];
}

const HOLDER_FIELDS = ['name', 'organization', 'notBefore', 'notAfter', 'revokedAt', 'requiredAlgorithms'] as const;

function personChanges(before: RosterPerson, after: RosterPerson): Change[] {
  const subject = { what: 'person' as const, id: after.personId, name: after.name };
  return [
    ...fieldChanges(subject, before, after, [...HOLDER_FIELDS, 'agency']),
    ...listChanges(before.roles, after.roles, {
      idOf: (role) => role,
      subjectOf: (role) => ({ what: 'role', id: role, name: after.name }),
      wordsOf: () => after.personId,
    }),
    ...keyChanges(before.keys, after.keys, after.name),
    ...fieldChanges(subject, before, after, ['ageRecipients']),
  ];
}

function producerChanges(before: RosterProducer, after: RosterProducer): Change[] {
  const subject = { what: 'producer' as const, id: after.producerId, name: after.name };
  return [...fieldChanges(subject, before, after, HOLDER_FIELDS), ...keyChanges(before.keys, after.keys, after.name)];
}

function keyChanges(before: readonly RosterKey[], after: readonly RosterKey[], owner: string): Change[] {
  const subjectOf = ({ keyId }: RosterKey) => ({ what: 'key' as const, id: keyId, name: owner });
  return listChanges(before, after, {
    idOf: ({ keyId }) => keyId,
    subjectOf,
    wordsOf: ({ algorithm }) => algorithm,
    compare: (was, is) => fieldChanges(subjectOf(is), was, is, ['notBefore', 'notAfter', 'revokedAt']),
  });
}
