import { parseCheckpoint } from '../audit/checkpoint.ts';
import type { Instant } from '../brand.ts';
import { readManifest } from '../bundle/manifest.ts';
import { counted } from '../counted.ts';
import type { CheckStep } from '../envelope/checklist.ts';
import { type Envelope, parseEnvelope } from '../envelope/dsse.ts';
import { PREDICATE } from '../envelope/predicate-types.ts';
import { type Statement, statementOf } from '../envelope/statement.ts';
import { isRefusal } from '../failure.ts';
import { parseCard } from '../identity/card.ts';
import { parseRoster, personByKey, personsWhoSigned, producersWhoSigned } from '../identity/roster.ts';
import type { JsonValue } from '../json/value.ts';
import { parseBanner } from '../marking/marking.ts';
import { checkPolicy } from '../policy/check.ts';
import { CheckRun, nothingFailed } from './check-run.ts';
import { parseConcurrence } from './concurrence.ts';
import { parseDecision } from './decision.ts';
import { checkSignatures, OPENING_STEPS, openEnvelope, personKeys, producerKeys } from './opening.ts';
import { openRoster } from './trusted-roster.ts';
import { CONCURRENCE_STEPS, verifyConcurrence } from './verify-concurrence.ts';
import { type DecisionContext, verifyDecision } from './verify-decision.ts';
import { type NoticeContext, verifyNotice } from './verify-notice.ts';

/** The kinds of signed document, as `verify` names them. */
export type SignedKind = keyof typeof PREDICATE;

/** What a signed file of any kind is checked against. */
export interface SignedContext extends DecisionContext, Pick<NoticeContext, 'ceiling'> {
  /** Now: the time by which a roster and a policy must be in force. Other kinds carry their own time. */
  readonly at: Instant;
  /** For a notice or a position: the decision it belongs to, as a `*.dsse.json` file. */
  readonly decision?: Uint8Array;
}

/** What a check of a signed file gave. */
export interface VerifiedSigned {
  /** No step failed. */
  readonly ok: boolean;
  /** Undefined where the file is no signed statement of ours. */
  readonly kind: SignedKind | undefined;
  readonly steps: readonly CheckStep[];
  /** The statement as it stands in the payload; undefined where it cannot be read. Trust it only where `ok`. */
  readonly statement: Statement<JsonValue> | undefined;
}

type Read = Pick<VerifiedSigned, 'statement'> & { readonly kind: SignedKind; readonly envelope: Envelope };

function peek(bytes: Uint8Array): Read | undefined {
  try {
    const envelope = parseEnvelope(bytes);
    const statement = statementOf(envelope);
    const kind = kindOf(statement);
    return kind === undefined ? undefined : { kind, statement, envelope };
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

function kindOf(statement: Statement<JsonValue>): SignedKind | undefined {
  const found = Object.entries(PREDICATE).find(([, type]) => type === statement.predicateType);
  return found?.[0] as SignedKind | undefined; // a key of PREDICATE
}

/**
 * Checks a signed file of any kind: bundle manifest, roster, threshold policy, decision, concurrence, notice, audit
 * checkpoint or identity card. It never throws for a file that fails: the ordered steps tell, and a step that could not
 * run says so.
 * @param bytes a `*.dsse.json` file
 */
export function verifyAny(bytes: Uint8Array, context: SignedContext): VerifiedSigned {
  const read = peek(bytes);
  const steps = read === undefined ? unreadable(bytes) : stepsOf(read, bytes, context);
  return { ok: nothingFailed(steps), kind: read?.kind, steps, statement: read?.statement };
}

function unreadable(bytes: Uint8Array): readonly CheckStep[] {
  const run = new CheckRun([...OPENING_STEPS, 'statement.shape', 'signatures']);
  const envelope = openEnvelope(run, bytes);
  if (envelope !== undefined) {
    run.attempt(
      'statement.shape',
      () => statementOf(envelope),
      () => 'The payload is a statement.',
    );
  }
  return run.finish();
}

function stepsOf(read: Read, bytes: Uint8Array, context: SignedContext): readonly CheckStep[] {
  switch (read.kind) {
    case 'decision':
      return verifyDecision(bytes, context).steps;
    case 'notice':
      return verifyNotice(bytes, context).steps;
    case 'roster':
      return parseRoster(bytes, [...context.root], context.at).steps;
    case 'policy':
      return checkPolicy(bytes, [...context.root], context.at).steps;
    case 'concurrence':
      return positionSteps(read.envelope, bytes, context);
    case 'card':
      return cardSteps(bytes, context);
    case 'bundle':
      return manifestSteps(read.envelope, context);
    case 'checkpoint':
      return checkpointSteps(read.envelope, context);
  }
}

function positionSteps(envelope: Envelope, bytes: Uint8Array, context: SignedContext): readonly CheckStep[] {
  const run = new CheckRun([]);
  const unread = () => [...run.finish(), ...new CheckRun(CONCURRENCE_STEPS).finish()];
  const read = run.attempt(
    'statement.readable',
    () => parseConcurrence(envelope.payload),
    () => 'The payload is a designation concurrence.',
  );
  const trusted = read && openRoster(run, context, read.concurrence.statedAt);
  if (trusted === undefined) return unread();
  const { decision } = context;
  if (decision === undefined) return [...run.finish(), ...verifyConcurrence(bytes, trusted.roster, null).steps];
  const named = run.attempt(
    'decision.readable',
    () => parseDecision(parseEnvelope(decision).payload),
    () => 'The decision given is a designation decision; it is checked by its own checklist.',
  );
  if (named === undefined) return unread();
  return [...run.finish(), ...verifyConcurrence(bytes, trusted.roster, named.digest).steps];
}

function cardSteps(bytes: Uint8Array, context: SignedContext): readonly CheckStep[] {
  const run = new CheckRun([...OPENING_STEPS, 'card.self-signed', 'card.on-roster']);
  if (openEnvelope(run, bytes) === undefined) return run.finish();
  const card = run.attempt(
    'card.self-signed',
    () => parseCard(bytes),
    () => 'Every key on the card has signed it. That proves who holds the keys, not who the holder is.',
  );
  if (card === undefined) return run.finish();
  const trusted = openRoster(run, context, context.at);
  if (trusted === undefined) return run.finish();
  const strangers = card.keys.filter((key) => personByKey(trusted.roster, key) === undefined);
  const known = producerKeys(trusted.roster).map((one) => one.key.keyId);
  const unknown = strangers.filter((key) => !known.includes(key.keyId));
  if (unknown.length === 0) run.passed('card.on-roster', 'Every key on the card is on the roster.');
  else {
    run.warning(
      'card.on-roster',
      'decision.signer-unknown',
      'A key on the card is not on the roster: nobody vouches for it yet.',
    );
  }
  return run.finish();
}

function manifestSteps(envelope: Envelope, context: SignedContext): readonly CheckStep[] {
  const run = new CheckRun([...OPENING_STEPS, 'statement.shape', 'signatures', 'producer', 'marking', 'members']);
  for (const step of OPENING_STEPS) run.passed(step, 'The file is a signed envelope that holds a statement.');
  const manifest = run.attempt(
    'statement.shape',
    () => readManifest(envelope),
    (read) => `The payload is a bundle manifest with ${counted(read.members.length, 'member')}.`,
  );
  if (manifest === undefined) return run.finish();
  const trusted = openRoster(run, context, manifest.createdAt);
  if (trusted === undefined) return run.finish();
  const keys = producerKeys(trusted.roster).map((one) => one.key);
  const verified = checkSignatures(run, envelope, keys);
  const signers = producersWhoSigned(trusted.roster, verified, manifest.createdAt);
  if (signers.includes(manifest.producerId)) {
    run.passed('producer', `Signed by the producer ${manifest.producerId}, whom the roster trusts.`);
  } else {
    run.failed(
      'producer',
      'decision.signer-unknown',
      `The roster's producer ${manifest.producerId} has not signed with every key asked of them, valid when it was made.`,
    );
  }
  run.attempt(
    'marking',
    () => parseBanner(manifest.marking),
    () => `The bundle is marked ${manifest.marking}.`,
  );
  run.notChecked('members', 'The members are in the sealed bundle: give that to `scrutineer check`.');
  return run.finish();
}

function checkpointSteps(envelope: Envelope, context: SignedContext): readonly CheckStep[] {
  const run = new CheckRun([...OPENING_STEPS, 'statement.shape', 'signatures', 'signer', 'chain']);
  for (const step of OPENING_STEPS) run.passed(step, 'The file is a signed envelope that holds a statement.');
  const checkpoint = run.attempt(
    'statement.shape',
    () => parseCheckpoint(statementOf(envelope)),
    (read) => `The payload is an audit checkpoint at event ${read.sequence}.`,
  );
  if (checkpoint === undefined) return run.finish();
  const trusted = openRoster(run, context, checkpoint.at);
  if (trusted === undefined) return run.finish();
  const keys = personKeys(trusted.roster).map((one) => one.key);
  const signers = personsWhoSigned(trusted.roster, checkSignatures(run, envelope, keys), checkpoint.at);
  if (signers.length > 0) run.passed('signer', `Signed by ${signers.join(', ')}, whom the roster names.`);
  else {
    run.failed(
      'signer',
      'decision.signer-unknown',
      'No person of the roster has signed with every key asked of them, valid when it was made.',
    );
  }
  run.notChecked('chain', 'The audit log itself is in the vault: use `scrutineer audit verify` there.');
  return run.finish();
}
