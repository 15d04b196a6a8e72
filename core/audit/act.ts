import { z } from 'zod';
import { asInstant } from '../instant.ts';

// Every field is an id, a digest, a count, a code or a short name: nothing here can hold a score, a rationale, a
// passphrase or a key. No field is called `digest`, so that stock tools can cut an event's own digest out of its line.
const sha384 = z.string().regex(/^[0-9a-f]{96}$/);
const keyId = z.string().regex(/^[0-9a-f]{64}$/);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/);
const code = z.string().regex(/^[a-z]+(?:[.-][a-z0-9]+)*$/);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** Names and ids that came from outside: short, and free of control characters and of bidirectional overrides. */
const label = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u);
const instant = z.string().refine((text) => asInstant(text) !== undefined);

/** The digest of the row that the act added, with the vault's salt: docs/formats/vault.md, "Digests of rows". */
const record = { recordDigest: sha384.optional() };
/** The digest of all settings as they stood after the act. */
const settings = { settingsDigest: sha384.optional() };

const nothing = z.strictObject({});
const ofCase = z.strictObject({ caseId: id });
const decision = { decisionId: id, caseId: id.optional(), decisionDigest: sha384.optional() };
const ofDecision = z.strictObject(decision);
const released = {
  recipients: count.optional(),
  marking: label.optional(),
  witness: id.optional(),
  checkpointSequence: count.optional(),
};

/**
 * Every act there is, with the closed shape of its detail. To add an act, add a line; its name is `thing.what-happened`.
 * The value of a score, the outcome of an assessment and the words of a rationale stay in their own rows: the event names
 * the row or its digest.
 */
export const DETAILS = {
  'vault.created': z.strictObject({ vaultId: id, software: label.optional(), ...settings }),
  'vault.opened': z.strictObject({ software: label.optional() }),
  'vault.checked': z.strictObject({ problems: count }),
  'person.enrolled': z.strictObject({ personId: id, keyIds: z.array(keyId).max(8).optional(), ...record }),
  'person.unlocked': z.strictObject({ personId: id.optional() }),
  'person.locked': z.strictObject({ personId: id.optional() }),
  'unlock.failed': z.strictObject({ personId: id.optional(), failures: count.optional() }),
  'passphrase.changed': z.strictObject({ personId: id.optional() }),
  'card.exported': z.strictObject({ personId: id.optional(), cardDigest: sha384 }),
  'root.pinned': z.strictObject({ keyIds: z.array(keyId).min(1).max(8) }),
  'roster.imported': z.strictObject({ rosterId: label, rosterSequence: count, rosterDigest: sha384, ...record }),
  'roster.refused': z.strictObject({ rosterDigest: sha384.optional(), code }),
  'policy.imported': z.strictObject({ policyId: label, policyDigest: sha384, version: label.optional(), ...record }),
  'policy.refused': z.strictObject({ policyDigest: sha384.optional(), code }),
  'bundle.imported': z.strictObject({
    bundleId: id,
    sealedDigest: sha384,
    manifestDigest: sha384.optional(),
    producerId: id.optional(),
    producerSequence: count.optional(),
    caseId: id.optional(),
    members: count.optional(),
    findings: count.optional(),
    witness: id.optional(),
    /** What the bundle is in the vault, down to every row that was indexed from it. */
    indexDigest: sha384.optional(),
  }),
  'bundle.quarantined': z.strictObject({
    sealedDigest: sha384,
    code,
    bundleId: id.optional(),
    producerId: id.optional(),
    witness: id.optional(),
  }),
  'import.started': z.strictObject({
    sealedDigest: sha384.optional(),
    bytes: count.optional(),
    witness: id.optional(),
  }),
  'import.cancelled': z.strictObject({ sealedDigest: sha384.optional() }),
  'import.refused': z.strictObject({ sealedDigest: sha384.optional(), code }),
  'unfinished-import.swept': z.strictObject({ imports: count.optional(), files: count.optional() }),
  'case.opened': z.strictObject({ caseId: id, caseKey: label.optional(), ...record }),
  'case.reopened': ofCase,
  'case.closed': ofCase,
  'evidence.viewed': z.strictObject({
    caseId: id.optional(),
    runId: id.optional(),
    member: label.optional(),
    sampleId: label.optional(),
    epoch: count.optional(),
  }),
  'score.recorded': z.strictObject({
    scoreId: id,
    caseId: id,
    benchmark: label.optional(),
    attempts: count.optional(),
    attachmentDigest: sha384.optional(),
    ...record,
  }),
  'adjudication.recorded': z.strictObject({
    adjudicationId: id,
    caseId: id,
    runId: id.optional(),
    sampleId: label.optional(),
    epoch: count.optional(),
    replaces: id.optional(),
    ...record,
  }),
  'finding.recorded': z.strictObject({ findingId: id, caseId: id, attachmentDigest: sha384.optional() }),
  'referral.made': z.strictObject({ caseId: id, referralId: id }),
  'assessment.made': z.strictObject({
    assessmentId: id,
    caseId: id,
    assessmentDigest: sha384,
    policyDigest: sha384.optional(),
    ...record,
  }),
  'decision.drafted': z.strictObject({ ...decision, ...record }),
  'decision.signed': z.strictObject({
    decisionId: id,
    decisionDigest: sha384.optional(),
    personId: id.optional(),
    keyIds: z.array(keyId).max(8).optional(),
  }),
  'concurrence.recorded': z.strictObject({
    decisionId: id,
    concurrenceId: id.optional(),
    concurrenceDigest: sha384.optional(),
    personId: id.optional(),
    agency: label.optional(),
    ...record,
  }),
  'decision.completed': ofDecision,
  'decision.withdrawn': ofDecision,
  'decision.superseded': z.strictObject({ decisionId: id, by: id }),
  'decision.rescinded': ofDecision,
  'decision.imported': ofDecision,
  'decision.exported': z.strictObject({ decisionId: id, decisionDigest: sha384, ...released }),
  'notice.made': z.strictObject({ noticeId: id, decisionId: id, noticeDigest: sha384.optional(), ...record }),
  'notice.signed': z.strictObject({ noticeId: id, personId: id.optional(), noticeDigest: sha384.optional() }),
  'notice.exported': z.strictObject({ noticeId: id, noticeDigest: sha384, ...released }),
  'report.exported': z.strictObject({
    decisionId: id.optional(),
    caseId: id.optional(),
    reportDigest: sha384,
    ...released,
  }),
  'audit.verified': z.strictObject({ events: count, findings: count, warnings: count.optional() }),
  'audit.exported': z.strictObject({ events: count, logDigest: sha384, ...released }),
  'checkpoint.signed': z.strictObject({ checkpointSequence: count, head: sha384 }),
  'clock.moved-back': z.strictObject({ last: instant, now: instant }),
  'settings.changed': z.strictObject({ setting: id, to: label.optional(), ...settings }),
  'session.ended': nothing,
} as const satisfies Record<string, z.ZodType>;

export type Act = keyof typeof DETAILS;

/** The detail of one act. */
export type DetailOf<A extends Act> = z.infer<(typeof DETAILS)[A]>;

/** @returns the text as an act, or undefined where there is no such act. */
export function asAct(text: string): Act | undefined {
  return Object.hasOwn(DETAILS, text) ? (text as Act) : undefined; // the keys of the table are the union
}

export const ACTS: readonly Act[] = Object.keys(DETAILS).flatMap((text) => asAct(text) ?? []);
