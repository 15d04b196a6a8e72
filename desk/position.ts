import type { Sha384 } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { draftConcurrence } from '../core/decision/concurrence.ts';
import { agencyOf } from '../core/decision/quorum.ts';
import { signPayload } from '../core/decision/sign.ts';
import { Refusal } from '../core/failure.ts';
import type { RosterPerson } from '../core/identity/roster.ts';
import { toInstant } from '../core/instant.ts';
import { SOFTWARE } from '../core/software.ts';
import { newUuid } from '../db/uuid.ts';
import { requireMarkedHere } from './ceiling.ts';
import type { Input } from './contract.ts';
import { type SignedByKey, signEach } from './decision-file.ts';
import type { Desk } from './desk.ts';
import { bannerOverWritten, markingProfile } from './marking-profile.ts';
import { signatory, withSigningKeys } from './person-keys.ts';
import type { TrailEntry } from './trail.ts';

/** The decision that a position is about. */
export interface PositionSubject {
  readonly decisionId: string;
  readonly caseId: string;
  readonly payload: Uint8Array;
  readonly payloadDigest: Sha384;
  /** Whether it still takes signatures. */
  readonly isOpen: boolean;
}

/** What one person made of a decision. */
export interface TakenPosition {
  /** The signed statement; null for an official who signs beside the one who determined, and is not consulted. */
  readonly statement: { readonly digest: Sha384; readonly envelope: Uint8Array; readonly concurrenceId: string } | null;
  /** The person's signatures over the decision itself; empty where they do not concur. */
  readonly signed: readonly SignedByKey[];
}

/**
 * Signs a position on a decision with the actor's keys. A consulted official's position is a statement of its own, and
 * concurring signs the decision too; another determining official can only sign the decision.
 * @throws Refusal `desk.not-consulted`, `decision.malformed`, `marking.*`, `crypto.passphrase-wrong`
 */
export async function takePosition(
  desk: Desk,
  person: RosterPerson,
  about: PositionSubject,
  input: Pick<Input<'concur'>, 'position' | 'statement' | 'authority'>,
): Promise<TakenPosition> {
  const isConsulted = person.roles.includes('consulted-official');
  if (!isConsulted && (input.position !== 'concurs' || input.statement.length > 0)) {
    throw new Refusal(
      'desk.not-consulted',
      'Only a consulted official states a position in words; you can sign the decision, or not.',
      {
        where: person.personId,
        remedy: 'Sign without a statement, or withdraw the draft and write another.',
      },
    );
  }
  const concurrenceId = newUuid();
  const payload = isConsulted ? statementPayload(desk, person, about, input, concurrenceId) : null;
  const signs = input.position === 'concurs' && about.isOpen;
  return withSigningKeys(desk, signatory(desk), (keys) => ({
    statement: payload && { digest: sha384(payload), envelope: signPayload(payload, keys), concurrenceId },
    signed: signs ? signEach(about.payload, keys) : [],
  }));
}

function statementPayload(
  desk: Desk,
  person: RosterPerson,
  about: PositionSubject,
  input: Pick<Input<'concur'>, 'position' | 'statement' | 'authority'>,
  concurrenceId: string,
): Uint8Array {
  const { db } = desk.vault;
  const marking = input.statement.length === 0 ? 'UNCLASSIFIED' : bannerOverWritten(db, input.statement);
  requireMarkedHere(desk, marking, 'position');
  const draft = {
    concurrenceId,
    caseId: about.caseId,
    decision: { decisionId: about.decisionId, digest: about.payloadDigest },
    agency: agencyOf(person),
    personId: person.personId,
    name: person.name,
    position: input.position,
    statement: input.statement.map(({ marking: portionMarking, text }) => ({ portionMarking, text })),
    marking,
    ...(input.authority === undefined ? {} : { authority: input.authority }),
    statedAt: toInstant(desk.clock()),
    software: SOFTWARE,
  };
  return draftConcurrence(draft, markingProfile(db));
}

/** The audit events of a position that was taken. */
export function positionEvents(person: RosterPerson, about: PositionSubject, taken: TakenPosition): TrailEntry[] {
  const { decisionId, payloadDigest: decisionDigest } = about;
  const events: TrailEntry[] = [];
  if (taken.statement !== null) {
    const { concurrenceId, digest: concurrenceDigest } = taken.statement;
    const detail = {
      decisionId,
      concurrenceId,
      concurrenceDigest,
      personId: person.personId,
      agency: agencyOf(person),
    };
    events.push({ act: 'concurrence.recorded', subject: decisionId, detail });
  }
  if (taken.signed.length > 0) {
    const keyIds = taken.signed.map(({ key }) => key.publicKey.keyId);
    events.push({
      act: 'decision.signed',
      subject: decisionId,
      detail: { decisionId, decisionDigest, personId: person.personId, keyIds },
    });
  }
  return events;
}
