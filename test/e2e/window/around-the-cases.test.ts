import { describe, expect, it } from 'vitest';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { PASSPHRASE } from './fake-desk.ts';
import { openingWindows } from './opening-windows.ts';

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'the places around the cases' : NO_CHROMIUM, () => {
  const open = openingWindows();

  it('lets another person try while the first one waits', async () => {
    const { page } = await open({ phase: 'locked', unlockWait: 40 });
    await page.getByLabel('Passphrase', { exact: true }).fill('wrong passphrase');
    await page.keyboard.press('Enter');
    await page.getByText('to wait before the next try').waitFor();
    await page.getByLabel('Person', { exact: true }).selectOption('tom');
    await page.getByText('to wait before the next try').waitFor({ state: 'detached' });
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    expect(await page.getByRole('button', { name: 'Unlock' }).isEnabled()).toBe(true);
    await page.getByLabel('Person', { exact: true }).selectOption('rita');
    await page.getByText('to wait before the next try').waitFor();
    expect(await page.getByRole('button', { name: 'Unlock' }).isDisabled()).toBe(true);
  });

  it('goes from the unlock screen to a new vault and back, and misses no vault that is there', async () => {
    const { page } = await open({ phase: 'locked' });
    await page.getByRole('button', { name: 'Set up a new vault' }).click();
    await page.getByRole('heading', { name: 'Place', level: 1 }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByRole('button', { name: 'Back to unlocking' }).click();
    await page.getByRole('form', { name: 'Unlock the desk' }).waitFor();
  });

  it('saves the card of each newcomer, and says nothing of the one before', async () => {
    const { page, goTo, asked } = await open();
    await goTo('trust/enrol');
    for (const personId of ['tim', 'tam']) {
      await page.getByLabel('Name', { exact: true }).fill(personId);
      await page.getByLabel('Short name').fill(personId);
      await page.getByLabel('Organization').fill('Review desk');
      await page.getByLabel('New passphrase', { exact: true }).fill(PASSPHRASE);
      await page.getByLabel('The same again', { exact: true }).fill(PASSPHRASE);
      await page.getByLabel('Custodian’s passphrase', { exact: true }).fill(PASSPHRASE);
      await page.keyboard.press('Enter');
      await page.getByText(`${personId} is enrolled`).waitFor();
      expect(await page.getByText('Written: ').count()).toBe(0);
      await page.getByRole('button', { name: 'Save the card…' }).click();
      await page.getByText(`Written: /media/out/${personId}.card.dsse.json`).waitFor();
    }
    expect(await asked('saveCard')).toHaveLength(2);
  });

  it('gives a card out again, and shows the key of every producer to be compared', async () => {
    const { page, goTo, asked } = await open();
    await goTo('trust/persons');
    await page.getByRole('row', { name: /Cora Custodian/ }).click();
    await page.getByRole('button', { name: 'Save the card…' }).click();
    await page.getByText('Written: /media/out/cora.card.dsse.json').waitFor();
    await goTo('trust/workstation');
    await page.getByRole('button', { name: 'Save the desk card…' }).click();
    await page.getByText('Written: /media/out/desk.card.dsse.json').waitFor();
    expect((await asked('saveCard')).map(({ input }) => input)).toMatchObject([
      { name: 'cora', card: '{"card":"cora"}' },
      { name: 'desk', card: '{"card":"desk"}' },
    ]);
    await goTo('trust/documents');
    const producers = page.getByRole('region', { name: 'Producers on the roster' });
    await producers.getByText('Harbor Inc.').waitFor();
    await producers.getByRole('list', { name: /^Key of Harbor Laboratory/ }).waitFor();
  });

  it('says beside the setting that was changed that it is on record', async () => {
    const { page, goTo } = await open();
    await goTo('settings');
    await page.getByText('Department of Defense').click();
    await page.getByText('Changed, and on record.').waitFor();
    expect(await page.getByText('Changed, and on record.').isVisible()).toBe(true);
    expect(await page.getByText('Not set here: the program’s default.').count()).toBe(1);
  });

  it("does the acts of the person's roles by name, and offers no others", async () => {
    const { page } = await open({ roles: ['custodian'] });
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or do' }).fill('do import');
    const found = page.getByRole('listbox', { name: 'Found' }).getByRole('option');
    expect(await found.allTextContents()).toEqual(['DoImport a roster', 'DoImport a policy']);
    await page.getByRole('combobox', { name: 'Go to or do' }).fill('enrol');
    await page.keyboard.press('Enter');
    await page.getByRole('form', { name: 'Enrol a person' }).waitFor();
  });
});
