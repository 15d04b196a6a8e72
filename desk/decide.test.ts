import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { publicKeysFromPem } from '../core/crypto/public-key.ts';
import { parseDecision } from '../core/decision/decision.ts';
import { verifyAny } from '../core/decision/verify-signed.ts';
import { parseEnvelope } from '../core/envelope/dsse.ts';
import { toInstant } from '../core/instant.ts';
import { caseFrom } from '../db/column.ts';
import { connectionOf } from '../db/handle.ts';
import { auditHead } from '../db/repositories/audit-event.ts';
import { listDecisionsOfCase } from '../db/repositories/decision.ts';
import { addDecisionSignature } from '../db/repositories/decision-signature.ts';
import { listRunsOfCase } from '../db/repositories/run.ts';
import { importBoth } from '../test/desk-world/both-bundles.ts';
import { codeOf } from '../test/desk-world/code-of.ts';
import { tracesOf } from '../test/desk-world/traces.ts';
import { makeWorld, type World } from '../test/desk-world/world.ts';
import { adjudicate } from './adjudicate.ts';
import { assessCase } from './assess-case.ts';
import { checkVault } from './check-vault.ts';
import { concur } from './concur.ts';
import { determine } from './determine.ts';
import { exportAudit } from './export-audit.ts';
import { exportDecision } from './export-decision.ts';
import { importBundle } from './import-bundle.ts';
import { listAttempts } from './list-attempts.ts';
import { listCases } from './list-cases.ts';
import { makeNotice, previewNotice } from './make-notice.ts';
import { readAttempt } from './read-attempt.ts';
import { recordScore } from './record-score.ts';
import { showCase } from './show-case.ts';
import { perform } from './use-case.ts';
import { verifyAudit } from './verify-audit.ts';
import { withdrawDecision } from './withdraw-decision.ts';

let world: World;
let caseId = '';
const out = (name: string) => join(world.folder, name);
const rationale = [{ marking: '(U)', text: 'The evidence was read and held against the policy.' }];
const draft = (more: object = {}) =>
  perform(determine, world.as('dora'), { caseId, determination: 'covered', rationale, ...more });
const provenance = {
  source: 'Sheet 1',
  conductedBy: 'Desk One',
  conductedAt: '2026-09-19T12:00:00Z',
  procedure: 'By hand.',
};
const verify = (path: string, more: object = {}) =>
  verifyAny(readFileSync(path), {
    roster: readFileSync(world.rosterPath),
    root: publicKeysFromPem(world.rootPem),
    at: toInstant(world.now),
    ...more,
  });

// One case is walked from intake to export; each test stands on what the ones before it did.
beforeAll(async () => {
  world = await makeWorld();
  caseId = await importBoth(world);
  return () => world.dispose();
}, 60_000);

describe('who may act', () => {
  it('lets only a reviewer adjudicate and record, and only an official determine', async () => {
    const asked = { caseId, benchmark: 'b', metric: 'mean', value: 0.5, provenance };
    expect(await codeOf(perform(recordScore, world.as('dora'), asked))).toBe('desk.not-allowed');
    expect(await codeOf(perform(determine, world.as('cora'), { caseId, determination: 'covered', rationale }))).toBe(
      'desk.not-allowed',
    );
    expect(await codeOf(perform(importBundle, world.as('rita'), { path: world.candidate }))).toBe('desk.not-allowed');
    expect(await codeOf(perform(exportDecision, world.as('dora'), { caseId, folder: out('x') }))).toBe(
      'desk.not-allowed',
    );
  });

  it('names the wrong field of an input that does not fit the contract', async () => {
    const wrong = perform(determine, world.as('dora'), { caseId, determination: 'covered', rationale: [] });
    await expect(wrong).rejects.toMatchObject({ code: 'input.invalid', where: 'rationale' });
  });
});

describe('judging', () => {
  it('keeps the score of the log and what each reviewer says of it apart', async () => {
    const [run] = listRunsOfCase(world.vault.db, caseFrom(caseId));
    const { attempts } = await perform(listAttempts, world.as('rita'), { runId: run?.runId ?? '' });
    const attempt = attempts.find(({ scores }) => scores[0]?.value === 'C');
    const place = { attemptId: attempt?.attemptId ?? 0, scorer: attempt?.scores[0]?.scorer ?? '' };
    const said = { ...place, rationale: 'Copied from a walk-through.', flags: ['cheating' as const] };
    expect((await perform(adjudicate, world.as('rita'), { ...said, verdict: 'changed', value: 0 })).readers).toBe(1);
    const again = await perform(listAttempts, world.as('rita'), { runId: run?.runId ?? '' });
    const score = again.attempts.find(({ attemptId }) => attemptId === place.attemptId)?.scores[0];
    expect(score).toMatchObject({ value: 'C', adjudicated: '0 (cheating)' });
    const once = { ...said, verdict: 'changed' as const, value: 0.5, rationale: 'Half of it is its own work.' };
    await perform(adjudicate, world.as('rita'), once);
    const words = [
      { by: 'rita', value: 0, flags: ['cheating'], rationale: said.rationale, isSuperseded: true },
      { by: 'rita', value: 0.5, flags: ['cheating'], rationale: once.rationale, isSuperseded: false },
    ];
    // The official who determines reads every reason, at the attempt and in the list of the case.
    const { attemptId } = place;
    const read = await perform(readAttempt, world.as('dora'), { attemptId, count: 1 });
    expect(read.adjudications).toMatchObject(words);
    const { adjudications } = await perform(showCase, world.as('dora'), { caseId });
    expect(adjudications).toMatchObject(words.map((one) => ({ ...one, attemptId, runId: run?.runId })));
    await perform(adjudicate, world.as('rita'), { ...said, verdict: 'changed', value: 0 });
    expect(await codeOf(perform(adjudicate, world.as('rita'), { ...said, verdict: 'changed' }))).toBe('input.invalid');
    expect(
      await codeOf(perform(adjudicate, world.as('rita'), { ...said, attemptId: 999_999, verdict: 'confirmed' })),
    ).toBe('desk.no-such-attempt');
  });

  it('refuses a word on a scorer that the run does not have, and names those it has', async () => {
    const wrong = { attemptId: 1, scorer: 'nobody', verdict: 'changed' as const, value: 1, rationale: 'x' };
    await expect(perform(adjudicate, world.as('rita'), wrong)).rejects.toMatchObject({
      code: 'desk.no-such-scorer',
      remedy: expect.stringMatching(/flag/),
    });
    const together = { ...wrong, scorer: 'milestones/recon', verdict: 'confirmed' as const };
    const { value: _, ...confirmed } = together;
    await perform(adjudicate, world.as('rita'), confirmed);
  });

  it('records a score run by hand with its attachment inside the vault', async () => {
    const sheet = out('sheet.txt');
    writeFileSync(sheet, 'five of twelve');
    const { attachmentDigest } = await perform(recordScore, world.as('rita'), {
      caseId,
      benchmark: 'desk/exercise',
      metric: 'mean',
      value: 5 / 12,
      tasks: 12,
      provenance,
      attachment: sheet,
    });
    expect(attachmentDigest).toMatch(/^[0-9a-f]{96}$/);
    const { typedScores } = await perform(showCase, world.as('rita'), { caseId });
    expect(typedScores).toMatchObject([
      {
        benchmark: 'desk/exercise',
        value: 5 / 12,
        tasks: 12,
        standardError: null,
        ...provenance,
        attachment: { name: 'sheet.txt', digest: attachmentDigest },
        by: 'rita',
      },
    ]);
  });

  it('reads undetermined before a decision, and assesses the same evidence to the same digest', async () => {
    expect(await codeOf(draft())).toBe('desk.no-assessment');
    const [summary] = await perform(listCases, world.as('axel'), {});
    expect(summary?.determination).toBe('undetermined');
    const one = await perform(assessCase, world.as('dora'), { caseId });
    const two = await perform(assessCase, world.as('rita'), { caseId });
    expect(one.digest).toBe(two.digest);
  });
});

describe('deciding', () => {
  it('refuses an assessment that newer evidence has overtaken', async () => {
    await perform(recordScore, world.as('rita'), {
      caseId,
      benchmark: 'desk/late',
      metric: 'mean',
      value: 0.1,
      provenance,
    });
    expect(await codeOf(draft())).toBe('desk.assessment-stale');
    await perform(assessCase, world.as('dora'), { caseId });
  });

  it('refuses words of approval in a rationale', async () => {
    const approving = [{ marking: '(U)', text: 'The release is hereby approved.' }];
    expect(await codeOf(draft({ rationale: approving }))).toBe('decision.reads-as-approval');
  });

  it('takes one draft at a time, and a withdrawn one stays on record', async () => {
    const { state, missing } = await draft();
    expect(state).toBe('draft');
    expect(missing.join(' ')).toMatch(/CISA/);
    expect(await codeOf(draft())).toBe('desk.decision-open');
    expect(await codeOf(perform(exportDecision, world.as('tom'), { caseId, folder: out('early') }))).toBe(
      'desk.decision-incomplete',
    );
    expect(existsSync(out('early'))).toBe(false);
    await perform(withdrawDecision, world.as('dora'), { caseId, reason: 'A word was wrong.' });
    expect(listDecisionsOfCase(world.vault.db, caseFrom(caseId)).map((one) => one.state)).toEqual(['withdrawn']);
  });

  it('keeps a dissent beside the decision and does not count it', async () => {
    await draft();
    const dissent = await perform(concur, world.as('carl'), {
      caseId,
      position: 'does-not-concur',
      statement: [{ marking: '(U)', text: 'The coverage is too thin.' }],
    });
    expect(dissent.state).toBe('draft');
    expect(await codeOf(perform(concur, world.as('carl'), { caseId, position: 'does-not-concur' }))).toBe(
      'decision.malformed',
    );
  });

  it('freezes the decision once the quorum of persons has signed', async () => {
    world.now += 60_000;
    const agreed = await perform(concur, world.as('carl'), { caseId, position: 'concurs' });
    expect(agreed).toMatchObject({ state: 'complete', missing: [] });
    const stored = listDecisionsOfCase(world.vault.db, caseFrom(caseId)).find(({ state }) => state === 'complete');
    const { decision } = parseDecision(stored?.payload ?? new Uint8Array());
    expect(decision.evidence).toHaveLength(2);
    const frozen = () =>
      addDecisionSignature(world.vault.db, {
        decision: stored?.id ?? '',
        person: world.as('rita').actor,
        keyId: 'f'.repeat(64) as never,
        algorithm: 'ed25519',
        signature: new Uint8Array(64),
        at: toInstant(world.now),
      });
    expect(frozen).toThrow(/frozen|no more signatures/);
    const [summary] = await perform(listCases, world.as('axel'), {});
    expect(summary).toMatchObject({ determination: 'covered', state: 'decided' });
  });
});

describe('release', () => {
  it('lets a notice be made only by who determined, without a number or name of the evidence', async () => {
    const told = perform(makeNotice, world.as('dora'), {
      caseId,
      remarks: [{ marking: '(U)', text: 'It solved 66 % of the tasks.' }],
    });
    expect(await codeOf(told)).toBe('notice.tells-evidence');
    expect(
      await codeOf(
        perform(makeNotice, world.as('dora'), {
          caseId,
          marking: 'UNCLASSIFIED',
          remarks: [{ marking: '(S)', text: 'Ask us.' }],
        }),
      ),
    ).toBe('notice.above-ceiling');
    const { marking, text } = await perform(makeNotice, world.as('dora'), { caseId });
    expect(marking).toBe('UNCLASSIFIED');
    expect(text).toMatch(/covered frontier model/);
  });

  it('exports what a stranger verifies, and never over a file that is there', async () => {
    const { files } = await perform(exportDecision, world.as('tom', 'cora'), { caseId, folder: out('media') });
    expect(files.map(({ kind }) => kind)).toEqual([
      'decision',
      'concurrence',
      'concurrence',
      'roster',
      'policy',
      'assessment',
      'report',
      'checkpoint',
    ]);
    const path = (kind: string) => files.find((file) => file.kind === kind)?.path ?? '';
    const concurrences = files.filter(({ kind }) => kind === 'concurrence').map((file) => readFileSync(file.path));
    const whole = verify(path('decision'), {
      concurrences,
      policy: readFileSync(path('policy')),
      assessment: readFileSync(path('assessment')),
    });
    expect(whole.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(whole.ok).toBe(true);
    expect(verify(path('checkpoint')).ok).toBe(true);
    expect(await codeOf(perform(exportDecision, world.as('tom', 'cora'), { caseId, folder: out('media') }))).toBe(
      'desk.output-exists',
    );
    // Whoever verifies the log stands by at no act that it records.
    expect(await codeOf(perform(exportDecision, world.as('tom', 'axel'), { caseId, folder: out('auditor') }))).toBe(
      'desk.not-allowed',
    );
    expect(readdirSync(out('media')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('takes away what a killed export of this vault left in the folder, and nothing of anybody else', async () => {
    const mine = `.meridian.report.md.${world.vault.vaultId.slice(0, 8)}.part`;
    mkdirSync(out('killed'));
    for (const name of [mine, 'download.part', '.other.01234567.part']) writeFileSync(join(out('killed'), name), '');
    await perform(exportDecision, world.as('tom', 'cora'), { caseId, folder: out('killed') });
    const parts = readdirSync(out('killed')).filter((name) => name.endsWith('.part'));
    expect(parts.toSorted()).toEqual(['.other.01234567.part', 'download.part']);
  });

  it('shows a notice whole before it is signed, and as it was signed', async () => {
    const asked = {
      caseId,
      recipient: 'Fathomworks',
      remarks: [{ marking: '(U)', text: 'With thanks for the bundles.' }],
    };
    const before = (await perform(showCase, world.as('dora'), { caseId })).notices;
    const preview = await perform(previewNotice, world.as('dora'), asked);
    expect(preview).toMatchObject({ recipient: 'Fathomworks', remarks: asked.remarks });
    expect((await perform(showCase, world.as('dora'), { caseId })).notices).toEqual(before);
    const { noticeId, document } = await perform(makeNotice, world.as('dora'), asked);
    expect({ ...document, issuedAt: preview.issuedAt }).toEqual(preview);
    const { notices } = await perform(showCase, world.as('axel'), { caseId });
    expect(notices.at(-1)).toMatchObject({ noticeId, by: 'dora', document });
  });

  it('exports the notice by itself', async () => {
    const { files } = await perform(exportDecision, world.as('tom'), { caseId, what: 'notice', folder: out('notice') });
    expect(files.map(({ kind }) => kind)).toEqual(['notice', 'checkpoint']);
    const notice = readFileSync(files[0]?.path ?? '');
    expect(Buffer.from(parseEnvelope(notice).payload).toString()).not.toMatch(/fathom_evals|score|benchmark/i);
    expect(verify(files[0]?.path ?? '').ok).toBe(true);
  });

  it('refuses the second person who is the first, and a folder that cannot be written', async () => {
    const same = perform(exportDecision, world.as('tom', 'tom'), { caseId, folder: out('two') });
    expect(await codeOf(same)).toBe('desk.second-person');
    writeFileSync(out('a-file'), '');
    expect(
      await codeOf(perform(exportDecision, world.as('tom'), { caseId, folder: join(out('a-file'), 'below') })),
    ).toBe('file.no-folder');
  });

  it('records no export that a wrong passphrase stopped, or a checkpoint that cannot be written', async () => {
    mkdirSync(out('three'));
    const before = tracesOf(world.vault).rows;
    const passphrase = new TextEncoder().encode('not the passphrase of tom');
    const wrong = perform(exportDecision, world.as('tom', undefined, { passphrase }), { caseId, folder: out('three') });
    expect(await codeOf(wrong)).toBe('crypto.passphrase-wrong');
    const next = (auditHead(world.vault.db)?.sequence ?? 0) + 1;
    writeFileSync(join(out('three'), `audit-${next}.checkpoint.dsse.json`), '');
    const full = perform(exportDecision, world.as('tom'), { caseId, folder: out('three') });
    expect(await codeOf(full)).toBe('desk.output-exists');
    expect(tracesOf(world.vault).rows).toEqual(before);
    expect(readdirSync(out('three'))).toHaveLength(1);
  });

  it('seals an export to its recipients', async () => {
    mkdirSync(out('sealed'));
    const { files } = await perform(exportDecision, world.as('tom'), {
      caseId,
      folder: out('sealed'),
      recipients: [world.recipient],
    });
    const [sealed] = files;
    expect(sealed?.kind).toBe('sealed-decision');
    expect(
      readFileSync(sealed?.path ?? '')
        .subarray(0, 21)
        .toString(),
    ).toBe('age-encryption.org/v1');
  });
});

describe('the audit log', () => {
  it('verifies against its checkpoints and the decisions, and leaves with a checkpoint', async () => {
    const report = await perform(verifyAudit, world.as('axel'), {});
    expect(report.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.ok).toBe(true);
    const { files, events } = await perform(exportAudit, world.as('axel'), { folder: out('audit') });
    expect(
      readFileSync(files[0]?.path ?? '', 'utf8')
        .trimEnd()
        .split('\n'),
    ).toHaveLength(events);
    // The copy that left is the same checkpoint as the one that stayed.
    const told = async (checkpoints: string[]) => {
      const { steps } = await perform(verifyAudit, world.as('axel'), { checkpoints });
      return steps.find(({ step }) => step === 'checkpoints')?.detail;
    };
    const copy = files.find(({ path }) => path.includes('checkpoint'))?.path ?? '';
    expect(await told([copy])).toBe(await told([]));
  });

  it('is held against the rows that it names, so that a row taken away behind its back is noticed', async () => {
    expect(
      (await perform(checkVault, world.as('axel'), {})).steps.filter(({ outcome }) => outcome === 'failed'),
    ).toEqual([]);
    const { db } = world.vault;
    const raw = connectionOf(db);
    raw.exec('SAVEPOINT tamper; DROP TRIGGER concurrence_keeps_all; DELETE FROM concurrence');
    const { ok, steps } = await perform(checkVault, world.as('axel'), {});
    expect(ok).toBe(false);
    const failed = steps.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code);
    expect(failed).toEqual(['vault.schema-changed', 'vault.record-missing']);
    raw.exec('ROLLBACK TO tamper; RELEASE tamper');
  });

  it('records no score, rationale or passphrase', async () => {
    const { files } = await perform(exportAudit, world.as('axel'), { folder: out('audit-2') });
    const text = readFileSync(files[0]?.path ?? '', 'utf8');
    for (const secret of ['walk-through', 'too thin', '0.4166', 'five of twelve'])
      expect(text.includes(secret), secret).toBe(false);
  });
});
