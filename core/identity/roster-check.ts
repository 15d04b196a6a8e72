import type { Instant, Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import type { PrivateKey } from '../crypto/private-key.ts';
import { isSameKey, type PublicKey } from '../crypto/public-key.ts';
import type { CheckStep } from '../envelope/checklist.ts';
import { type Envelope, parseEnvelope, serializeEnvelope, signEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { type Statement, statementBytes, statementOf } from '../envelope/statement.ts';
import { verifyEnvelope } from '../envelope/verify.ts';
import { isRefusal, Refusal } from '../failure.ts';
import type { FailureCode } from '../failure-code.ts';
import { toMilliseconds } from '../instant.ts';
import type { JsonValue } from '../json/value.ts';
import { areSubjects } from './key-record.ts';
import { readRoster, rosterPredicate, rosterSubjects } from './read-roster.ts';
import type { Roster } from './roster.ts';

/** What the checks of a roster came to. */
export interface RosterCheck {
  /** The roster, where it could be read and the root has signed it; whether it may be used, the steps say. */
  readonly roster: Roster | undefined;
  /** SHA-384 of the payload, which is what others name a roster by; of the file where it is no envelope. */
  readonly digest: Sha384;
  readonly steps: readonly CheckStep[];
}

/** The steps of a roster's checklist, in order. */
export const ROSTER_STEPS = ['roster.readable', 'roster.signed-by-root', 'roster.sound', 'roster.current'] as const;

type Step = (typeof ROSTER_STEPS)[number];

const REMEDY = 'Ask the custodian for the roster as the root issued it.';

/** Runs the steps in order; after a failure the rest stand as not checked. */
class Walk {
  readonly steps: CheckStep[] = [];
  readonly failure: { refusal?: Refusal } = {};

  /** @returns what the check gave, or undefined where it or an earlier one failed. */
  take<T>(step: Step, detail: string, fallback: FailureCode, check: () => T): T | undefined {
    if (this.failure.refusal !== undefined) {
      this.steps.push({
        step,
        outcome: 'not-checked',
        code: null,
        detail: 'Not checked, since a step before it failed.',
      });
      return undefined;
    }
    try {
      const value = check();
      this.steps.push({ step, outcome: 'passed', code: null, detail });
      return value;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const isOurs = error.code.startsWith('roster.');
      this.failure.refusal = isOurs ? error : new Refusal(fallback, error.message, { remedy: REMEDY, cause: error });
      const { code, message } = this.failure.refusal;
      this.steps.push({ step, outcome: 'failed', code, detail: message });
      return undefined;
    }
  }
}

function requireRoot(envelope: Envelope, rootKeys: readonly PublicKey[]): void {
  const { verified } = verifyEnvelope(envelope, rootKeys);
  const hasSigned = (root: PublicKey): boolean => verified.some((key) => isSameKey(key, root));
  if (rootKeys.length > 0 && rootKeys.every(hasSigned)) return;
  throw new Refusal('roster.not-signed-by-root', 'The roster is not signed by every root key, or it was altered.', {
    remedy: 'Check that the root key file is the one this desk has pinned, and ask the custodian for the roster again.',
  });
}

function requireSound(statement: Statement<JsonValue>): Roster {
  if (statement.predicateType !== PREDICATE.roster) {
    throw new Refusal('roster.shape', 'This is a signed document of another kind, not a roster.', { remedy: REMEDY });
  }
  const roster = readRoster(statement.predicate);
  if (!areSubjects(statement.subject, rosterSubjects(roster))) {
    throw new Refusal('roster.shape', "The statement's subjects are not the keys on the roster.", { remedy: REMEDY });
  }
  return roster;
}

function requireCurrent(roster: Roster, at: Instant): void {
  const moment = toMilliseconds(at);
  if (moment < toMilliseconds(roster.issuedAt)) {
    throw new Refusal('roster.not-yet-issued', `The roster was issued at ${roster.issuedAt}, which is after ${at}.`, {
      remedy: "Check this computer's clock.",
    });
  }
  if (roster.validUntil !== undefined && moment >= toMilliseconds(roster.validUntil)) {
    throw new Refusal('roster.expired', `The roster was valid until ${roster.validUntil}; it is ${at}.`, {
      remedy: 'Ask the custodian for a newer issue.',
    });
  }
}

function walk(bytes: Uint8Array, rootKeys: readonly PublicKey[], at: Instant): RosterCheck & { refusal?: Refusal } {
  const run = new Walk();
  const envelope = run.take('roster.readable', 'The file is a signed envelope.', 'roster.unreadable', () =>
    parseEnvelope(bytes),
  );
  run.take('roster.signed-by-root', 'Every root key has signed it.', 'roster.not-signed-by-root', () => {
    if (envelope !== undefined) requireRoot(envelope, rootKeys);
  });
  const roster = run.take('roster.sound', 'Its entries are whole and contradict nothing.', 'roster.shape', () =>
    envelope === undefined ? undefined : requireSound(statementOf(envelope)),
  );
  run.take('roster.current', `It is in force at ${at}.`, 'roster.shape', () => {
    if (roster !== undefined) requireCurrent(roster, at);
  });
  return { roster, digest: sha384(envelope?.payload ?? bytes), steps: run.steps, ...run.failure };
}

/**
 * Checks a roster step by step: readable, signed by every root key, sound in itself, in force. A failed check never
 * throws; the steps tell.
 * @param bytes the `*.dsse.json` file
 * @param rootKeys what this desk has pinned; none of them signs for another
 * @param at the moment by which it must be in force
 */
export function parseRoster(bytes: Uint8Array, rootKeys: readonly PublicKey[], at: Instant): RosterCheck {
  const { roster, digest, steps } = walk(bytes, rootKeys, at);
  return { roster, digest, steps };
}

/**
 * Checks a roster as parseRoster does, and refuses it where a step failed.
 * @throws Refusal `roster.unreadable`, `roster.not-signed-by-root`, `roster.shape`, `roster.duplicate`,
 *   `roster.separation`, `roster.not-yet-issued`, `roster.expired`
 */
export function requireRoster(
  bytes: Uint8Array,
  rootKeys: readonly PublicKey[],
  at: Instant,
): { roster: Roster; digest: Sha384; steps: readonly CheckStep[] } {
  const { roster, digest, steps, refusal } = walk(bytes, rootKeys, at);
  if (refusal !== undefined) throw refusal;
  if (roster === undefined) throw new Error('A roster passed every step and was not read.');
  return { roster, digest, steps };
}

/**
 * Signs a roster with every root key.
 * @param document a roster as JSON (see docs/formats/roster.md); fields it does not know are left out
 * @returns the `*.dsse.json` file
 * @throws Refusal `roster.shape`, `roster.duplicate`, `roster.separation`
 */
export function signRoster(document: unknown, rootKeys: readonly PrivateKey[]): Uint8Array {
  const roster = readRoster(document);
  const payload = statementBytes({
    subject: rosterSubjects(roster),
    predicateType: PREDICATE.roster,
    predicate: rosterPredicate(document),
  });
  return serializeEnvelope(signEnvelope(payload, rootKeys));
}
