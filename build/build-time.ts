import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The earliest that a zip can express: 1980-01-02, so that no time zone brings it below. */
const FLOOR = 315_619_200;

/**
 * The one time that everything in a package carries, so that building again gives the same.
 * @returns `SOURCE_DATE_EPOCH`, else the time of the commit, else a fixed one; in seconds
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
export function buildTime(given: string | undefined = process.env['SOURCE_DATE_EPOCH']): number {
  if (given !== undefined && /^\d{1,12}$/.test(given)) return Math.max(Number(given), FLOOR);
  try {
    const time = execFileSync('git', ['log', '-1', '--format=%ct'], {
      cwd: resolve(import.meta.dirname, '..'),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Math.max(Number(time.trim()) || FLOOR, FLOOR);
  } catch {
    return FLOOR; // an exported tree without its history
  }
}
