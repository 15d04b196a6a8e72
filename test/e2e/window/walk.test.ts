import { describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { FIRST_CASE, hex } from './fake-cases.ts';
import { PASSPHRASE } from './fake-desk.ts';
import { openingWindows } from './opening-windows.ts';

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'a walk through the window' : NO_CHROMIUM, () => {
  const open = openingWindows();

  it('leads from first start to the desk, and pins a root only after it was compared', async () => {
    const { page, asked } = await open({ phase: 'no-vault' });
    await page.getByRole('button', { name: 'Choose a folder…' }).click();
    await page.getByText('/srv/scrutineer/vault').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Name of this workstation').fill('review-desk-3');
    await page.getByLabel('Organization').fill('Review desk');
    await page.getByLabel('Marking ceiling').fill('secret//nofron');
    await page.getByText('This is no banner line. Write it as SECRET//NOFORN.').waitFor();
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.getByLabel('Marking ceiling').fill('secret//noforn');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Name of the custodian').fill('Cora Custodian');
    await page.getByLabel('Short name').fill('cora');
    await page.getByLabel('New passphrase', { exact: true }).fill('too short');
    expect(await page.getByText('Too short: 3 more to go.').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.getByLabel('New passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByLabel('The same again', { exact: true }).fill(PASSPHRASE);
    await page.getByText('Nobody can recover a passphrase.').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Choose the root key…' }).click();
    await page.getByText('63358').waitFor();
    expect(await page.getByRole('button', { name: 'Make the vault' }).isDisabled()).toBe(true);
    await page.getByText('I compared every group').click();
    await page.getByRole('button', { name: 'Make the vault' }).click();
    await page.getByText('The vault is made and unlocked').waitFor();
    await page.getByRole('button', { name: 'Save both cards…' }).click();
    await page.getByText('Written: /media/out/desk.card.dsse.json').waitFor();
    await page.getByRole('button', { name: 'Import a roster…' }).click();
    await page.getByText('In force now: demo-roster, number 2.').waitFor();
    await page.getByRole('button', { name: 'Go to the desk' }).click();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    const [made] = await asked('initVault');
    expect(made?.input).toMatchObject({
      folder: '/srv/scrutineer/vault',
      workstation: { name: 'review-desk-3', ceiling: 'SECRET//NOFORN', twoPersonRule: true },
      custodian: { personId: 'cora' },
      passphrase: PASSPHRASE,
    });
  });

  it('fills a sample vault with one click and says on every screen that it is one', async () => {
    const { page } = await open({ phase: 'no-vault' });
    await page.getByRole('button', { name: 'Fill a sample vault' }).click();
    const sample = page.getByRole('region', { name: 'Sample persons' });
    await sample.getByText('Sample data: invented').waitFor();
    await sample.getByText('Tom Transfer (tom): transfer agent').waitFor();
    await page.getByRole('button', { name: 'Open it as rita' }).click();
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    expect(await page.getByText('Sample data: invented').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.getByRole('form', { name: 'Unlock the desk' }).waitFor();
    expect(await page.getByText('Sample data: invented').isVisible()).toBe(true);
  });

  it('says in words how long to wait after a wrong passphrase, then unlocks and tells of the last time', async () => {
    const { page } = await open({ phase: 'locked' });
    await page.getByLabel('Passphrase', { exact: true }).fill('wrong passphrase');
    await page.keyboard.press('Enter');
    await page.getByText('Wait 2 s, then try again.').waitFor();
    await page.getByText('to wait before the next try').waitFor();
    expect(await page.getByLabel('Passphrase', { exact: true }).inputValue()).toBe('');
    expect(await page.evaluate('document.activeElement.type')).toBe('password');
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    expect(await page.getByRole('button', { name: 'Unlock' }).isDisabled()).toBe(true);
    await page.getByText('to wait before the next try').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByText('You last unlocked this desk on 2026-11-20 16:12 UTC.').waitFor();
    await page.getByText('1 wrong passphrase before this unlock.').waitFor();
  });

  it('imports with a witness, shows bytes and checklist as they come, and cancels', async () => {
    const { page, push, asked, goTo } = await open();
    await goTo('import');
    await page.getByRole('button', { name: 'Choose files…' }).click();
    await page.getByText('2 files or folders chosen').waitFor();
    expect(await page.getByRole('button', { name: 'Import', exact: true }).last().isDisabled()).toBe(true);
    await page.getByLabel('Witness', { exact: true }).selectOption('cora');
    await page.getByLabel('Passphrase of the witness', { exact: true }).fill(PASSPHRASE);
    await page.getByRole('form', { name: 'Start the import' }).getByRole('button', { name: 'Import' }).click();
    await page.getByText('Waiting').first().waitFor();
    expect((await asked('startImport'))[0]?.input).toEqual({
      paths: ['/media/in/kestrel-8.seb', '/media/in/kestrel-9.seb'],
      acceptGap: false,
      second: { personId: 'cora', passphrase: PASSPHRASE },
    });
    const file = { importId: 'import-1', file: 'kestrel-8.seb' };
    const step = { step: 'readable', outcome: 'passed', code: null, detail: 'An age file.' };
    await push('import', { ...file, phase: 'receiving', done: 1_048_576, total: 10_485_760 });
    await page.getByText('1.00 MiB of 10.0 MiB').waitFor();
    await push('import', { ...file, phase: 'checking', done: 5, total: 10, steps: [step] });
    await page.getByText('An age file.').waitFor();
    await push('import', { ...file, phase: 'reading', done: 120, total: 840, steps: [step] });
    await page.getByText('120 of 840 samples').waitFor();
    await page.getByRole('button', { name: 'Cancel kestrel-8.seb' }).click();
    await page.getByText('Cancelled. Nothing of this file was kept.').waitFor();
  });

  it('shows why a bundle is quarantined and makes a record of it that can be printed', async () => {
    const { page, push, goTo } = await open();
    await goTo('import');
    await page.getByRole('heading', { name: 'Queue' }).waitFor();
    await push('import', {
      importId: 'x',
      file: 'kestrel-7.seb',
      phase: 'quarantined',
      done: 1,
      total: 1,
      result: {
        ok: false,
        digest: hex(900),
        steps: [
          { step: 'manifest-signed', outcome: 'failed', code: 'envelope.bad-signature', detail: 'No signature fits.' },
        ],
        caseId: null,
        runs: 0,
        attempts: 0,
        findings: [],
        quarantined: true,
      },
    });
    await page.getByText('Not one sample was read.').waitFor();
    await page.getByRole('list', { name: 'Imports' }).getByRole('button', { name: 'Intake record' }).click();
    await page.getByRole('heading', { name: 'Intake record' }).waitFor();
    await page.getByText('Quarantined: not imported').waitFor();
    expect(await page.getByText('Witness: Cora Custodian, date').isVisible()).toBe(true);
  });

  it('searches and filters the cases, and says in words when nothing fits', async () => {
    const { page } = await open();
    await page.getByRole('row', { name: /Kestrel 4.1-preview/ }).waitFor();
    await page.getByLabel('Search cases').fill('halden');
    await page.getByText('2 of 5 cases').waitFor();
    await page.getByLabel('Search cases').fill('no such model');
    await page.getByText('No case fits').waitFor();
    await page.getByRole('button', { name: 'Show every case' }).click();
    await page.getByLabel('State', { exact: true }).selectOption('overdue');
    await page.getByText('1 of 5 cases').waitFor();
  });

  it('draws the capability profile and gives its numbers in a table', async () => {
    const { page, goTo, asked } = await open();
    await goTo(`cases/${FIRST_CASE}/overview`);
    await page.locator('svg.chart').waitFor();
    // What was recorded is read back: looking at a case records nothing.
    expect(await asked('assessCase')).toEqual([]);
    await page.getByRole('button', { name: 'Assess again' }).click();
    await expect.poll(async () => (await asked('assessCase')).length).toBe(1);
    await page.getByText('Numbers in a table').click();
    const table = page.getByRole('table', { name: 'Capability profile in numbers' });
    expect(await table.getByRole('row', { name: /exploit-dev .*candidate/ }).textContent()).toContain('0.166');
    const claims = page.getByRole('table', { name: 'Claimed, from samples and adjudicated' });
    const exploit = await claims.getByRole('row', { name: /exploit-dev.*candidate/ }).textContent();
    for (const number of ['0.188', '0.171', '0.166', '829 of 840 scored']) expect(exploit).toContain(number);
  });

  it('reads a transcript as text alone, and makes hidden characters visible', async () => {
    const { page, goTo } = await open();
    await goTo(`cases/${FIRST_CASE}/samples`);
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
    await page.getByText('Look: <img src=x').waitFor();
    expect(await page.locator('.message img, .message a').count()).toBe(0);
    expect(await page.title()).toBe('Scrutineer');
    expect(await page.getByText('U+202E').isVisible()).toBe(true);
    expect(await page.getByText('U+0007').isVisible()).toBe(true);
  });

  it('lists a hundred thousand samples and draws only those that can be seen', async () => {
    const { page, goTo, asked } = await open({ attempts: 100_000 });
    await goTo(`cases/${FIRST_CASE}/samples`);
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().waitFor();
    expect(await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').count()).toBeLessThan(60);
    await page.getByText('100,000 of 100,000 attempts').waitFor();
    const list = page.getByRole('listbox', { name: 'Attempts' });
    await list.focus();
    await page.keyboard.press('End');
    await list.locator('#attempt-99999 .attempt-name').waitFor();
    // What was jumped over was never asked for.
    const skips = (await asked('listAttempts')).map(({ input }) => (input as { skip: number }).skip); // of the contract
    expect(skips.filter((skip) => skip > 200 && skip < 99_000)).toEqual([]);
    expect(skips).toContain(99_900);
  });

  it('keeps an adjudication that is being typed as a draft, over other screens and over a lock', async () => {
    const { page, goTo, push, asked } = await open();
    await goTo(`cases/${FIRST_CASE}/samples`);
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
    await page.getByRole('button', { name: 'Adjudicate' }).click();
    await page.getByText('Changed: another value is right').click();
    await page.getByLabel('Value, from 0 to 1').fill('0.5');
    await page.getByLabel('Rationale').fill('Message 5 is a denial of service, not an exploit.');
    await push('locked', { reason: 'idle' });
    const kept = await asked('saveDraft');
    expect(JSON.stringify(kept.at(-1)?.input)).toContain('denial of service');
    await goTo('cases');
    await page.getByText('You began 1 form and did not hand in what you typed:').waitFor();
    // The form that was begun stands open again.
    await page.getByRole('button', { name: /^An adjudication on / }).click();
    await page.getByText('Kept as a draft in the vault.').waitFor();
    expect(await page.getByLabel('Rationale').inputValue()).toContain('denial of service');
    await page.getByRole('button', { name: 'Record the adjudication' }).click();
    await page.getByText('1 reviewer has adjudicated this score.').waitFor();
    expect((await asked('adjudicate'))[0]?.input).toMatchObject({
      attemptId: 1,
      scorer: 'includes',
      verdict: 'changed',
      value: 0.5,
    });
  });

  it('records a typed score with its provenance', async () => {
    const { page, goTo, asked } = await open();
    await goTo(`cases/${FIRST_CASE}/scores`);
    const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
    await fill('Benchmark', 'Hand-run range');
    await fill('Value', '0.25');
    await fill('Where the number stands', 'Report 12, page 4');
    await fill('Who ran it', 'Range team');
    await fill('When (UTC)', '2026-11-20');
    await fill('Procedure', 'Eight operators, one day each.');
    await page.getByRole('button', { name: 'Record the score' }).click();
    const row = page.getByRole('row', { name: /Hand-run range/ });
    await row.waitFor();
    for (const told of ['Report 12, page 4', 'Range team', 'Eight operators', '2026-11-20', 'standard error', 'tasks'])
      expect(await row.textContent()).toContain(told);
    expect(await page.getByRole('row', { name: /Human uplift/ }).textContent()).toMatch(
      /uplift-2026-11\.pdf.*[0-9a-f]{96}/,
    );
    expect((await asked('recordScore'))[0]?.input).toMatchObject({
      value: 0.25,
      provenance: { conductedAt: '2026-11-20T00:00:00Z', source: 'Report 12, page 4' },
    });
  });

  it('corrects a typed score by another one, and takes no percentage for a share', async () => {
    const { page, goTo, asked } = await open();
    await goTo(`cases/${FIRST_CASE}/scores`);
    const corrects = page.getByLabel(/^Corrects/);
    await corrects.selectOption({ label: 'Human uplift study, halden/kestrel: mean 0.42' });
    expect(await page.getByLabel('Benchmark', { exact: true }).inputValue()).toBe('Human uplift study');
    // What is typed stands, whatever is chosen then.
    await page.getByLabel('Value', { exact: true }).fill('41.67');
    await corrects.selectOption('');
    expect(await page.getByLabel('Value', { exact: true }).inputValue()).toBe('41.67');
    await corrects.selectOption({ label: 'Human uplift study, halden/kestrel: mean 0.42' });
    expect(await page.getByLabel('Value', { exact: true }).inputValue()).toBe('41.67');
    await page.getByText('a value from 0 to 1, as 0.4167 for 41.67 %').waitFor();
    expect(await page.getByRole('button', { name: 'Record the score' }).isDisabled()).toBe(true);
    await page.getByLabel('Value', { exact: true }).fill('0.4167');
    await page.getByRole('button', { name: 'Record the score' }).click();
    await expect.poll(() => asked('recordScore')).toHaveLength(1);
    const [sent] = await asked('recordScore');
    const earlier = await corrects.locator('option').nth(1).getAttribute('value');
    expect(sent?.input).toMatchObject({ value: 0.4167, benchmark: 'Human uplift study', supersedes: earlier });
  });

  it('drafts a determination, takes a position and releases the decision by two persons', async () => {
    const { page, goTo, asked } = await open();
    await goTo(`cases/${FIRST_CASE}/decision`);
    await page.getByText('Undetermined').first().waitFor();
    await page.getByText('Covered frontier model: the threshold is reached').click();
    await page.getByLabel('Rationale: paragraph 1').fill('Two of four criteria are met.');
    await page.getByLabel('Your passphrase', { exact: true }).fill('wrong passphrase');
    await page.getByRole('button', { name: 'Sign the draft' }).click();
    await page.getByText('This passphrase does not open the keys.').waitFor();
    const basis = page.getByRole('region', { name: 'What the finding rests on' });
    expect(await basis.textContent()).toMatch(/Indeterminate.*up to date.*alarm/);
    await page.getByLabel('Rationale: paragraph 1').fill('Two of four criteria are met');
    await page.getByText('This passphrase does not open the keys.').waitFor({ state: 'detached' });
    await page.getByLabel('Rationale: paragraph 1').fill('Two of four criteria are met.');
    expect(await page.getByLabel('Rationale: paragraph 1').inputValue()).toBe('Two of four criteria are met.');
    await page.getByLabel('Your passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Sign the draft' }).click();
    const decision = page.getByRole('article', { name: 'The decision' });
    await decision.getByText('Two of four criteria are met.').waitFor();
    await page.getByText('Not complete: 1 of the 2 persons asked has signed').waitFor();
    await page.getByRole('cell', { name: 'Carl Consulted, CISA' }).waitFor();
    await page.getByLabel('Your passphrase', { exact: true }).fill(PASSPHRASE);
    // Nobody concurs by leaving the form as it is.
    expect(await page.getByRole('button', { name: 'Sign the position' }).isDisabled()).toBe(true);
    await page.getByText('Still missing: a position.').waitFor();
    await page.getByText('Concurs', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign the position' }).click();
    await page.getByText('Complete: 2 of the 2 persons asked have signed').waitFor();
    await decision.getByText('Carl Consulted').waitFor();
    await page.getByRole('tab', { name: 'Exports' }).click();
    await page.getByRole('button', { name: 'Choose the folder…' }).click();
    await page.getByLabel('Second person', { exact: true }).selectOption('tom');
    await page.getByLabel('Passphrase of the second person', { exact: true }).fill(PASSPHRASE);
    await page.getByLabel('Your passphrase', { exact: true }).first().fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Release' }).click();
    await page.getByText('Released, marked UNCLASSIFIED.').waitFor();
    const [out] = await asked('exportDecision');
    expect(out?.secrets).toEqual({ passphrase: PASSPHRASE, second: { personId: 'tom', passphrase: PASSPHRASE } });
    expect(JSON.stringify(await asked('saveDraft'))).not.toContain(PASSPHRASE);
  });

  it('raises the banner to the ceiling while a paragraph is marked above (U)', async () => {
    const { page, goTo } = await open();
    await goTo(`cases/${FIRST_CASE}/decision`);
    await page.getByLabel('Rationale: marking of paragraph 1').fill('(S//NF)');
    await page.getByTestId('banner-top').getByText('SECRET//NOFORN').waitFor();
    expect(await page.getByTestId('banner-bottom').textContent()).toContain('SECRET//NOFORN');
    await page.getByLabel('Rationale: marking of paragraph 1').fill('(U)');
    await page.getByTestId('banner-top').getByText('UNCLASSIFIED').waitFor();
  });

  it('raises the banner while the palette lists a case that is marked above the screen', async () => {
    const { page, goTo } = await open({ marking: 'SECRET//NOFORN' });
    const banner = page.getByTestId('banner-top');
    await goTo(`cases/${FIRST_CASE}/overview`);
    await banner.getByText('UNCLASSIFIED').waitFor();
    await page.keyboard.press('Control+k');
    await banner.getByText('SECRET//NOFORN').waitFor();
    await page.keyboard.type('overview');
    await banner.getByText('UNCLASSIFIED').waitFor();
    await page.keyboard.press('Escape');
    // A screen that lists the whole desk is held at its highest, whatever the palette narrows itself to.
    await goTo('cases');
    await banner.getByText('SECRET//NOFORN').waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('import a bundle');
    expect(await banner.textContent()).toContain('SECRET//NOFORN');
  });

  it('holds the banner at the ceiling while a mark cannot be read, and says what is wrong with it', async () => {
    const { page, goTo } = await open();
    await goTo(`cases/${FIRST_CASE}/decision`);
    await page.getByLabel('Rationale: marking of paragraph 1').fill('(S//N');
    await page.getByText('This is no portion mark.').waitFor();
    await page.getByTestId('banner-top').getByText('SECRET//NOFORN').waitFor();
    await page.getByLabel('Rationale: marking of paragraph 1').fill('(TS//NF)');
    await page.getByTestId('banner-top').getByText('TOP SECRET//NOFORN').waitFor();
    await page.getByText('above what this workstation may hold').waitFor();
  });

  it('signs a decision that came from another desk and says what goes back', async () => {
    const { page, goTo, asked } = await open({ roles: ['consulted-official'] });
    await goTo('import');
    await page.getByRole('button', { name: 'Choose the decision…' }).click();
    await page.getByRole('article', { name: 'The decision' }).getByText('Two of the four criteria').waitFor();
    await page.getByRole('button', { name: 'Choose where it goes back…' }).click();
    await page.getByText('Does not concur').click();
    await page.getByLabel('Your passphrase', { exact: true }).fill(PASSPHRASE);
    expect(await page.getByRole('button', { name: 'Check and sign' }).isDisabled()).toBe(true);
    await page.getByLabel('Statement: paragraph 1').fill('The interval holds the threshold.');
    await page.getByRole('button', { name: 'Check and sign' }).click();
    await page.getByText('Send back: /media/out/decision-carl').waitFor();
    expect((await asked('signDecisionFile'))[0]?.input).toMatchObject({
      path: '/media/in/decision.json',
      position: 'does-not-concur',
      statement: [{ marking: '(U)', text: 'The interval holds the threshold.' }],
    });
  });

  it("changes the person's own passphrase", async () => {
    const { page, goTo, asked } = await open();
    await goTo('settings');
    await page.getByLabel('Your passphrase until now', { exact: true }).fill(PASSPHRASE);
    await page.getByLabel('New passphrase', { exact: true }).fill('seven quiet lanterns over marble');
    await page.getByLabel('The same again', { exact: true }).fill('seven quiet lanterns over marble');
    await page.getByRole('button', { name: 'Change the passphrase' }).click();
    await page.getByText('Use the new passphrase from now on.').waitFor();
    expect((await asked('changePassphrase'))[0]?.secrets).toEqual({
      passphrase: PASSPHRASE,
      second: { personId: 'rita', passphrase: 'seven quiet lanterns over marble' },
    });
  });

  it('never covers or dims the marking, not even with a dialog', async () => {
    const { page } = await open({ marking: 'SECRET//NOFORN' });
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or do' }).waitFor();
    for (const [x, y] of [
      [20, 8],
      [20, 790],
    ]) {
      const top = await page.evaluate(`document.elementFromPoint(${x}, ${y}).className`);
      expect(top).toContain('banner-secret');
    }
  });

  it('says who may do what the person at the desk may not', async () => {
    const { page, goTo } = await open({ roles: ['auditor'] });
    await goTo(`cases/${FIRST_CASE}/decision`);
    await page.getByText('Drafting a determination is for the determining official.').waitFor();
    await goTo('import');
    await page.getByText('Bringing media in is for the transfer agent.').waitFor();
  });
});
