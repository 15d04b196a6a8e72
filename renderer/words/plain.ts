/** Numbers and times as a person reads them. Everything is UTC: two desks must read the same time from one record. */

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export const count = (value: number): string => WHOLE.format(value);

/** `2 runs`, `1 run`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

export function bytes(value: number): string {
  let rest = value;
  let unit = 0;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? WHOLE.format(rest) : rest.toFixed(rest < 10 ? 2 : 1)} ${UNITS[unit]}`;
}

/** `2026-11-23 18:40` */
export const minute = (instant: string): string => instant.slice(0, 16).replace('T', ' ');

/** `2026-11-23 18:40:07` */
export const second = (instant: string): string => instant.slice(0, 19).replace('T', ' ');

/** `2026-11-23` */
export const day = (instant: string): string => instant.slice(0, 10);

/** A number of an estimate: three decimals; a dash where there is none. */
export function figure(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : value.toFixed(3);
}

/** `95 %`, `99.6 %`: one decimal where the share is no whole number of hundredths. */
export function percent(value: number): string {
  const hundredths = value * 100;
  const isWhole = Math.abs(hundredths - Math.round(hundredths)) < 1e-9;
  return `${hundredths.toFixed(isWhole ? 0 : 1)} %`;
}

/** The first digits of a digest, enough to compare at a glance. */
export const short = (digest: string): string => digest.slice(0, 12);

/** Time left, roughly. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}
