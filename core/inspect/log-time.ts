import type { Instant } from '../brand.ts';
import { asInstant } from '../instant.ts';

const STAMP = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

/** A time as a log writes it. */
export interface LogTime {
  /** As the log has it. */
  readonly text: string;
  /** In UTC; null where the text is no time. */
  readonly instant: Instant | null;
  /** True where the log gave no offset, so that UTC was assumed. */
  readonly naive: boolean;
}

/** Reads a log's timestamp: an offset is converted to UTC, and a time without one (before 2025, mostly) counts as UTC. */
export function logTime(text: string): LogTime {
  const parts = STAMP.exec(text);
  if (!parts) return { text, instant: null, naive: false };
  const [, day, time, fraction, zone] = parts;
  const at = new Date(`${day}T${time}${(fraction ?? '').slice(0, 4)}${zone ?? 'Z'}`);
  if (Number.isNaN(at.getTime())) return { text, instant: null, naive: zone === undefined };
  const whole = at.toISOString().slice(0, 19);
  const digits = fraction === undefined ? '' : fraction.slice(0, 10);
  return { text, instant: asInstant(`${whole}${digits}Z`) ?? null, naive: zone === undefined };
}
