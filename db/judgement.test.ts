import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEntry, chainEvent } from '../core/audit/event.ts';
import type { CaseId } from '../core/brand.ts';
import { sha384 } from '../core/crypto/digest.ts';
import { generatePrivateKey } from '../core/crypto/private-key.ts';
import { codeOf } from '../core/testing/refused.ts';
import { connectionOf, iterate } from './handle.ts';
import {
  type Adjudication,
  addAdjudication,
  adjudicationHistory,
  getAdjudication,
  listAdjudicationsOfCase,
  listAdjudicationsOfRun,
} from './repositories/adjudication.ts';
import { addAssessment, getAssessment, latestAssessment, listAssessments } from './repositories/assessment.ts';
import { addAttachment, getAttachment } from './repositories/attachment.ts';
import { listAttemptScores } from './repositories/attempt.ts';
import {
  appendAuditEvent,
  auditHead,
  iterateAuditEvents,
  listAuditEvents,
  listAuditEventsOf,
  recordAct,
} from './repositories/audit-event.ts';
import { discardBundle } from './repositories/bundle.ts';
import { listCases } from './repositories/case-file.ts';
import { addCheckpoint, listCheckpoints } from './repositories/checkpoint.ts';
import { addConcurrence, listConcurrences } from './repositories/concurrence.ts';
import {
  addDecision,
  findDecisionByDigest,
  getDecision,
  listDecisionsOfCase,
  type NewDecision,
} from './repositories/decision.ts';
import { addDecisionEvent, type DecisionStep, listDecisionEvents } from './repositories/decision-event.ts';
import { addDecisionSignature, listDecisionSignatures } from './repositories/decision-signature.ts';
import { addExport, listExports, listExportsOf } from './repositories/export-record.ts';
import { addNotice, getNotice, listNotices } from './repositories/notice.ts';
import { addPolicyVersion } from './repositories/policy-version.ts';
import {
  addTypedScore,
  getTypedScore,
  listTypedScores,
  type TypedScore,
  typedScoreHistory,
} from './repositories/typed-score.ts';
import {
  ADA,
  AT,
  addSampleRows,
  BEN,
  given,
  importSample,
  type ScratchVault,
  scratchVault,
  utf8,
} from './testing/scratch-vault.ts';
import { newUuid } from './uuid.ts';

let scratch: ScratchVault;
beforeEach(async () => {
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

const db = () => scratch.vault.db;

describe('what persons add', () => {
  it('leaves scores as they were, and lets an adjudication be superseded once', async () => {
    const { run, attempts, file } = await importSample(scratch.vault.folder, db());
    const one: Adjudication = {
      id: newUuid(),
      attempt: given(attempts[0]),
      scorer: 'includes',
      key: null,
      verdict: 'overturned',
      value: 0,
      numeric: 0,
      excluded: false,
      flags: ['cheating'],
      rationale: 'Walkthrough.',
      supersedes: null,
      by: ADA,
      at: AT,
    };
    const two = { ...one, id: newUuid(), value: null, numeric: null, flags: [], supersedes: one.id };
    addAdjudication(db(), one);
    addAdjudication(db(), two);
    expect(listAdjudicationsOfRun(db(), run)).toEqual([two]);
    expect(listAdjudicationsOfCase(db(), file.id)).toEqual([two]);
    expect(adjudicationHistory(db(), one.attempt)).toEqual([one, two]);
    expect(getAdjudication(db(), one.id)).toEqual(one);
    expect(codeOf(() => addAdjudication(db(), { ...two, id: newUuid() }))).toBe('vault.constraint');
    const unfinished = addSampleRows(db(), sha384(utf8('unfinished')), 1, 9);
    const early = { ...one, id: newUuid(), attempt: given(unfinished.attempts[0]) };
    expect(codeOf(() => addAdjudication(db(), early))).toBe('vault.constraint');
    discardBundle(db(), unfinished.bundle);
    expect(listAttemptScores(db(), one.attempt)).toMatchObject([{ value: 'C', numeric: 1 }]);
  });

  it('keeps typed scores with their attachment', async () => {
    const { file } = await importSample(scratch.vault.folder, db());
    const bytes = utf8('a scan of the range sheet');
    const attachment = {
      digest: sha384(bytes),
      name: 'sheet.pdf',
      mediaType: 'application/pdf',
      bytes,
      by: ADA,
      at: AT,
    };
    addAttachment(db(), attachment);
    addAttachment(db(), { ...attachment, name: 'again.pdf' });
    expect(getAttachment(db(), attachment.digest)).toEqual(attachment);
    const one: TypedScore = {
      id: newUuid(),
      caseId: file.id,
      role: 'candidate',
      model: 'atlas-4',
      benchmark: 'range',
      version: null,
      metric: 'steps',
      value: 22,
      numeric: 22,
      detail: { of: 32 },
      provenance: 'Run by hand on the range.',
      marking: 'UNCLASSIFIED',
      attachment: attachment.digest,
      supersedes: null,
      by: ADA,
      at: AT,
    };
    const two = { ...one, id: newUuid(), value: 21, numeric: 21, supersedes: one.id };
    addTypedScore(db(), one);
    addTypedScore(db(), two);
    expect(listTypedScores(db(), file.id)).toEqual([two]);
    expect(typedScoreHistory(db(), file.id)).toEqual([one, two]);
    expect(getTypedScore(db(), one.id)).toEqual(one);
    expect(codeOf(() => addTypedScore(db(), { ...one, id: newUuid(), attachment: sha384(utf8('absent')) }))).toBe(
      'vault.constraint',
    );
  });
});

describe('a decision', () => {
  function draft(caseId: CaseId): NewDecision {
    const document = utf8('{}');
    const policyDigest = sha384(utf8('policy'));
    addPolicyVersion(db(), {
      digest: policyDigest,
      policyId: 'p',
      version: '1',
      envelope: document,
      importedBy: ADA,
      importedAt: AT,
    });
    const assessment = { id: newUuid(), caseId, digest: sha384(document), policyDigest, document, by: ADA, at: AT };
    addAssessment(db(), assessment);
    expect(latestAssessment(db(), caseId)).toEqual(assessment);
    expect(listAssessments(db(), caseId)).toEqual([assessment]);
    expect(getAssessment(db(), assessment.id)).toEqual(assessment);
    const payload = utf8('{"statement":1}');
    return {
      id: newUuid(),
      caseId,
      determination: 'covered',
      payload,
      payloadDigest: sha384(payload),
      assessmentId: assessment.id,
      marking: 'UNCLASSIFIED',
      supersedes: null,
      rescinds: null,
      by: ADA,
      at: AT,
    };
  }

  it('takes signatures until it is complete, and is frozen from then on', async () => {
    const { file } = await importSample(scratch.vault.folder, db());
    const decision = draft(file.id);
    addDecision(db(), decision);
    const step = (name: DecisionStep) =>
      addDecisionEvent(db(), { decision: decision.id, step: name, detail: {}, by: ADA, at: AT });
    const sign = () => {
      const key = generatePrivateKey('ed25519');
      const signature = key.sign(decision.payload);
      addDecisionSignature(db(), {
        decision: decision.id,
        person: ADA,
        keyId: key.publicKey.keyId,
        algorithm: 'ed25519',
        signature,
        at: AT,
      });
      return signature;
    };
    expect(codeOf(() => step('completed'))).toBe('vault.frozen');
    step('drafted');
    expect(getDecision(db(), decision.id)).toEqual({ ...decision, state: 'draft', exported: false });
    const signature = sign();
    expect(codeOf(() => step('exported'))).toBe('vault.frozen');
    step('completed');
    expect(codeOf(sign)).toBe('vault.frozen');
    expect(codeOf(() => step('completed'))).toBe('vault.frozen');
    expect(codeOf(() => step('withdrawn'))).toBe('vault.frozen');
    step('exported');
    step('exported');
    expect(findDecisionByDigest(db(), decision.payloadDigest)).toMatchObject({ state: 'complete', exported: true });
    step('rescinded');
    expect(codeOf(() => step('superseded'))).toBe('vault.frozen');
    expect(listDecisionsOfCase(db(), file.id)).toMatchObject([{ state: 'rescinded' }]);
    expect(listDecisionSignatures(db(), decision.id)).toMatchObject([{ person: ADA, signature }]);
    expect(listDecisionEvents(db(), decision.id).map((event) => event.step)).toEqual([
      'drafted',
      'completed',
      'exported',
      'exported',
      'rescinded',
    ]);
  });

  it('carries positions, notices and exports', async () => {
    const { file } = await importSample(scratch.vault.folder, db());
    const decision = draft(file.id);
    addDecision(db(), decision);
    const envelope = utf8('{"envelope":1}');
    const concurrence = {
      decision: decision.id,
      digest: sha384(envelope),
      person: BEN,
      agency: 'CISA',
      position: 'does-not-concur' as const,
      envelope,
      receivedBy: ADA,
      receivedAt: AT,
    };
    addConcurrence(db(), concurrence);
    expect(listConcurrences(db(), decision.id)).toEqual([concurrence]);
    const notice = {
      id: newUuid(),
      decision: decision.id,
      digest: sha384(envelope),
      marking: 'UNCLASSIFIED',
      envelope,
      by: ADA,
      at: AT,
    };
    addNotice(db(), notice);
    expect(listNotices(db(), decision.id)).toEqual([notice]);
    expect(getNotice(db(), notice.id)).toEqual(notice);
    const record = {
      kind: 'notice',
      subject: notice.id,
      digest: notice.digest,
      size: 14,
      fileName: 'a.notice.dsse.json',
      marking: 'UNCLASSIFIED',
      recipients: ['age1x'],
      by: ADA,
      witness: BEN,
      at: AT,
    };
    addExport(db(), record);
    expect(listExportsOf(db(), notice.id)).toEqual([record]);
    expect(listExports(db())).toEqual([record]);
  });
});

describe('the audit chain', () => {
  const entry = (subject: string): AuditEntry => ({
    at: AT,
    actor: ADA,
    act: 'vault.opened',
    subject,
    detail: { software: 'test' },
  });
  const event = (subject: string) => chainEvent(auditHead(db()), entry(subject));

  it('grows by events that follow the last one, and by no others', () => {
    const first = event('one');
    appendAuditEvent(db(), first);
    const second = event('two');
    appendAuditEvent(db(), second);
    expect(auditHead(db())).toMatchObject({ sequence: 2, digest: second.digest });
    expect([...iterateAuditEvents(db())]).toEqual([first, second]);
    expect(listAuditEvents(db(), null, 1)).toEqual([second]);
    expect(listAuditEventsOf(db(), 'one')).toEqual([first]);
    expect(recordAct(db(), entry('three'))).toMatchObject({ sequence: 3, previous: second.digest });
    expect(codeOf(() => appendAuditEvent(db(), second))).toBe('vault.chain');
    const gap = { ...event('gap'), sequence: 5 };
    expect(codeOf(() => appendAuditEvent(db(), gap))).toBe('vault.chain');
    const branch = { ...event('branch'), previous: first.digest };
    expect(codeOf(() => appendAuditEvent(db(), branch))).toBe('vault.chain');
  });

  it('takes checkpoints of itself alone', () => {
    const first = event('one');
    appendAuditEvent(db(), first);
    const checkpoint = { sequence: 1, head: first.digest, envelope: utf8('{}'), by: ADA, at: AT };
    addCheckpoint(db(), checkpoint);
    expect(listCheckpoints(db())).toEqual([checkpoint]);
    expect(codeOf(() => addCheckpoint(db(), { ...checkpoint, head: sha384(utf8('x')) }))).toBe('vault.chain');
  });
});

describe('a column that was changed past the schema', () => {
  it('is refused as torn where it is read', async () => {
    const { file } = await importSample(scratch.vault.folder, db());
    const database = connectionOf(db());
    database.pragma('ignore_check_constraints = ON');
    database.exec('DROP TRIGGER case_file_keeps_rows');
    database.prepare('UPDATE case_file SET opened_at = ? WHERE id = ?').run('2026-02-30T00:00:00Z', file.id);
    expect(codeOf(() => listCases(db()))).toBe('vault.torn');
    expect([...iterate(db(), 'SELECT 1 AS one')]).toEqual([{ one: 1 }]);
  });
});
