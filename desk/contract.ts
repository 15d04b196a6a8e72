import { z } from 'zod';
import { AUDIT_CALLS } from './contract/audit.ts';
import { DECISION_CALLS } from './contract/decision.ts';
import { DRAFT_CALLS } from './contract/drafts.ts';
import { INTAKE_CALLS } from './contract/intake.ts';
import { adjudication, adjudicationOfCase, typedScore } from './contract/judgement.ts';
import { NOTICE_CALLS, signedNotice } from './contract/notice.ts';
import { POLICY_CALLS } from './contract/policy.ts';
import { SETTINGS_CALLS } from './contract/settings.ts';
import * as is from './contract/terms.ts';
import { VERSION_CALLS } from './contract/versions.ts';

/**
 * The menu: every use case of the desk by name, with the shape of what goes in and what comes out. The command line and
 * the window call nothing else, and every call is checked against this page on arrival (`use-case.ts`).
 */
export const CONTRACT = {
  showWorkstation: {
    input: z.strictObject({}),
    output: z.object({
      vaultId: z.string(),
      name: z.string(),
      ceiling: is.banner,
      twoPersonRule: z.boolean(),
      rootFingerprints: z.array(z.string()),
      recipient: z.string(),
      /** What producers are given, as `*.card.dsse.json`; null for a vault that was made without keeping it. */
      deskCard: z.string().nullable(),
      roster: z
        .object({
          rosterId: z.string(),
          sequence: z.number(),
          digest: is.digest,
          /** Null where it holds until a newer one takes its place. */
          validUntil: is.instant.nullable(),
          persons: z.number().int(),
          /** Whose bundles are taken. */
          producers: z.array(
            z.object({
              producerId: z.string(),
              name: z.string(),
              organization: z.string(),
              keyIds: z.array(z.string()),
              fingerprints: z.array(z.string()),
            }),
          ),
        })
        .nullable(),
      policy: z.object({ policyId: z.string(), version: z.string(), title: z.string(), digest: is.digest }).nullable(),
      persons: z.array(
        z.object({
          personId: is.personId,
          name: z.string(),
          organization: z.string(),
          roles: z.array(is.role),
          keyIds: z.array(z.string()),
          /** Of each key, in the same order, to be compared by voice. */
          fingerprints: z.array(z.string()),
          /** The identity card, as `*.card.dsse.json`: public keys alone. */
          card: z.string(),
        }),
      ),
    }),
  },
  ...SETTINGS_CALLS,
  enrolPerson: {
    input: z.strictObject({
      personId: is.personId,
      name: is.line,
      organization: is.line,
      postQuantum: z.boolean().default(false),
    }),
    output: z.object({ personId: is.personId, card: z.string(), fingerprints: z.array(z.string()) }),
  },
  changePassphrase: {
    input: z.strictObject({}),
    output: z.object({ personId: is.personId }),
  },
  importRoster: {
    input: z.strictObject({ path: is.path }),
    output: z.object({ rosterId: z.string(), sequence: z.number(), digest: is.digest, steps: z.array(is.checkStep) }),
  },
  importPolicy: {
    input: z.strictObject({ path: is.path }),
    output: z.object({ policyId: z.string(), version: z.string(), digest: is.digest, steps: z.array(is.checkStep) }),
  },
  importBundle: {
    input: z.strictObject({ path: is.path, acceptGap: z.boolean().default(false) }),
    output: z.object({
      ok: z.boolean(),
      digest: is.digest,
      steps: z.array(is.checkStep),
      caseId: is.caseId.nullable(),
      runs: z.number().int(),
      attempts: z.number().int(),
      findings: z.array(is.finding),
      quarantined: z.boolean(),
    }),
  },
  listCases: { input: z.strictObject({}), output: z.array(is.caseSummary) },
  showCase: {
    input: z.strictObject({ caseId: is.caseId }),
    output: z.object({
      summary: is.caseSummary,
      bundles: z.array(
        z.object({
          digest: is.digest,
          producerId: z.string(),
          sequence: z.number(),
          role: z.enum(['candidate', 'reference']),
          model: z.string(),
          marking: is.banner,
          bytes: z.number(),
          importedAt: is.instant,
          steps: z.array(is.checkStep),
          members: z.array(
            z.object({ name: z.string(), size: z.number(), role: z.string(), marking: is.banner, digest: is.digest }),
          ),
        }),
      ),
      runs: z.array(
        z.object({
          runId: is.runId,
          bundle: is.digest,
          member: z.string(),
          task: z.string(),
          model: z.string(),
          status: z.string(),
          createdAt: z.string(),
          attempts: z.number().int(),
          scores: z.array(
            z.object({
              name: z.string(),
              reducer: z.string().nullable(),
              metric: z.string(),
              claimed: is.number.nullable(),
              recomputed: is.number.nullable(),
              verdict: z.enum(['match', 'mismatch', 'not-recomputable']),
            }),
          ),
        }),
      ),
      findings: z.array(is.finding),
      typedScores: z.array(typedScore),
      /** Oldest first, also those that a later one took the place of. */
      adjudications: z.array(adjudicationOfCase),
      assessment: z
        .object({
          digest: is.digest,
          at: is.instant,
          policyDigest: is.digest,
          outcome: z.string(),
          isStale: z.boolean(),
        })
        .nullable(),
      /** Of all decisions, those of the newest first. */
      notices: z.array(signedNotice),
      /** The newest first, in the order they were made, whatever the clock said. */
      decisions: z.array(
        z.object({
          decisionId: z.string(),
          determination: is.determination,
          state: z.string(),
          at: is.instant,
          payloadDigest: is.digest,
        }),
      ),
    }),
  },
  listAttempts: {
    input: z.strictObject({
      runId: is.runId,
      after: z.number().int().min(0).default(0),
      /** How many are left out before the page begins. */
      skip: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(200),
      /** A part of the sample's id or of what it begins with; empty for all. */
      text: z.string().max(300).default(''),
      state: is.attemptState.optional(),
    }),
    output: z.object({
      /** How many fit in all. */
      total: z.number().int(),
      attempts: z.array(
        z.object({
          attemptId: z.number().int(),
          sample: z.string(),
          epoch: z.number().int(),
          state: is.attemptState,
          limit: z.string().nullable(),
          scores: z.array(
            z.object({
              scorer: z.string(),
              key: z.string().nullable(),
              value: z.string(),
              adjudicated: z.string().nullable(),
            }),
          ),
          messages: z.number().int(),
          tokens: z.number().nullable(),
          preview: z.string(),
        }),
      ),
      next: z.number().int().nullable(),
    }),
  },
  readAttempt: {
    input: z.strictObject({
      attemptId: z.number().int().min(1),
      from: z.number().int().min(0).default(0),
      count: z.number().int().min(1).max(500).default(50),
    }),
    output: z.object({
      sample: z.string(),
      epoch: z.number().int(),
      marking: is.banner,
      messages: z.array(
        z.object({ index: z.number().int(), role: z.string(), text: z.string(), toolCalls: z.array(z.string()) }),
      ),
      total: z.number().int(),
      error: z.string().nullable(),
      /** What reviewers said of its scores, oldest first, also what was superseded. */
      adjudications: z.array(adjudication),
    }),
  },
  recordScore: {
    input: z.strictObject({
      caseId: is.caseId,
      role: z.enum(['candidate', 'reference']).default('candidate'),
      /** The model that was run; the case's own where left out. */
      model: is.line.optional(),
      benchmark: is.line,
      version: is.line.optional(),
      scorer: is.line.default('typed'),
      metric: is.line,
      value: z.number(),
      standardError: z.number().min(0).optional(),
      tasks: z.number().int().min(1).optional(),
      marking: is.banner.default('UNCLASSIFIED'),
      provenance: z.strictObject({
        source: is.line,
        conductedBy: is.line,
        conductedAt: is.instant,
        procedure: is.text,
        harness: is.line.optional(),
      }),
      attachment: is.path.optional(),
      note: is.text.optional(),
      /** The typed score that this one corrects. */
      supersedes: z.uuid().optional(),
    }),
    output: z.object({ scoreId: z.string(), attachmentDigest: is.digest.nullable() }),
  },
  adjudicate: {
    input: z.strictObject({
      attemptId: z.number().int().min(1),
      scorer: is.line,
      key: is.line.optional(),
      verdict: z.enum(['confirmed', 'changed', 'excluded']),
      value: z.number().min(0, 'a score lies between 0 and 1').max(1, 'a score lies between 0 and 1').optional(),
      flags: z
        .array(z.enum(['cheating', 'refusal', 'tool-fault', 'sandbagging', 'eval-awareness', 'harness-fault']))
        .max(6)
        .default([]),
      rationale: is.text,
    }),
    /** How many reviewers have adjudicated this score by now. */
    output: z.object({ adjudicationId: z.string(), readers: z.number().int() }),
  },
  assessCase: {
    input: z.strictObject({ caseId: is.caseId }),
    output: z.object({
      digest: is.digest,
      outcome: z.enum(['met', 'not-met', 'indeterminate']),
      explanation: z.array(z.string()),
      document: z.unknown(),
    }),
  },
  /** The assessment that was recorded last; null where the case was never assessed. */
  showAssessment: {
    input: z.strictObject({ caseId: is.caseId }),
    output: z
      .object({
        digest: is.digest,
        outcome: z.enum(['met', 'not-met', 'indeterminate']),
        explanation: z.array(z.string()),
        document: z.unknown(),
        by: z.string(),
        at: is.instant,
      })
      .nullable(),
  },
  rollUpMarkings: {
    input: z.strictObject({
      banners: z.array(is.banner).max(200),
      /** As `(U)`, as far as they are typed. */
      portions: z.array(z.string().max(300)).max(400),
    }),
    output: z.object({
      /** What all of them give together; the workstation's ceiling where one of them cannot be read. */
      banner: is.banner,
      /** The portions that are no portion marks, and why. */
      unreadable: z.array(z.object({ portion: z.string(), why: z.string(), remedy: z.string().nullable() })),
      /** Whether this desk may hold a document marked so. */
      withinCeiling: z.boolean(),
    }),
  },
  ...DECISION_CALLS,
  ...NOTICE_CALLS,
  ...AUDIT_CALLS,
  ...INTAKE_CALLS,
  ...DRAFT_CALLS,
  ...VERSION_CALLS,
  ...POLICY_CALLS,
} as const;

export type UseCaseName = keyof typeof CONTRACT;
/** What a caller gives: defaults may be left out. */
export type Asked<Name extends UseCaseName> = z.input<(typeof CONTRACT)[Name]['input']>;
/** What a use case receives: checked, defaults filled in. */
export type Input<Name extends UseCaseName> = z.output<(typeof CONTRACT)[Name]['input']>;
export type Output<Name extends UseCaseName> = z.output<(typeof CONTRACT)[Name]['output']>;
