import type { SessionState } from '../bridge/queries.ts';

type Role = NonNullable<SessionState['person']>['roles'][number];

interface Act {
  readonly title: string;
  readonly route: readonly string[];
  /** Who may do it; empty for everybody. */
  readonly roles: readonly Role[];
}

const ACTS: readonly Act[] = [
  { title: 'Import a bundle', route: ['import'], roles: ['transfer-agent'] },
  {
    title: 'Sign a decision from another desk',
    route: ['import'],
    roles: ['consulted-official', 'determining-official'],
  },
  { title: 'Enrol a person', route: ['trust', 'enrol'], roles: ['custodian'] },
  { title: 'Import a roster', route: ['trust', 'documents'], roles: ['custodian'] },
  { title: 'Import a policy', route: ['trust', 'documents'], roles: ['custodian'] },
  { title: 'Save an identity card', route: ['trust', 'persons'], roles: [] },
  { title: 'Save the desk card', route: ['trust', 'workstation'], roles: [] },
  { title: 'Verify the chain', route: ['audit'], roles: [] },
  { title: 'Check the vault', route: ['audit'], roles: [] },
  { title: 'Export the audit chain', route: ['audit'], roles: ['auditor', 'transfer-agent'] },
  { title: 'Change your passphrase', route: ['settings'], roles: [] },
  { title: 'Choose theme, density and lock time', route: ['settings'], roles: [] },
];

/**
 * The acts that are no part of a case, each with the screen where it is done.
 * @param roles of the person at the desk; before there is a roster nobody holds one, and the custodian's acts are open
 */
export const actsOf = (roles: readonly Role[]): readonly Act[] =>
  ACTS.filter((act) => {
    if (act.roles.length === 0) return true;
    return roles.length === 0 ? act.roles.includes('custodian') : act.roles.some((role) => roles.includes(role));
  });
