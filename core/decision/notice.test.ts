import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '../crypto/ready.ts';
import { parseEnvelope } from '../envelope/dsse.ts';
import { parseBanner } from '../marking/marking.ts';
import { parseDecision } from './decision.ts';
import { buildNotice, type NoticeLimits, type NoticeRequest } from './notice.ts';
import { signPayload } from './sign.ts';
import {
  digestOf,
  sampleDecision,
  sampleKey,
  sampleNotice,
  sampleNoticeRequest,
  samplePersons,
  sampleRoot,
  sampleRoster,
} from './testing/sample.ts';
import { type NoticeContext, verifyNotice } from './verify-notice.ts';

beforeAll(cryptoReady);

function desk() {
  const persons = samplePersons();
  const roster = sampleRoster(Object.values(persons));
  const decision = sampleDecision(roster, [...persons.official.keys, ...persons.cisa.keys]);
  const context: NoticeContext = { roster, root: sampleRoot(), decision, ceiling: parseBanner('UNCLASSIFIED') };
  return { persons, roster, decision, context };
}

const ASSESSMENT = { results: [{ benchmark: 'Cyber Range', attempts: 418, value: 0.37 }] };

function build(more: Partial<NoticeRequest>, limits: Partial<NoticeLimits> = {}): Uint8Array {
  const { decision } = desk();
  const read = parseDecision(parseEnvelope(decision).payload);
  return buildNotice(
    read.decision,
    read.digest,
    { ...sampleNoticeRequest(), ...more },
    { ceiling: parseBanner('UNCLASSIFIED'), assessment: ASSESSMENT, ...limits },
  );
}

function textOf(payload: Uint8Array): string {
  return new TextDecoder().decode(payload);
}

describe('a notice', () => {
  it('passes its checklist beside its decision', () => {
    const { context, decision, persons } = desk();
    const result = verifyNotice(sampleNotice(decision, persons.official.keys), context);
    expect(result.ok).toBe(true);
    expect(result.steps.every((one) => one.outcome === 'passed')).toBe(true);
  });

  it('holds nothing of the rationale, the evidence, the assessment or those consulted', () => {
    const text = textOf(build({}));
    const { decision } = parseDecision(parseEnvelope(desk().decision).payload);
    const hidden = [
      ...decision.rationale.map((one) => one.text),
      ...decision.evidence.flatMap((one) => [one.bundleId, one.digest, one.producerId]),
      ...decision.consulted.flatMap((one) => [one.personId, one.agency]),
      decision.assessment.digest,
      decision.policy.policyId,
      decision.policy.digest,
      decision.auditHead.digest,
    ];
    expect(hidden.length).toBeGreaterThan(12);
    for (const secret of hidden) expect(text).not.toContain(secret);
  });

  it('links to its decision by digest, unless it is told not to', () => {
    const { decision } = desk();
    const { digest } = parseDecision(parseEnvelope(decision).payload);
    expect(textOf(build({}))).toContain(digest);
    expect(textOf(build({ linkDecision: false }))).not.toContain(digest);
  });

  it.each([
    [
      'is marked above what may leave',
      'notice.above-ceiling',
      {
        marking: 'CONFIDENTIAL//NOFORN',
        authority: { classifiedBy: 'A', derivedFrom: 'B', declassifyOn: '20511120' },
      },
    ],
    ['holds a remark marked above it', 'notice.above-ceiling', { remarks: [{ portionMarking: '(C)', text: 'Text.' }] }],
    ['tells a figure', 'notice.tells-evidence', { remarks: [{ portionMarking: '(U)', text: 'It solved 37 %.' }] }],
    ['names a benchmark', 'notice.tells-evidence', { remarks: [{ portionMarking: '(U)', text: 'In cyber range.' }] }],
    ['tells by its recipient', 'notice.tells-evidence', { recipient: 'Owners of Cyber Range' }],
    [
      'repeats the rationale',
      'notice.tells-evidence',
      {
        remarks: [{ portionMarking: '(U)', text: 'The two  reviewers agreed on every attempt that was adjudicated.' }],
      },
    ],
    [
      'reads as an approval',
      'decision.reads-as-approval',
      {
        remarks: [{ portionMarking: '(U)', text: 'It may be considered cleared for release.' }],
      },
    ],
  ])('is not built where it %s', (_words, code, more) => {
    expect(() => build(more)).toThrowError(expect.objectContaining({ code }));
  });

  it('is not built of a decision that makes no finding', () => {
    const { decision, digest } = parseDecision(parseEnvelope(desk().decision).payload);
    const rescission = { ...decision, determination: 'insufficient-evidence', rescinds: digestOf('x') } as const;
    expect(() =>
      buildNotice(rescission, digest, sampleNoticeRequest(), {
        ceiling: parseBanner('UNCLASSIFIED'),
        assessment: null,
      }),
    ).toThrowError(expect.objectContaining({ code: 'notice.wording' }));
  });

  it('must be signed by the determining official', () => {
    const { context, decision, persons } = desk();
    const failed = (keys: typeof persons.cisa.keys) =>
      verifyNotice(sampleNotice(decision, keys), context).steps.filter((one) => one.outcome === 'failed');
    expect(failed(persons.cisa.keys).map((one) => one.step)).toEqual(['determining-official']);
    expect(failed([sampleKey(99)]).map((one) => one.step)).toEqual(['signatures', 'determining-official']);
  });

  it('fails beside another decision', () => {
    const { context, roster, decision, persons } = desk();
    const other = sampleDecision(roster, persons.official.keys, { determination: 'not-covered' });
    const result = verifyNotice(sampleNotice(decision, persons.official.keys), { ...context, decision: other });
    expect(result.steps.find((one) => one.step === 'decision')?.code).toBe('notice.decision-mismatch');
  });

  it('fails where its sentence was written otherwise than its determination', () => {
    const { context, persons } = desk();
    const statement = JSON.parse(textOf(build({})));
    statement.predicate.determinationText = 'Example Model was found fit.';
    const bytes = signPayload(new TextEncoder().encode(JSON.stringify(statement)), persons.official.keys);
    const failed = verifyNotice(bytes, context).steps.filter((one) => one.outcome === 'failed');
    expect(failed.map((one) => one.code)).toEqual(['notice.wording']);
  });

  it('may hold no field that the format does not know', () => {
    const { context, persons } = desk();
    const statement = JSON.parse(textOf(build({})));
    statement.predicate.note = 'more';
    const bytes = signPayload(new TextEncoder().encode(JSON.stringify(statement)), persons.official.keys);
    expect(verifyNotice(bytes, context).steps.find((one) => one.step === 'statement.shape')?.outcome).toBe('failed');
  });
});
