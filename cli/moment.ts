import type { Instant } from '../core/brand.ts';
import { asInstant, toInstant } from '../core/instant.ts';

/** @returns the time that `--at` gave (checked when it was parsed), or now. */
export function momentOf(text: string | undefined): Instant {
  return (text === undefined ? undefined : asInstant(text)) ?? toInstant(Date.now());
}
