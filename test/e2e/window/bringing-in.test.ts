import { describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { FIRST_CASE } from './fake-cases.ts';
import { PASSPHRASE } from './fake-desk.ts';
import { openingWindows } from './opening-windows.ts';

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'bringing in and typing' : NO_CHROMIUM, () => {
  const open = openingWindows();

  it('keeps no draft of what is marked above the ceiling, not even over a lock, and says so', async () => {
    const { page, goTo, push } = await open();
    const drafts = () => page.evaluate('[...fake.drafts.values()].join()');
    await goTo(`cases/${FIRST_CASE}/decision`);
    await page.getByLabel('Rationale: paragraph 1').fill('Two of four criteria are met.');
    await page.getByText('Kept as a draft in the vault.').waitFor();
    expect(await drafts()).toContain('Two of four');
    await page.getByLabel('Rationale: marking of paragraph 1').fill('(TS//NF)');
    await page.getByText('Not kept: it is marked above what this workstation may hold.').waitFor();
    expect(await page.getByText('Kept as a draft in the vault.').count()).toBe(0);
    await page.getByText('They are not kept and cannot be signed here.').waitFor();
    expect(await drafts()).toBe('');
    await page.getByLabel('Rationale: paragraph 1').fill('Two of four criteria are met, in secret.');
    await push('locked', { reason: 'idle' });
    await goTo('cases');
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    expect(await drafts()).toBe('');
    await goTo(`cases/${FIRST_CASE}/decision`);
    expect(await page.getByLabel('Rationale: paragraph 1').inputValue()).toBe('');
  });

  it('lets nobody type over a draft that has not arrived yet', async () => {
    const { page, goTo } = await open({ silent: ['readDraft'] });
    await goTo(`cases/${FIRST_CASE}/scores`);
    const form = page.locator('form[aria-label="Record a score"]');
    await form.getByText('Looking for a draft…').waitFor();
    await page.evaluate('document.querySelector("form.score-form input").focus()');
    await page.keyboard.type('over it');
    expect(await form.locator('input').first().inputValue()).toBe('');
    expect(await page.evaluate('fake.asked.some(({ name }) => name === "saveDraft")')).toBe(false);
  });

  it('says once that the witness mistyped, keeps the chosen files, and has only the passphrase typed again', async () => {
    const { page, goTo } = await open();
    await goTo('import');
    await page.getByRole('button', { name: 'Choose files…' }).click();
    await page.getByLabel('Witness', { exact: true }).selectOption('cora');
    const form = page.getByRole('form', { name: 'Start the import' });
    await page.getByLabel('Passphrase of the witness', { exact: true }).fill('mistyped');
    await form.getByRole('button', { name: 'Import' }).click();
    await form.getByText('The import did not start.').waitFor();
    expect(await page.getByRole('list', { name: 'Imports' }).count()).toBe(0);
    expect(await form.getByText('2 files or folders chosen').isVisible()).toBe(true);
    expect(await page.getByLabel('Witness', { exact: true }).inputValue()).toBe('cora');
    expect(await page.getByLabel('Passphrase of the witness', { exact: true }).inputValue()).toBe('');
    expect(await page.evaluate('document.activeElement.type')).toBe('password');
    await page.keyboard.type(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Imports' }).waitFor();
    expect(await form.getByText('The import did not start.').count()).toBe(0);
  });

  it('shows what is going on before what ended, with the log that is read, and an emptied queue as empty', async () => {
    const { page, goTo, push } = await open();
    await goTo('import');
    await page.getByText('No import in this session.').waitFor();
    const tell = (importId: string, phase: string, more: object = {}) =>
      push('import', { importId, file: `${importId}.seb`, phase, done: 0, total: 0, ...more });
    const refusal = { code: 'bundle.unreadable', message: 'No bundle.' };
    for (const name of ['first', 'second']) {
      await tell(name, 'waiting');
      await tell(name, 'refused', { refusal });
    }
    for (const name of ['third', 'fourth']) await tell(name, 'waiting');
    await tell('fourth', 'reading', { done: 120, total: 840, log: { number: 2, of: 3 } });
    await page.getByText('Log 2 of 3: 120 of 840 samples').waitFor();
    const names = () => page.getByRole('list', { name: 'Imports' }).locator('.import-head strong').allTextContents();
    expect(await names()).toEqual(['fourth.seb', 'third.seb', 'second.seb', 'first.seb']);
    for (const name of ['third', 'fourth']) await tell(name, 'refused', { refusal });
    await page.getByText('Reading samples').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear what is finished' }).click();
    await page.getByText('The queue is empty.').waitFor();
    expect(await page.getByText('No import in this session').count()).toBe(0);
  });

  it('offers no form to whoever may not bring media in, and no auditor as a witness', async () => {
    const { page, goTo } = await open({ roles: ['reviewer', 'auditor'] });
    await goTo('import');
    await page.getByText('Bringing media in is for the transfer agent.').waitFor();
    expect(await page.getByRole('button', { name: 'Choose files…' }).count()).toBe(0);
    expect(await page.getByRole('form', { name: 'Start the import' }).count()).toBe(0);
    await page.getByRole('heading', { name: 'Quarantine' }).waitFor();
  });
});
