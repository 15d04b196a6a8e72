import type { PersonId, Sha384 } from '../brand.ts';
import { sha384 } from '../crypto/digest.ts';
import type { PublicKey } from '../crypto/public-key.ts';
import type { CheckStep } from '../envelope/checklist.ts';
import type { Envelope } from '../envelope/dsse.ts';
import type { Roster } from '../identity/roster.ts';
import { CheckRun, nothingFailed } from './check-run.ts';
import type { Concurrence } from './concurrence.ts';
import { checkDecisionMarking, type Decision, parseDecision } from './decision.ts';
import type { StandingClaim } from './determination.ts';
import { checkSignatures, OPENING_STEPS, openEnvelope, personKeys } from './opening.ts';
import { type ConsultedPosition, positionInWords, positionsOf, warningOf } from './positions.ts';
import { agencyOf, countQuorum, type QuorumCount } from './quorum.ts';
import { checkAssessment, checkBundles, checkDecisionPolicy, type GivenFiles } from './referenced-files.ts';
import { checkNamedRoster, openRoster, type Trust } from './trusted-roster.ts';
import { verifyConcurrence } from './verify-concurrence.ts';

/** What a decision is checked against. Files that are not given leave their step `not-checked`. */
export interface DecisionContext extends Trust, GivenFiles {
  /** The `*.concurrence.dsse.json` files that lay beside the decision. */
  readonly concurrences?: readonly Uint8Array[];
}

/** What a check of a decision gave. */
export interface VerifiedDecision {
  /** No step failed: the decision is genuine, complete, and fits every file given. */
  readonly ok: boolean;
  /** Nothing failed but the count of persons: more signatures can make it complete. */
  readonly sound: boolean;
  readonly steps: readonly CheckStep[];
  readonly decision: Decision | undefined;
  /** SHA-384 of the payload: what other documents name the decision by. */
  readonly digest: Sha384 | undefined;
  readonly quorum: QuorumCount | undefined;
  readonly positions: readonly ConsultedPosition[];
  /** The distinct keys whose signatures verified. */
  readonly verified: readonly PublicKey[];
  /** For `determinationOf`; undefined where the document is no decision. */
  readonly claim: StandingClaim | undefined;
}

/** Every step of a decision's checklist, in order; the roster's own steps stand before `roster.named`. */
export const DECISION_STEPS = [
  ...OPENING_STEPS,
  'statement.shape',
  'roster.named',
  'signatures',
  'determining-official',
  'quorum',
  'positions',
  'marking',
  'policy',
  'evidence',
  'assessment',
] as const;

const COUNTING: ReadonlySet<string> = new Set(['determining-official', 'quorum']);

interface Findings {
  decision?: Decision;
  digest?: Sha384;
  quorum?: QuorumCount;
  positions?: readonly ConsultedPosition[];
  verified?: readonly PublicKey[];
}

/**
 * Walks a decision's whole checklist. It never throws for a document that fails: the steps tell.
 * @param bytes the `*.decision.dsse.json` file
 */
export function verifyDecision(bytes: Uint8Array, context: DecisionContext): VerifiedDecision {
  const run = new CheckRun(DECISION_STEPS);
  const found: Findings = {};
  walk(run, bytes, context, found);
  const steps = run.finish();
  const ok = nothingFailed(steps);
  const { decision, digest, quorum } = found;
  return {
    ok,
    sound: quorum !== undefined && nothingFailed(steps.filter((one) => !COUNTING.has(one.step))),
    steps,
    decision,
    digest,
    quorum,
    positions: found.positions ?? [],
    verified: found.verified ?? [],
    claim: decision && digest ? claimOf(decision, digest, ok, quorum?.complete ?? false) : undefined,
  };
}

function claimOf(decision: Decision, digest: Sha384, valid: boolean, complete: boolean): StandingClaim {
  const { determination, supersedes, rescinds } = decision;
  return { digest, valid, complete, determination, supersedes, rescinds };
}

function walk(run: CheckRun, bytes: Uint8Array, context: DecisionContext, found: Findings): void {
  const envelope = openEnvelope(run, bytes);
  if (envelope === undefined) return;
  const decision = readShape(run, envelope, found);
  if (decision === undefined) return;
  const trusted = openRoster(run, context, decision.decidedAt);
  if (trusted === undefined || !checkNamedRoster(run, trusted, decision.roster, decision.decidedAt)) return;
  const { roster } = trusted;
  const keys = personKeys(roster).map((one) => one.key);
  found.verified = checkSignatures(run, envelope, keys);
  found.quorum = countQuorum(
    decision.quorum,
    roster,
    found.verified,
    decision.decidedAt,
    decision.determinedBy.personId,
  );
  checkOfficial(run, roster, decision, found.quorum.persons);
  checkQuorum(run, found.quorum);
  found.positions = checkPositions(run, roster, decision, sha384(envelope.payload), found.quorum.persons, context);
  run.attempt(
    'marking',
    () => checkDecisionMarking(decision),
    () => `The banner ${decision.marking} is valid and covers its portions.`,
  );
  checkDecisionPolicy(run, decision, context, context.root);
  checkBundles(run, decision, context);
  checkAssessment(run, decision, context);
}

function readShape(run: CheckRun, envelope: Envelope, found: Findings): Decision | undefined {
  const read = run.attempt(
    'statement.shape',
    () => parseDecision(envelope.payload),
    () => 'The payload is a designation decision, and its subjects are the model and the bundles that it names.',
  );
  if (read === undefined) return undefined;
  found.decision = read.decision;
  found.digest = read.digest;
  return read.decision;
}

function checkOfficial(run: CheckRun, roster: Roster, decision: Decision, counted: readonly PersonId[]): void {
  const { personId, name } = decision.determinedBy;
  const step = 'determining-official';
  const code = 'decision.determining-official-missing';
  const person = roster.persons.find((one) => one.personId === personId);
  if (person === undefined) run.failed(step, code, `The roster knows no person ${personId}.`);
  else if (!person.roles.includes('determining-official')) {
    run.failed(step, code, `The roster does not name ${person.name} a determining official.`);
  } else if (!counted.includes(personId)) {
    run.failed(step, code, `${person.name} has not signed with every key that the roster asks of them.`);
  } else if (person.name !== name) {
    run.warning(step, code, `${personId} signed; the decision calls them ${name}, the roster ${person.name}.`);
  } else run.passed(step, `${person.name} determined and signed.`);
}

function checkQuorum(run: CheckRun, quorum: QuorumCount): void {
  if (quorum.complete) {
    run.passed(
      'quorum',
      `Complete by the rule that the decision states: ${quorum.persons.join(', ')} signed, each counted once.`,
    );
  } else run.failed('quorum', 'decision.quorum-incomplete', `Not complete. ${quorum.missing.join(' ')}`);
}

/** @returns those of the signers who, by the roster, may take the position that the decision consulted them for */
function speakingFor(roster: Roster, decision: Decision, counted: readonly PersonId[]): PersonId[] {
  const speakers = decision.consulted.filter(({ agency, personId }) => {
    const person = roster.persons.find((one) => one.personId === personId);
    return person?.roles.includes('consulted-official') === true && agencyOf(person) === agency;
  });
  return speakers.map((one) => one.personId).filter((personId) => counted.includes(personId));
}

function checkPositions(
  run: CheckRun,
  roster: Roster,
  decision: Decision,
  digest: Sha384,
  counted: readonly PersonId[],
  context: DecisionContext,
): ConsultedPosition[] {
  const statements: Concurrence[] = [];
  let unusable = '';
  for (const bytes of context.concurrences ?? []) {
    const checked = verifyConcurrence(bytes, roster, digest);
    const isConsulted = decision.consulted.some(
      (one) => one.personId === checked.concurrence?.personId && one.agency === checked.concurrence.agency,
    );
    if (checked.ok && checked.concurrence && isConsulted) statements.push(checked.concurrence);
    else {
      const reason = checked.steps.find((one) => one.outcome === 'failed')?.detail;
      unusable = ` One position was left out: ${reason ?? 'the decision does not name its signer among those consulted.'}`;
    }
  }
  const positions = positionsOf(decision, statements, speakingFor(roster, decision, counted));
  const words =
    positions.map((one) => `${one.personId} (${one.agency}): ${positionInWords(one.position)}`).join('; ') ||
    'The decision names nobody as consulted';
  const code = unusable === '' ? warningOf(positions) : 'decision.position-invalid';
  if (code === null) run.passed('positions', `${words}.`);
  else run.warning('positions', code, `${words}.${unusable}`);
  return positions;
}
