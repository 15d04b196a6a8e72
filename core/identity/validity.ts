import type { Instant } from '../brand.ts';
import { toMilliseconds } from '../instant.ts';

/** When a person or a key counts: from `notBefore` on, before `notAfter`, and before `revokedAt`. */
export interface Validity {
  readonly notBefore?: Instant | undefined;
  readonly notAfter?: Instant | undefined;
  readonly revokedAt?: Instant | undefined;
}

export type Standing = 'valid' | 'not-yet-valid' | 'expired' | 'revoked';

/** @returns how a person or a key stands at a moment; revocation is named before expiry. */
export function standingAt(validity: Validity, at: Instant): Standing {
  const moment = toMilliseconds(at);
  const { notBefore, notAfter, revokedAt } = validity;
  if (revokedAt !== undefined && moment >= toMilliseconds(revokedAt)) return 'revoked';
  if (notAfter !== undefined && moment >= toMilliseconds(notAfter)) return 'expired';
  if (notBefore !== undefined && moment < toMilliseconds(notBefore)) return 'not-yet-valid';
  return 'valid';
}
