import type { CheckStep } from '../envelope/checklist.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { Refusal } from '../failure.ts';
import { personsWhoSigned, type Roster } from '../identity/roster.ts';
import type { Marking } from '../marking/marking.ts';
import { CheckRun, nothingFailed } from './check-run.ts';
import { parseDecision } from './decision.ts';
import { sameModel } from './model-identity.ts';
import { checkNoticeContent, checkNoticeMarking, type Notice, parseNotice } from './notice.ts';
import { untoldOf } from './notice-content.ts';
import { checkSignatures, OPENING_STEPS, openEnvelope, personKeys } from './opening.ts';
import { openRoster, type Trust } from './trusted-roster.ts';

/** What a notice is checked against. */
export interface NoticeContext extends Trust {
  /** The decision that it is the notice of, as a `*.dsse.json` file. */
  readonly decision?: Uint8Array;
  /** The highest marking that the reader may hold. */
  readonly ceiling?: Marking;
}

/** What a check of a notice gave. */
export interface VerifiedNotice {
  readonly ok: boolean;
  readonly steps: readonly CheckStep[];
  readonly notice: Notice | undefined;
}

const PLAN = [
  ...OPENING_STEPS,
  'statement.shape',
  'signatures',
  'determining-official',
  'wording',
  'marking',
  'decision',
];

/** Walks a notice's whole checklist. It never throws for a document that fails: the steps tell. */
export function verifyNotice(bytes: Uint8Array, context: NoticeContext): VerifiedNotice {
  const run = new CheckRun(PLAN);
  const notice = walk(run, bytes, context);
  const steps = run.finish();
  return { ok: nothingFailed(steps), steps, notice };
}

function walk(run: CheckRun, bytes: Uint8Array, context: NoticeContext): Notice | undefined {
  const envelope = openEnvelope(run, bytes);
  if (envelope === undefined) return undefined;
  const read = run.attempt(
    'statement.shape',
    () => parseNotice(envelope.payload),
    () => 'The payload is a designation notice, and its subject is the model that it names.',
  );
  if (read === undefined) return undefined;
  const { notice } = read;
  const trusted = openRoster(run, context, notice.issuedAt);
  if (trusted === undefined) return notice;
  const keys = personKeys(trusted.roster).map((one) => one.key);
  const verified = checkSignatures(run, envelope, keys);
  checkIssuer(run, trusted.roster, notice, personsWhoSigned(trusted.roster, verified, notice.issuedAt));
  run.attempt(
    'wording',
    () => checkNoticeContent(notice, untoldOf(null)),
    () => 'It says what the determination says, tells nothing of the evidence, and reads as no approval or licence.',
  );
  run.attempt(
    'marking',
    () => checkNoticeMarking(notice, context.ceiling ?? null),
    () => `The banner ${notice.marking} is valid, and nothing in the notice is marked above it.`,
  );
  checkAgainstDecision(run, notice, context.decision);
  return notice;
}

function checkIssuer(run: CheckRun, roster: Roster, notice: Notice, signers: readonly string[]): void {
  const step = 'determining-official';
  const code = 'decision.determining-official-missing';
  const { personId } = notice.issuedBy;
  const person = roster.persons.find((one) => one.personId === personId);
  if (person === undefined) run.failed(step, code, `The roster knows no person ${personId}.`);
  else if (!person.roles.includes('determining-official')) {
    run.failed(step, code, `The roster does not name ${person.name} a determining official.`);
  } else if (!signers.includes(personId)) {
    run.failed(
      step,
      code,
      `${person.name} has not signed with every key that the roster asks of them, valid when the notice was issued.`,
    );
  } else run.passed(step, `${person.name}, determining official, signed the notice.`);
}

function compare(notice: Notice, bytes: Uint8Array): void {
  const { decision, digest } = parseDecision(parseEnvelope(bytes).payload);
  const agrees =
    (notice.decision === undefined || notice.decision.digest === digest) &&
    sameModel(notice.model, decision.model) &&
    notice.determination === decision.determination &&
    notice.decidedAt === decision.decidedAt &&
    notice.issuedBy.personId === decision.determinedBy.personId;
  if (!agrees) throw new Refusal('notice.decision-mismatch', 'This notice is not the notice of the decision given.');
}

function checkAgainstDecision(run: CheckRun, notice: Notice, bytes: Uint8Array | undefined): void {
  if (bytes === undefined) run.notChecked('decision', 'The decision was not given, so the two were not compared.');
  else {
    run.attempt(
      'decision',
      () => compare(notice, bytes),
      () => 'The notice says what the decision given says. The decision itself is checked by its own checklist.',
    );
  }
}
