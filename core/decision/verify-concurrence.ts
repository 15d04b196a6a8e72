import type { Sha384 } from '../brand.ts';
import type { CheckStep } from '../envelope/checklist.ts';
import { personsWhoSigned, type Roster } from '../identity/roster.ts';
import { CheckRun, nothingFailed } from './check-run.ts';
import { type Concurrence, checkConcurrenceMarking, parseConcurrence } from './concurrence.ts';
import { checkSignatures, OPENING_STEPS, openEnvelope, personKeys } from './opening.ts';
import { agencyOf } from './quorum.ts';

/** Every step of a position's checklist, in order. */
export const CONCURRENCE_STEPS = [
  ...OPENING_STEPS,
  'statement.shape',
  'signatures',
  'signer',
  'decision',
  'marking',
] as const;

/** What a check of one position gave. */
export interface VerifiedConcurrence {
  readonly ok: boolean;
  readonly steps: readonly CheckStep[];
  readonly concurrence: Concurrence | undefined;
}

function checkSigner(run: CheckRun, roster: Roster, concurrence: Concurrence, signers: readonly string[]): void {
  const { personId, agency } = concurrence;
  const person = roster.persons.find((one) => one.personId === personId);
  if (person === undefined) {
    run.failed('signer', 'decision.signer-unknown', `The roster knows no person ${personId}.`);
  } else if (!signers.includes(personId)) {
    run.failed(
      'signer',
      'decision.not-signed',
      `${person.name} has not signed this position with every key that the roster asks of them, valid when it was stated.`,
    );
  } else if (!person.roles.includes('consulted-official')) {
    run.failed('signer', 'decision.signer-unknown', `The roster does not name ${person.name} a consulted official.`);
  } else if (agencyOf(person) !== agency) {
    run.failed(
      'signer',
      'decision.signer-unknown',
      `${person.name} speaks for ${agencyOf(person)} by the roster, not for ${agency}.`,
    );
  } else {
    run.passed('signer', `Signed by ${person.name}, consulted official of ${agency}.`);
  }
}

/**
 * Checks one position against a roster that is trusted already: shape, signature by the very person, their role and
 * agency, the decision it is about, its marking. Key validity is taken at `statedAt`.
 * @param decision the digest of the decision's payload it should be about; null where there is none to compare with
 */
export function verifyConcurrence(bytes: Uint8Array, roster: Roster, decision: Sha384 | null): VerifiedConcurrence {
  const run = new CheckRun(CONCURRENCE_STEPS);
  const concurrence = walk(run, bytes, roster, decision);
  const steps = run.finish();
  return { ok: nothingFailed(steps), steps, concurrence };
}

function walk(run: CheckRun, bytes: Uint8Array, roster: Roster, decision: Sha384 | null): Concurrence | undefined {
  const envelope = openEnvelope(run, bytes);
  if (envelope === undefined) return undefined;
  const read = run.attempt(
    'statement.shape',
    () => parseConcurrence(envelope.payload),
    () => 'The payload is a designation concurrence, and its subject is the decision it names.',
  );
  if (read === undefined) return undefined;
  const { concurrence } = read;
  const verified = checkSignatures(
    run,
    envelope,
    personKeys(roster).map((one) => one.key),
  );
  checkSigner(run, roster, concurrence, personsWhoSigned(roster, verified, concurrence.statedAt));
  if (decision === null) run.notChecked('decision', 'The decision was not given, so the two were not compared.');
  else if (decision !== concurrence.decision.digest) {
    run.failed('decision', 'decision.wrong-subject', 'This position is about another decision than the one given.');
  } else run.passed('decision', 'The position is about the decision given.');
  run.attempt(
    'marking',
    () => checkConcurrenceMarking(concurrence),
    () => `The banner ${concurrence.marking} is valid and covers its portions.`,
  );
  return concurrence;
}
