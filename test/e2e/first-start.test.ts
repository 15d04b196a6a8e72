import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPersonId } from '../../core/brand.ts';
import { fingerprintWords } from '../../core/crypto/fingerprint.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { parseCard } from '../../core/identity/card.ts';
import { readKeyslots } from '../../db/keyslots.ts';
import { listBundles } from '../../db/repositories/bundle.ts';
import { listCases } from '../../db/repositories/case-file.ts';
import { listPersons } from '../../db/repositories/person.ts';
import { getSetting } from '../../db/repositories/setting.ts';
import type { Vault } from '../../db/vault.ts';
import { AtDesk } from './at-desk.ts';
import { pressOn, tabTo, typeInto } from './keys-alone.ts';
import { lookInto } from './look-into.ts';
import { Outside } from './outside.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();
const CORA = 'seven plain words for one custodian';
const TOM = 'another six words that nobody knows';

/** Who never saw the program gets from an empty folder to a case that is listed. */
describe.skipIf(skip !== undefined)(`the first start${skip ? ` (${skip})` : ''}`, () => {
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-first-'));
  const folders = { vault: join(place, 'vault'), out: join(place, 'out'), media: join(place, 'media') };
  const userData = join(place, 'user-data');
  let outside: Outside;
  let desk: AtDesk;

  const look = <Found>(found: (vault: Vault) => Found) => {
    const person = asPersonId('cora');
    if (person === undefined) throw new Error('cora is a name');
    return lookInto(folders.vault, found, { person, passphrase: new TextEncoder().encode(CORA) });
  };
  const card = (name: string) => join(folders.out, `${name}.card.dsse.json`);
  /** Answers the dialog that a button opens, and presses it by the keyboard. */
  const pick = async (button: string, path: string) => {
    await desk.choose(path);
    await pressOn(desk.page, desk.button(button));
  };
  const next = () => pressOn(desk.page, desk.button('Next'));

  beforeAll(async () => {
    await cryptoReady();
    for (const folder of Object.values(folders)) mkdirSync(folder);
    outside = new Outside(folders.media);
    desk = await AtDesk.open({ userData });
  });
  afterAll(async () => {
    await desk?.close();
    rmSync(place, { recursive: true, force: true });
  });

  it('asks for a place, a name and ceiling, and a custodian, and goes back without losing a word', async () => {
    const { page } = desk;
    await page.getByRole('heading', { name: 'Place', level: 1 }).waitFor();
    expect(await desk.button('Next').isDisabled()).toBe(true);
    await pick('Choose a folder…', folders.vault);
    await page.getByText(folders.vault, { exact: true }).waitFor();
    await next();
    await typeInto(page, desk.field('Name of this workstation'), 'review-desk-3');
    await typeInto(page, desk.field('Organization'), 'Review Office');
    await typeInto(page, desk.field('Marking ceiling'), 'secret//nofron');
    await page
      .getByText(/NOFRON.* is not a word of this marking system/)
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    expect(await desk.button('Next').isDisabled()).toBe(true);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('secret//noforn');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Custodian', level: 1 }).waitFor();
    await pressOn(page, desk.button('Back'));
    expect(await desk.field('Name of this workstation').inputValue()).toBe('review-desk-3');
    await next();
    await typeInto(page, desk.field('Name of the custodian'), 'Cora Castle');
    await typeInto(page, desk.field('Short name'), 'cora');
    await typeInto(page, desk.field('New passphrase'), 'too short');
    await page.getByText(/too short/i).waitFor();
    expect(await desk.button('Next').isDisabled()).toBe(true);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(CORA);
    await typeInto(page, desk.field('The same again'), CORA);
    await page.getByText('Nobody can recover a passphrase.').waitFor();
    await next();
    await page.getByRole('heading', { name: 'Roster root', level: 1 }).waitFor();
    // Nothing lies in the folder before everything was asked.
    expect(readdirSync(folders.vault)).toEqual([]);
  });

  it('pins the root only after its fingerprint, as the authority reads it out, was compared', async () => {
    const { page } = desk;
    await pick('Choose the root key…', outside.rootPem());
    const words = page.getByRole('figure').getByRole('list').getByRole('listitem');
    await words.first().waitFor();
    const { keyId } = outside.root.publicKey;
    expect((await words.allTextContents()).join(' ')).toBe(fingerprintWords(keyId));
    expect(await desk.button('Make the vault').isDisabled()).toBe(true);
    await tabTo(page, page.getByRole('checkbox', { name: /compared/ }));
    await page.keyboard.press('Space');
    await pressOn(page, desk.button('Make the vault'));
    await page.getByText('The vault is made and unlocked').waitFor();
    expect(readdirSync(folders.vault)).toEqual(expect.arrayContaining(['vault.db', 'keyslots.json', 'evidence']));
  });

  it("brings out the desk's card and the custodian's, and brings in the roster and the policy that come back", async () => {
    const { page } = desk;
    await pick('Save both cards…', folders.out);
    await page.getByText(`Written: ${card('desk')} and ${card('cora')}`).waitFor();
    // What is read out for the roster is the key on the card, not the root that was pinned before.
    const shown = page.getByRole('figure').filter({ hasText: 'Key of Cora Castle' }).getByRole('listitem');
    const { keys } = parseCard(readFileSync(card('cora')));
    expect([(await shown.allTextContents()).join(' ')]).toEqual(keys.map(({ keyId }) => fingerprintWords(keyId)));
    await pick('Import a roster…', outside.roster(1, [{ personId: 'cora', card: card('cora'), role: 'custodian' }]));
    await page.getByText(/In force now: review-office, number 1/).waitFor();
    await pick('Import a policy…', outside.policy());
    await page.getByText(/In force now: cyber-thresholds, version 1/).waitFor();
    await pressOn(page, desk.button('Go to the desk'));
    await page.getByText('No case yet').waitFor();
  });

  it('enrols who brings media in, under a passphrase of their own and the next roster', async () => {
    const { page } = desk;
    await page.keyboard.press('Alt+3');
    await pressOn(page, desk.button('Enrol a person'));
    await typeInto(page, desk.field('Name'), 'Tom Tran');
    await typeInto(page, desk.field('Short name'), 'tom');
    await typeInto(page, desk.field('Organization'), 'Review Office');
    await typeInto(page, desk.field('New passphrase'), TOM);
    await typeInto(page, desk.field('The same again'), TOM);
    await typeInto(page, desk.field('Custodian’s passphrase'), CORA);
    await page.keyboard.press('Enter');
    await page.getByText(/tom is enrolled/).waitFor();
    await pick('Save the card…', folders.out);
    await page.getByText(`Written: ${card('tom')}`).waitFor();
    const both = [
      { personId: 'cora', card: card('cora'), role: 'custodian' },
      { personId: 'tom', card: card('tom'), role: 'transfer-agent' },
    ] as const;
    // The cards can be had again, byte for byte.
    const again = join(folders.out, 'again');
    mkdirSync(again);
    await pressOn(page, desk.button('Persons and keys'));
    await pressOn(page, page.getByRole('row', { name: /Tom Tran/ }));
    await pick('Save the card…', again);
    await page.getByText('Written: ').waitFor();
    await pressOn(page, desk.button('This workstation'));
    await pick('Save the desk card…', again);
    await page.getByText('Written: ').waitFor();
    for (const name of ['tom', 'desk'])
      expect(readFileSync(join(again, `${name}.card.dsse.json`))).toEqual(readFileSync(card(name)));
    await pressOn(page, desk.button('Roster and policy'));
    await pick('Import a roster…', outside.roster(2, both));
    await page.getByText(/In force now: review-office, number 2/).waitFor();
  });

  it('locks and unlocks by keys, imports a bundle before a witness, and lists its case', async () => {
    await desk.throughLock(() => desk.page.keyboard.press('Control+L'));
    const { page } = desk;
    await tabTo(page, desk.field('Person'));
    await page.keyboard.type('tom');
    expect(await desk.field('Person').inputValue()).toBe('tom');
    await typeInto(page, desk.field('Passphrase'), TOM);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cases', level: 1 }).waitFor();
    await page.keyboard.press('Alt+2');
    await pick('Choose files…', await outside.bundle(card('desk')));
    await page.getByText('1 file or folder chosen').waitFor();
    // The wizard recommends two persons for media, and nobody unticked it.
    await tabTo(page, desk.field('Witness'));
    await page.keyboard.type('Cora');
    await typeInto(page, desk.field('Passphrase of the witness'), CORA);
    await pressOn(page, desk.button('Import', page.getByRole('form', { name: 'Start the import' })));
    await desk.inQueue('candidate-1.seb').getByText('Imported', { exact: true }).waitFor({ timeout: 60_000 });
    await page.keyboard.press('Alt+1');
    const row = page.getByRole('row', { name: /meridian-4/ });
    await tabTo(page, row);
    await page.keyboard.press('Enter');
    await page.getByRole('tablist', { name: 'Parts of the case' }).waitFor();
    await page.getByRole('heading', { name: /meridian-4/, level: 1 }).waitFor();
    await desk.throughLock(() => page.keyboard.press('Control+L'));
    expect(desk.complaints).toEqual([]);
  });

  it('leaves a sound vault with all of that in it, and a program that knows where it lies', async () => {
    const found = await look(({ db, folder }) => ({
      name: getSetting(db, 'desk.name'),
      persons: listPersons(db).map(({ id }) => id),
      cases: listCases(db).map(({ model }) => model),
      bundles: listBundles(db).length,
      evidence: readdirSync(folder.evidence).length,
      slots: readKeyslots(folder).slots.map(({ person }) => person),
    }));
    expect(found).toEqual({
      name: 'review-desk-3',
      persons: ['cora', 'tom'],
      cases: ['meridian-4'],
      bundles: 1,
      evidence: 1,
      slots: ['cora', 'tom'],
    });
    await desk.close();
    desk = await AtDesk.open({ userData });
    await desk.page.getByRole('form', { name: 'Unlock the desk' }).waitFor();
    await desk.page.getByText(folders.vault, { exact: true }).waitFor();
  });
});
