import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scrutineerJson } from '../../cli/testing/program.ts';
import type { CaseId } from '../../core/brand.ts';
import { sha384 } from '../../core/crypto/digest.ts';
import { listAdjudicationsOfCase } from '../../db/repositories/adjudication.ts';
import { listCases } from '../../db/repositories/case-file.ts';
import { listDecisionsOfCase } from '../../db/repositories/decision.ts';
import { listDecisionSignatures } from '../../db/repositories/decision-signature.ts';
import { listExports } from '../../db/repositories/export-record.ts';
import { listTypedScores } from '../../db/repositories/typed-score.ts';
import { importBoth } from '../desk-world/both-bundles.ts';
import { makeWorld, type World } from '../desk-world/world.ts';
import { AtDesk, fileIn, typedBy } from './at-desk.ts';
import { auditActs, lookInto } from './look-into.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();
const MODEL = /meridian-4/;

/** From sealed evidence to a signed decision on a medium: five persons, each at the desk for their own part. */
describe.skipIf(skip !== undefined)(`a case judged in the window${skip ? ` (${skip})` : ''}`, () => {
  let world: World;
  let desk: AtDesk;
  let out: string;

  beforeAll(async () => {
    world = await makeWorld({ twoPersonRule: true, now: Date.now() - 60_000, suite: { samples: 8, epochs: 2 } });
    await importBoth(world, 'rita');
    world.vault.close();
    out = join(world.folder, 'out');
    desk = await AtDesk.open({ vault: world.vaultPath });
    await desk.unlock('rita');
  });
  afterAll(async () => {
    await desk?.close();
    if (world !== undefined) rmSync(world.folder, { recursive: true, force: true });
  });

  it('is read from the list down to the bytes: state, runs, and how each bundle was verified', async () => {
    const { page } = desk;
    const row = page.getByRole('row', { name: MODEL });
    expect(await row.textContent()).toMatch(/Fathomworks.*Collecting evidence.*Undetermined.*UNCLASSIFIED/);
    await desk.openCase(MODEL);
    await page.getByText('Not assessed yet').waitFor();
    await desk.part('Runs');
    // Three logs of the candidate beside its score table, and four of the reference.
    const runs = page.getByRole('table', { name: 'Runs' }).getByRole('row', { name: /^Samples of/ });
    await runs.first().waitFor();
    expect(await runs.count()).toBe(7);
    await desk.part('Evidence');
    for (const path of [world.candidate, world.reference])
      await page.getByText(sha384(readFileSync(path)), { exact: true }).waitFor();
    await page
      .getByText(/^How it was verified/)
      .first()
      .click();
    const steps = page.getByRole('list', { name: 'How bundle 1 was verified' }).getByRole('listitem');
    await steps.first().waitFor();
    expect(await steps.getByText('Passed', { exact: true }).count()).toBe(await steps.count());
  });

  it('has samples with a transcript, whose score a reviewer adjudicates', async () => {
    const { page } = desk;
    await desk.part('Samples');
    const attempts = page.getByRole('listbox', { name: 'Attempts' });
    await attempts.getByRole('option').first().waitFor();
    expect(await attempts.getByRole('option').count()).toBe(16);
    await attempts.getByRole('option').first().click();
    const transcript = page.getByRole('region', { name: 'Transcript' });
    await transcript.getByLabel(/^Message 1 of/).waitFor();
    expect((await transcript.textContent())?.length).toBeGreaterThan(200);
    await desk.button('Adjudicate').click();
    const form = page.getByRole('form', { name: 'Adjudicate' });
    await form.getByText(/^Confirmed/).click();
    await form.getByLabel('Rationale').fill('Message 1 asks for it, and the answer gives it.');
    await desk.button('Record the adjudication', form).click();
    await page.getByText(/adjudicated this score/).waitFor();
  });

  it('takes a score that a reviewer types in, with where it comes from', async () => {
    const { page } = desk;
    await desk.part('Typed scores');
    const form = page.getByRole('form', { name: 'Record a score' });
    const fill = (label: string, text: string) => form.getByLabel(label, { exact: true }).fill(text);
    await fill('Benchmark', 'Hand-run range');
    await fill('Value', '0.25');
    await fill('Where the number stands', 'Report 12, page 4');
    await fill('Who ran it', 'Range team');
    await fill('When (UTC)', '2026-09-20');
    await fill('Procedure', 'Eight operators, one day each.');
    const proof = join(world.folder, 'proof.txt');
    writeFileSync(proof, 'UNCLASSIFIED. What the operators wrote down.\n');
    await desk.pick('Attach a file…', proof);
    await page.getByText(proof, { exact: true }).waitFor();
    await desk.button('Record the score', form).click();
    await page.getByRole('row', { name: /Hand-run range/ }).waitFor();
  });

  it('is held against the policy, rule by rule, and the numbers stand in a table', async () => {
    const { page } = desk;
    await desk.part('Assessment');
    await desk.button('Assess now').click();
    await page.getByText('Two of three cyber benchmarks').first().waitFor();
    await page.getByRole('heading', { name: 'Rules' }).waitFor();
    await desk.part('Overview');
    await page.locator('svg.chart').first().waitFor();
    const table = page.getByRole('table', { name: 'Claimed, from samples and adjudicated' });
    expect(await table.getByRole('row').count()).toBeGreaterThan(4);
  });

  it('is determined by the official, who signs with a passphrase of their own', async () => {
    await desk.change('dora');
    const { page } = desk;
    await desk.openCase(MODEL, 'Decision');
    const form = page.getByRole('form', { name: 'Draft the determination' });
    await form.getByText(/^Covered frontier model/).click();
    await form.getByLabel('Rationale: paragraph 1').fill('Two of three thresholds are met.');
    await form.getByLabel('Your passphrase', { exact: true }).fill(typedBy('rita'));
    await desk.button('Sign the draft', form).click();
    await form.getByText('crypto.passphrase-wrong').waitFor();
    expect(await form.getByLabel('Rationale: paragraph 1').inputValue()).toBe('Two of three thresholds are met.');
    await form.getByLabel('Your passphrase', { exact: true }).fill(typedBy('dora'));
    await desk.button('Sign the draft', form).click();
    await page.getByText('You determined this.').waitFor();
    await page.getByText(/CISA/).first().waitFor();
    expect(await page.getByRole('list', { name: 'Still missing' }).getByRole('listitem').count()).toBeGreaterThan(0);
  });

  it('is complete when the consulted official has read it and signed as well', async () => {
    await desk.change('carl');
    const { page } = desk;
    await desk.openCase(MODEL, 'Decision');
    await page.getByText('Two of three thresholds are met.').first().waitFor();
    const form = page.getByRole('form', { name: 'Take a position' });
    await form.getByText('Concurs', { exact: true }).click();
    await form.getByLabel('Statement (optional): paragraph 1').fill('CISA concurs.');
    await form.getByLabel('Your passphrase', { exact: true }).fill(typedBy('carl'));
    await desk.button('Sign the position', form).click();
    await form.waitFor({ state: 'detached' });
    await page
      .getByText(/complete/i)
      .first()
      .waitFor();
    // The officials release nothing.
    await desk.part('Exports');
    await page.getByText(/Releasing an export is for the transfer agent/).waitFor();
  });

  it('goes out by two other persons, marked, with a checkpoint of the audit chain', async () => {
    await desk.change('tom');
    const { page } = desk;
    mkdirSync(out, { recursive: true });
    await desk.openCase(MODEL, 'Exports');
    await desk.pick('Choose the folder…', out);
    await page.getByText(out, { exact: true }).waitFor();
    const form = page.getByRole('form', { name: 'Export' });
    await form.getByLabel('Second person', { exact: true }).selectOption('rita');
    await form.getByLabel('Passphrase of the second person', { exact: true }).fill(typedBy('rita'));
    await form.getByLabel('Your passphrase', { exact: true }).fill(typedBy('tom'));
    await desk.button('Release', form).click();
    await page.getByText('Released, marked UNCLASSIFIED.').waitFor();
    for (const name of readdirSync(out)) await page.getByText(join(out, name), { exact: true }).waitFor();
    await desk.lock();
    expect(desk.complaints).toEqual([]);
  });

  it('is a file that a stranger verifies at the command line, and refuses when a byte of it has changed', () => {
    const root = join(world.folder, 'root.pem');
    writeFileSync(root, world.rootPem);
    const decision = fileIn(out, /\.decision\.dsse\.json$/);
    const beside = (kind: string, file: string) => [`--${kind}`, file];
    const trust = [...beside('root', root), ...beside('roster', world.rosterPath)];
    const rests = [
      ...beside('policy', world.policyPath),
      ...beside('assessment', fileIn(out, /\.assessment\.json$/)),
      ...beside('concurrence', fileIn(out, /\.concurrence\.dsse\.json$/)),
      ...beside('bundle', world.candidate),
      ...beside('bundle', world.reference),
    ];
    const whole = scrutineerJson(['verify', decision, ...trust, ...rests]);
    expect(whole).toMatchObject({ status: 0, value: { ok: true, kind: 'decision' } });
    const steps = whole.value['steps'] as { outcome: string }[]; // what the command prints
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    const changed = join(world.folder, 'changed.decision.dsse.json');
    const payload = readFileSync(decision, 'utf8');
    const at = payload.indexOf('"payload"') + 400;
    writeFileSync(changed, payload.slice(0, at) + (payload[at] === 'A' ? 'B' : 'A') + payload.slice(at + 1));
    expect(scrutineerJson(['verify', changed, ...trust])).toMatchObject({ status: 1, value: { ok: false } });
  });

  it('is in the vault as that: each act by the person who did it, signed, counted and recorded', async () => {
    const found = await lookInto(world.vaultPath, ({ db }) => {
      const caseId: CaseId = listCases(db).map(({ id }) => id)[0] as CaseId; // there is one case
      const [decision] = listDecisionsOfCase(db, caseId);
      return {
        scores: listTypedScores(db, caseId).map(({ value, by }) => ({ value, by })),
        adjudications: listAdjudicationsOfCase(db, caseId).map(({ verdict, by }) => ({ verdict, by })),
        decision: { state: decision?.state, by: decision?.by },
        signers: new Set(listDecisionSignatures(db, decision?.id ?? '').map(({ person }) => person)),
        exports: listExports(db).map(({ by, witness }) => [by, witness]),
        acts: auditActs(db),
      };
    });
    expect(found).toMatchObject({
      scores: [{ value: 0.25, by: 'rita' }],
      adjudications: [{ verdict: 'confirmed', by: 'rita' }],
      decision: { state: 'complete', by: 'dora' },
      signers: new Set(['dora', 'carl']),
      acts: { 'decision.exported': 1, 'bundle.imported': 2 },
    });
    expect(found.exports.length).toBeGreaterThan(0);
    for (const persons of found.exports) expect(persons).toEqual(['tom', 'rita']);
  });
});
