import type { Instant, Sha384 } from '../brand.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { statementOf } from '../envelope/statement.ts';
import { Refusal } from '../failure.ts';
import { parseRoster, type Roster } from '../identity/roster.ts';
import { asInstant } from '../instant.ts';
import { type CheckRun, nothingFailed } from './check-run.ts';

/** What a reader trusts beforehand: the roster file, and the root keys it must be signed by. */
export interface Trust {
  /** The bytes of the roster's `*.dsse.json` file. */
  readonly roster: Uint8Array;
  readonly root: readonly PublicKey[];
}

/** A roster that its checks passed. */
export interface TrustedRoster {
  readonly roster: Roster;
  /** What documents name it by. */
  readonly digest: Sha384;
}

/** @returns when a roster says it was issued, before anything of it is trusted; undefined where it does not say so. */
function issuedAtOf(bytes: Uint8Array): Instant | undefined {
  try {
    const { predicate } = statementOf(parseEnvelope(bytes));
    if (predicate === null || typeof predicate !== 'object' || Array.isArray(predicate)) return undefined;
    const issuedAt = predicate['issuedAt'];
    return typeof issuedAt === 'string' ? asInstant(issuedAt) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/**
 * Walks the roster's own steps. A document is judged by the roster at the time it was made; a roster issued later is
 * judged at its own issue, and whether it may stand in is the next step's matter.
 * @param at when the document says it was made
 */
export function openRoster(run: CheckRun, trust: Trust, at: Instant): TrustedRoster | undefined {
  const issuedAt = issuedAtOf(trust.roster);
  const moment = issuedAt !== undefined && Date.parse(issuedAt) > Date.parse(at) ? issuedAt : at;
  const read = parseRoster(trust.roster, [...trust.root], moment);
  run.add(read.steps);
  if (!nothingFailed(read.steps) || read.roster === undefined) return undefined;
  return { roster: read.roster, digest: read.digest };
}

/** Walks the step `roster.named`: the roster given is the one that the decision names, or a later issue of it. */
export function checkNamedRoster(
  run: CheckRun,
  given: TrustedRoster,
  named: { readonly rosterId: string; readonly sequence: number; readonly digest: Sha384 },
  at: Instant,
): boolean {
  const { roster, digest } = given;
  const issuedBefore = Date.parse(roster.issuedAt) <= Date.parse(at);
  if (digest === named.digest && issuedBefore) {
    run.passed(
      'roster.named',
      `This is the roster that the document names: ${roster.rosterId}, issue ${roster.sequence}.`,
    );
    return true;
  }
  if (digest === named.digest) {
    run.failed('roster.named', 'decision.roster-mismatch', 'The roster was issued after the document that names it.');
    return false;
  }
  if (roster.rosterId === named.rosterId && roster.sequence > named.sequence) {
    run.warning(
      'roster.named',
      'decision.roster-mismatch',
      `The document names issue ${named.sequence} of the roster; the one given is issue ${roster.sequence}. Persons are judged by the later one.`,
    );
    return true;
  }
  run.failed(
    'roster.named',
    'decision.roster-mismatch',
    `The document names issue ${named.sequence} of the roster ${named.rosterId}; the one given is another.`,
  );
  return false;
}
