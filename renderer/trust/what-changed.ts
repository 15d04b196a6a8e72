import { day } from '../words/plain.ts';
import { ROLE, word } from '../words/terms.ts';
import type { WorkstationView } from './trust-screen.tsx';

const rolesOf = (roles: readonly string[]): string => roles.map((role) => word(ROLE, role).toLowerCase()).join(', ');

/** @returns what a newer roster or policy changed for this desk, a sentence each; empty where all is as it was */
export function whatChanged(before: WorkstationView, after: WorkstationView): readonly string[] {
  return [...rosterChanges(before, after), ...policyChanges(before, after)];
}

function rosterChanges(before: WorkstationView, after: WorkstationView): readonly string[] {
  const changes: string[] = [];
  const [was, is] = [before.roster, after.roster];
  if (is && is.digest !== was?.digest) {
    changes.push(was ? `Roster number ${was.sequence} was replaced by number ${is.sequence}.` : 'The first roster.');
    if (was && was.rosterId !== is.rosterId) changes.push(`It is called ${is.rosterId} and no longer ${was.rosterId}.`);
    if (was && was.validUntil !== is.validUntil && is.validUntil !== null) {
      changes.push(`It is valid until ${day(is.validUntil)}${was.validUntil ? `, not ${day(was.validUntil)}` : ''}.`);
    }
  }
  const earlier = new Map(before.persons.map((person) => [person.personId, person]));
  for (const { personId, name, roles } of after.persons) {
    const held = earlier.get(personId)?.roles ?? [];
    const gained = roles.filter((role) => !held.includes(role));
    const lost = held.filter((role) => !roles.includes(role));
    if (gained.length > 0) changes.push(`${name} is now ${rolesOf(gained)}.`);
    if (lost.length > 0) changes.push(`${name} is no longer ${rolesOf(lost)}.`);
  }
  return changes;
}

function policyChanges(before: WorkstationView, after: WorkstationView): readonly string[] {
  const [was, is] = [before.policy, after.policy];
  if (!is || is.digest === was?.digest) return [];
  if (!was) return [`The first policy: ${is.title}, version ${is.version}.`];
  const changes = [`Policy version ${was.version} was replaced by version ${is.version}.`];
  if (was.title !== is.title) changes.push(`It is called “${is.title}” and no longer “${was.title}”.`);
  changes.push('Every case that was assessed against the version before is to be assessed again.');
  return changes;
}
