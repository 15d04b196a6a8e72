/** What a person may be trusted with on a desk. A person may hold several, except where separation forbids. */
export const ROLES = [
  'custodian',
  'transfer-agent',
  'reviewer',
  'determining-official',
  'consulted-official',
  'auditor',
] as const;

export type Role = (typeof ROLES)[number];

/** Two roles that nobody may hold together, and why. */
export interface Separation {
  readonly one: Role;
  readonly other: Role;
  readonly because: string;
}

const AUDITOR_ALONE = 'an auditor changes nothing, so that the log is verified by somebody it does not speak of';

/**
 * The separations that bind whoever holds the roles (NIST SP 800-53 AC-5). Those that bind one act (the second reader of
 * an adjudication, the second person of an export) are rules of the use cases.
 */
export const SEPARATIONS: readonly Separation[] = [
  {
    one: 'custodian',
    other: 'determining-official',
    because: 'who decides whom to trust does not determine',
  },
  { one: 'custodian', other: 'reviewer', because: 'who decides whom to trust does not adjudicate' },
  {
    one: 'transfer-agent',
    other: 'determining-official',
    because: 'who brings media in and out does not determine',
  },
  ...ROLES.filter((role) => role !== 'auditor').map(
    (other): Separation => ({ one: 'auditor', other, because: AUDITOR_ALONE }),
  ),
];

/** @returns the separations that this set of roles breaks; none where one person may hold them all. */
export function brokenSeparations(roles: readonly Role[]): Separation[] {
  return SEPARATIONS.filter(({ one, other }) => roles.includes(one) && roles.includes(other));
}

/** @returns true where one person may hold all these roles together. */
export function mayHoldTogether(roles: readonly Role[]): boolean {
  return brokenSeparations(roles).length === 0;
}
