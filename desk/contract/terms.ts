import { z } from 'zod';

// The shapes that several use cases share. Text is bounded everywhere: what is typed is kept, but not without end.

export const personId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower-case letters, digits, dot, dash or underscore, at most 64');
export const caseId = z.uuid();
export const runId = z.uuid();
export const digest = z.string().regex(/^[0-9a-f]{96}$/, 'a SHA-384 digest: 96 lower-case hex digits');
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/, 'an RFC 3339 time in UTC, as 2026-11-23T18:40:00Z');
export const banner = z.string().min(1).max(500);
export const path = z.string().min(1).max(4096);
export const line = z.string().trim().min(1).max(300);
export const text = z.string().trim().min(1).max(20_000);
/** A JSON number, or one of the words for what JSON cannot write. */
export const number = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export const role = z.enum([
  'custodian',
  'transfer-agent',
  'reviewer',
  'determining-official',
  'consulted-official',
  'auditor',
]);
/** How one sample at one epoch came out. */
export const attemptState = z.enum(['scored', 'unscored', 'errored', 'invalidated', 'limit']);
export const determination = z.enum(['covered', 'not-covered', 'insufficient-evidence']);
export const position = z.enum(['concurs', 'does-not-concur', 'comments']);

/** Text with its own marking, as `(U)`. */
export const portion = z.strictObject({ marking: z.string().min(3).max(300), text });

/** Derivative classification authority (32 CFR 2001.22): who, from what, until when. */
export const authority = z.strictObject({
  classifiedBy: line,
  derivedFrom: line,
  declassifyOn: line,
  sources: z.array(line).max(1000).optional(),
});

export const checkStep = z.object({
  step: z.string(),
  outcome: z.enum(['passed', 'failed', 'not-checked', 'warning']),
  code: z.string().nullable(),
  detail: z.string(),
});

/** Something odd that a readable bundle says: shown on the case, never a refusal. */
export const finding = z.object({
  code: z.string(),
  severity: z.enum(['alarm', 'notice']),
  member: z.string().nullable(),
  detail: z.string(),
});

export const caseSummary = z.object({
  caseId,
  /** The producer's name for the case. */
  caseKey: z.string(),
  developer: z.string(),
  model: z.string(),
  version: z.string(),
  openedAt: instant,
  window: z.object({ opensAt: instant, closesAt: instant, daysLeft: z.number(), overdue: z.boolean() }).nullable(),
  marking: banner,
  state: z.enum(['collecting', 'assessed', 'drafted', 'decided']),
  determination: z.enum([...determination.options, 'undetermined']),
  bundles: z.number().int(),
  runs: z.number().int(),
  attempts: z.number().int(),
  alarms: z.number().int(),
});
