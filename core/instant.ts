import type { Instant } from './brand.ts';

const RFC3339_UTC = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?Z$/;

/** The clock of a use case, so that tests and replays can set the time. Returns milliseconds since 1970. */
export type Clock = () => number;

/**
 * Parses an RFC 3339 time in UTC.
 * @returns the text itself as an instant, or undefined where it is not a real UTC time ending in `Z`.
 */
export function asInstant(text: string): Instant | undefined {
  const parts = RFC3339_UTC.exec(text);
  if (!parts) return undefined;
  const at = new Date(text);
  // Date accepts 30 February by rolling over; a time that does not come back as written does not exist.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  return text as Instant; // checked above
}

/** @returns the moment (milliseconds since 1970) as RFC 3339 UTC with whole seconds or milliseconds. */
export function toInstant(milliseconds: number): Instant {
  const text = new Date(milliseconds).toISOString().replace('.000Z', 'Z');
  return text as Instant; // toISOString writes RFC 3339 UTC
}

/** @returns milliseconds since 1970. */
export function toMilliseconds(instant: Instant): number {
  return new Date(instant).getTime();
}
