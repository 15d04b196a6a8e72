import { asPersonId, type PersonId } from '../../core/brand.ts';
import type { Role } from '../../core/identity/role.ts';

/** Somebody of the desk: one person in each role. */
export interface Player {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
  readonly agency?: string;
}

function player(id: string, name: string, role: Role, agency?: string): Player {
  const person = asPersonId(id);
  if (person === undefined) throw new Error(`${id} is no person's id`);
  return { id: person, name, role, ...(agency === undefined ? {} : { agency }) };
}

/** Six persons in six roles. */
export const CAST = {
  cora: player('cora', 'Cora Castle', 'custodian'),
  tom: player('tom', 'Tom Tran', 'transfer-agent'),
  rita: player('rita', 'Rita Reyes', 'reviewer'),
  dora: player('dora', 'Dora Dean', 'determining-official', 'NSA'),
  carl: player('carl', 'Carl Cole', 'consulted-official', 'CISA'),
  axel: player('axel', 'Axel Abbot', 'auditor'),
} as const;

export type Name = keyof typeof CAST;

/** @returns what a person of the desk unlocks with, as UTF-8; a new buffer each time, since whoever gets it may wipe it. */
export function passphraseOf(name: Name): Uint8Array {
  return new TextEncoder().encode(`${name} walks to the old mill at noon`);
}
