import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha384 } from '../core/crypto/digest.ts';
import type { AttemptState } from '../core/policy/observation.ts';
import { codeOf } from '../core/testing/refused.ts';
import type { ReadableDb } from './handle.ts';
import {
  addAttempts,
  countAttempts,
  findAttempts,
  getAttempt,
  getAttempts,
  iterateAttempts,
  listAttemptLines,
  listAttemptScores,
  listAttempts,
  listScorersOfRun,
  runOfAttempt,
  scoresOfAttempts,
  searchAttempts,
} from './repositories/attempt.ts';
import {
  acceptBundle,
  findBundleById,
  getBundle,
  getBundleByRow,
  lastBundleOf,
  listBundlesOfCase,
} from './repositories/bundle.ts';
import { addCase, findCaseByKey, findCaseByPrefix, getCase, listCases } from './repositories/case-file.ts';
import { addDeskIdentity, listDeskIdentities } from './repositories/desk-identity.ts';
import { getDraft, listDrafts, removeDraft, saveDraft } from './repositories/draft.ts';
import { addFindings, listFindingsOfCase } from './repositories/finding.ts';
import { addMember, getMember, listMembers } from './repositories/member.ts';
import { addPerson, addPersonRemoval, getPerson, listPersons } from './repositories/person.ts';
import {
  addPolicyVersion,
  currentPolicy,
  getPolicyVersion,
  listPolicyVersions,
} from './repositories/policy-version.ts';
import {
  addRosterVersion,
  currentRoster,
  getRosterVersion,
  listRosterVersions,
} from './repositories/roster-version.ts';
import { getRun, getRunByRow, getRunHeader, listRunsOfBundle, listRunsOfCase } from './repositories/run.ts';
import { addRunScores, listRunScores } from './repositories/run-score.ts';
import { listSettings, putSetting, settingHistory } from './repositories/setting.ts';
import { addTableScores, listTableScoresOfCase } from './repositories/table-score.ts';
import {
  ADA,
  AT,
  addSampleRows,
  BEN,
  given,
  importSample,
  type ScratchVault,
  sampleAttempt,
  sampleCase,
  scratchVault,
  utf8,
} from './testing/scratch-vault.ts';
import { transaction } from './transaction.ts';

let scratch: ScratchVault;
beforeEach(async () => {
  scratch = await scratchVault();
});
afterEach(() => scratch.dispose());

const db = () => scratch.vault.db;

describe('handles', () => {
  it('do not let a reading function write: the type checker refuses it', () => {
    // Never called: it is the compiler that must speak here.
    const _reading = (readable: ReadableDb) => {
      // @ts-expect-error a ReadableDb cannot be written
      putSetting(readable, { name: 'ceiling', value: 'x', by: ADA, at: AT });
      // @ts-expect-error nor can a transaction be begun on it
      transaction(readable, () => 1);
    };
    expect(_reading).toBeTypeOf('function');
  });

  it('run a transaction whole or not at all, also inside another', () => {
    const put = (value: string) => putSetting(db(), { name: 'desk.name', value, by: ADA, at: AT });
    expect(() =>
      transaction(db(), () => {
        put('one');
        throw new Error('enough');
      }),
    ).toThrow('enough');
    transaction(db(), () => {
      put('two');
      expect(() =>
        transaction(db(), () => {
          put('three');
          throw new Error('enough');
        }),
      ).toThrow('enough');
    });
    expect(settingHistory(db(), 'desk.name').map((setting) => setting.value)).toEqual(['two']);
  });
});

describe('the workstation', () => {
  it('keeps every setting it had, and gives the present ones', () => {
    putSetting(db(), { name: 'ceiling', value: 'SECRET', by: null, at: AT });
    putSetting(db(), { name: 'ceiling', value: { a: [1] }, by: ADA, at: AT });
    expect(listSettings(db())).toEqual([{ name: 'ceiling', value: { a: [1] }, by: ADA, at: AT }]);
    expect(settingHistory(db(), 'ceiling')).toHaveLength(2);
  });

  it('keeps persons, rosters, policies and its own age identities', () => {
    const card = utf8('{"card":1}');
    const person = {
      id: BEN,
      name: 'Ben',
      organization: 'Agency',
      agency: null,
      card,
      cardDigest: sha384(card),
      enrolledBy: ADA,
      enrolledAt: AT,
    };
    addPerson(db(), person);
    expect(getPerson(db(), BEN)).toEqual({ ...person, removedAt: null });
    addPersonRemoval(db(), { person: BEN, reason: 'left', by: ADA, at: AT });
    expect(listPersons(db())).toEqual([{ ...person, removedAt: AT }]);
    expect(codeOf(() => addPerson(db(), person))).toBe('vault.constraint');

    const roster = {
      digest: sha384(utf8('r1')),
      rosterId: 'desk',
      sequence: 1,
      issuedAt: AT,
      envelope: utf8('{}'),
      importedBy: ADA,
      importedAt: AT,
    };
    addRosterVersion(db(), roster);
    addRosterVersion(db(), { ...roster, digest: sha384(utf8('r2')), sequence: 2 });
    expect(currentRoster(db())?.sequence).toBe(2);
    expect(listRosterVersions(db())[0]).toEqual(roster);
    expect(getRosterVersion(db(), roster.digest)).toEqual(roster);
    expect(codeOf(() => addRosterVersion(db(), { ...roster, digest: sha384(utf8('r3')) }))).toBe('vault.constraint');

    const policy = {
      digest: sha384(utf8('p1')),
      policyId: 'thresholds',
      version: '1',
      envelope: utf8('{}'),
      importedBy: ADA,
      importedAt: AT,
    };
    addPolicyVersion(db(), policy);
    expect(currentPolicy(db())).toEqual(policy);
    expect(listPolicyVersions(db())).toEqual([policy]);
    expect(getPolicyVersion(db(), policy.digest)).toEqual(policy);

    addDeskIdentity(db(), { identity: 'AGE-SECRET-KEY-1A', recipient: 'age1a' }, AT);
    addDeskIdentity(db(), { identity: 'AGE-SECRET-KEY-1B', recipient: 'age1b' }, AT);
    expect(listDeskIdentities(db()).map((entry) => entry.recipient)).toEqual(['age1b', 'age1a']);
  });

  it('keeps five hundred drafts of a person, and no more', () => {
    const draft = (index: number) => ({ person: ADA, name: `form-${index}`, value: 'a', savedAt: AT });
    for (let index = 0; index < 500; index += 1) saveDraft(db(), draft(index));
    expect(() => saveDraft(db(), draft(500))).toThrow('500 drafts are kept already');
    saveDraft(db(), { ...draft(499), value: 'b' });
    expect(getDraft(db(), ADA, 'form-499')?.value).toBe('b');
    for (let index = 0; index < 500; index += 1) removeDraft(db(), ADA, `form-${index}`);
  });

  it('keeps what a person types until it is handed in', () => {
    saveDraft(db(), { person: ADA, name: 'rationale', value: { text: 'a' }, savedAt: AT });
    saveDraft(db(), { person: ADA, name: 'rationale', value: { text: 'ab' }, savedAt: AT });
    expect(getDraft(db(), ADA, 'rationale')?.value).toEqual({ text: 'ab' });
    expect(listDrafts(db(), ADA)).toHaveLength(1);
    expect(listDrafts(db(), BEN)).toEqual([]);
    removeDraft(db(), ADA, 'rationale');
    expect(getDraft(db(), ADA, 'rationale')).toBeUndefined();
  });
});

describe('a bundle', () => {
  it('counts for nothing before it is accepted', () => {
    const digest = sha384(utf8('sealed'));
    const { bundle, run } = addSampleRows(db(), digest, 3);
    expect(getBundle(db(), digest)).toBeUndefined();
    expect(listAttempts(db(), run, null, 10)).toEqual([]);
    const file = sampleCase();
    addCase(db(), file);
    acceptBundle(db(), bundle, { caseId: file.id, by: ADA, witness: null, at: AT });
    expect(getBundle(db(), digest)).toMatchObject({ sealedDigest: digest, caseId: file.id, witness: null });
    expect(listAttempts(db(), run, null, 10)).toHaveLength(3);
    expect(codeOf(() => addAttempts(db(), run, [sampleAttempt(9)]))).toBe('vault.append-only');
    expect(codeOf(() => acceptBundle(db(), bundle, { caseId: file.id, by: ADA, witness: null, at: AT }))).toBe(
      'vault.constraint',
    );
  });

  it('is found again by producer, id, sequence and case', async () => {
    const one = await importSample(scratch.vault.folder, db(), 1);
    const two = await importSample(scratch.vault.folder, db(), 2);
    const stored = given(getBundle(db(), one.digest));
    expect(lastBundleOf(db(), stored.producerId)?.sealedDigest).toBe(two.digest);
    expect(findBundleById(db(), stored.producerId, stored.bundleId)?.row).toBe(one.bundle);
    expect(listBundlesOfCase(db(), two.file.id).map((entry) => entry.row)).toEqual([two.bundle]);
    expect(codeOf(() => addSampleRows(db(), sha384(utf8('other')), 1, 2))).toBe('vault.constraint');
    expect(findCaseByKey(db(), 'case-1')?.id).toBe(one.file.id);
    expect(findCaseByPrefix(db(), one.file.id.slice(0, 30))?.id).toBe(one.file.id);
    expect(findCaseByPrefix(db(), '%')).toBeUndefined();
    expect(listCases(db())).toHaveLength(2);
  });
});

describe('a run', () => {
  it('keeps its header exact, and its metrics at every level', async () => {
    const digest = sha384(utf8('sealed'));
    const { bundle, run } = addSampleRows(db(), digest, 2);
    const score = {
      name: 'includes',
      scorer: 'includes',
      reducer: 'mean',
      metric: 'accuracy',
      numeric: 0.5,
      value: 0.5,
    };
    addRunScores(db(), run, [
      { ...score, level: 'claimed', verdict: null },
      { ...score, level: 'samples', value: Number.NaN, numeric: Number.NaN, verdict: 'mismatch' },
    ]);
    addFindings(db(), [
      {
        about: { bundle, run },
        code: 'log.bigint',
        severity: 'notice',
        member: 'header.json',
        detail: 'x',
        by: 'scrutineer',
        at: AT,
      },
    ]);
    const file = sampleCase();
    addCase(db(), file);
    acceptBundle(db(), bundle, { caseId: file.id, by: ADA, witness: null, at: AT });
    addFindings(db(), [
      { about: { caseId: file.id }, code: 'reviewer', severity: 'alarm', member: null, detail: 'y', by: ADA, at: AT },
    ]);
    const stored = given(listRunsOfCase(db(), file.id)[0]);
    expect(stored).toMatchObject({
      task: 'cyber/web',
      memberName: 'logs/one.eval',
      role: 'candidate',
      invalidated: false,
    });
    expect(getRun(db(), stored.runId)).toEqual(stored);
    expect(getRunByRow(db(), run)).toEqual(stored);
    expect(listRunsOfBundle(db(), bundle)).toEqual([stored]);
    expect(getRunHeader(db(), run)).toEqual({ seed: 12345678901234567890n, score: Number.NaN });
    expect(listRunScores(db(), run)).toMatchObject([
      { level: 'claimed', value: 0.5, verdict: null },
      { level: 'samples', value: Number.NaN, numeric: null, verdict: 'mismatch' },
    ]);
    expect(listFindingsOfCase(db(), file.id)).toMatchObject([
      { run, caseId: file.id, severity: 'notice' },
      { bundle: null, caseId: file.id, by: ADA },
    ]);
  });

  it('finds attempts by a part of their id or preview, and by state; a wildcard is a letter like others', async () => {
    const { run, attempts } = await importSample(scratch.vault.folder, db());
    const found = (text: string, state: AttemptState | null = null) => searchAttempts(db(), run, { text, state });
    expect(found('')).toEqual(attempts);
    expect(getAttempts(db(), found('3')).map(({ sampleIdText }) => sampleIdText)).toEqual(['3']);
    const preview = given(getAttempts(db(), attempts)[0]).inputPreview;
    expect(found(preview.toUpperCase())).toContain(attempts[0]);
    expect(found('%')).toEqual([]);
    expect(found('_')).toEqual([]);
    expect(found('', 'scored')).toEqual(attempts);
    expect(found('', 'errored')).toEqual([]);
  });

  it('gives its attempts a page at a time, one by one, by sample, and as lines for statistics', async () => {
    const { run, attempts } = await importSample(scratch.vault.folder, db());
    const first = listAttempts(db(), run, null, 3);
    expect(first.map((attempt) => attempt.row)).toEqual(attempts.slice(0, 3));
    expect(listAttempts(db(), run, given(first.at(-1)).row, 3).map((attempt) => attempt.row)).toEqual(
      attempts.slice(3),
    );
    expect([...iterateAttempts(db(), run)]).toHaveLength(4);
    expect(getAttempt(db(), given(attempts[2]))).toMatchObject({
      sampleId: 2,
      sampleIdText: '2',
      metadata: { family: 'web' },
      locator: { kind: 'member' },
    });
    expect(listAttemptScores(db(), given(attempts[2]))).toEqual([
      { scorer: 'includes', key: null, value: 'C', numeric: 1, answer: null },
    ]);
    expect(listScorersOfRun(db(), run)).toEqual([{ scorer: 'includes', key: null }]);
    expect(listAttemptLines(db(), run, 'includes', null).map((line) => line.numeric)).toEqual([1, 0, 1, 0]);
    expect(listAttemptLines(db(), run, 'other', null).map((line) => line.scored)).toEqual([false, false, false, false]);
    expect(countAttempts(db(), run)).toBe(4);
    expect(listAttempts(db(), run, null, 2, 1).map(({ row }) => row)).toEqual(attempts.slice(1, 3));
    expect(listAttempts(db(), run, given(attempts[0]), 9, 2).map(({ row }) => row)).toEqual(attempts.slice(3));
    expect([...scoresOfAttempts(db(), attempts.slice(1, 3)).values()].flat().map(({ value }) => value)).toEqual([
      'I',
      'C',
    ]);
    const runId = given(
      listRunsOfBundle(db(), given(first[0]) && (await importSample(scratch.vault.folder, db(), 2)).bundle)[0],
    ).runId;
    expect(findAttempts(db(), runId, '3', 1)).toHaveLength(1);
  });
});

describe('the rest of what an import leaves', () => {
  it('is found again: members, score tables, and the bundle and run of an attempt', () => {
    const digest = sha384(utf8('sealed'));
    const { bundle, run, attempts } = addSampleRows(db(), digest, 1);
    const member = addMember(db(), {
      bundle,
      name: 'scores.csv',
      size: 20,
      offset: 2048,
      digest: sha384(utf8('csv')),
      role: 'scores',
      marking: 'UNCLASSIFIED',
      mediaType: 'text/csv',
    });
    const row = {
      bundle,
      member,
      line: 2,
      benchmark: 'range',
      version: null,
      metric: 'mean',
      key: null,
      sample: 's1',
      epoch: 1,
      value: 9007199254740993n,
      numeric: null,
      extra: { note: '=1+1' },
    };
    addTableScores(db(), [row]);
    const file = sampleCase();
    addCase(db(), file);
    expect(listTableScoresOfCase(db(), file.id)).toEqual([]);
    acceptBundle(db(), bundle, { caseId: file.id, by: ADA, witness: null, at: AT });
    expect(listTableScoresOfCase(db(), file.id)).toEqual([{ ...row, role: 'candidate', model: 'atlas-4' }]);
    expect(listMembers(db(), bundle).map((entry) => entry.name)).toEqual(['logs/one.eval', 'scores.csv']);
    expect(getMember(db(), member)).toMatchObject({ offset: 2048, role: 'scores', mediaType: 'text/csv' });
    expect(getBundleByRow(db(), bundle)?.sealedDigest).toBe(digest);
    expect(getCase(db(), file.id)).toEqual(file);
    expect(runOfAttempt(db(), given(attempts[0]))).toBe(given(listRunsOfCase(db(), file.id)[0]).runId);
    expect(listAttempts(db(), run, null, 1)).toHaveLength(1);
  });
});
