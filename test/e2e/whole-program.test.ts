import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asPersonId } from '../../core/brand.ts';
import { INTERACTIVE } from '../../core/crypto/passphrase.ts';
import { generatePrivateKey } from '../../core/crypto/private-key.ts';
import { publicKeyToPem } from '../../core/crypto/public-key.ts';
import { cryptoReady } from '../../core/crypto/ready.ts';
import { initDesk } from '../../desk/init-desk.ts';
import { launch, type Running } from './program.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();
const PASSPHRASE = 'seven plain words for one custodian';

/** The program's own window over its own shell and a real vault: that the three fit. */
describe.skipIf(skip !== undefined)(`the whole program${skip ? ` (${skip})` : ''}`, () => {
  let running: Running;
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-whole-'));
  const vault = join(place, 'vault');

  beforeAll(async () => {
    await cryptoReady();
    mkdirSync(vault);
    const person = asPersonId('cora');
    if (person === undefined) throw new Error('cora is a name');
    const made = await initDesk({
      folder: vault,
      workstation: { name: 'Desk 7', organization: 'CAISI', ceiling: 'UNCLASSIFIED', twoPersonRule: false },
      custodian: {
        person,
        name: 'Cora Lane',
        organization: 'CAISI',
        passphrase: new TextEncoder().encode(PASSPHRASE),
      },
      rootPem: publicKeyToPem(generatePrivateKey('ed25519').publicKey),
      postQuantum: false,
      clock: Date.now,
      strength: INTERACTIVE,
    });
    made.vault.close();
    running = await launch({ window: 'own', vault });
  });
  afterAll(async () => {
    await running?.close();
    rmSync(place, { recursive: true, force: true });
  });

  it('shows the unlock screen of the vault that was named, and no policy violation', async () => {
    const { page } = running;
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.getByRole('form', { name: 'Unlock the desk' }).waitFor();
    await page.getByLabel('Passphrase', { exact: true }).fill('not the passphrase at all');
    await page.keyboard.press('Enter');
    await page.getByText(/wrong/i).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('unlocks to the cases, by keyboard, and locks to a new window without them', async () => {
    const { page, app } = running;
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cases' }).waitFor();
    await page.getByText('Cora Lane').first().waitFor();
    const next = app.waitForEvent('window');
    await page.getByRole('button', { name: 'Lock' }).click();
    const fresh = await next;
    await fresh.getByRole('form', { name: 'Unlock the desk' }).waitFor();
    expect(page.isClosed()).toBe(true);
    expect(await fresh.getByText('Cora Lane').count()).toBe(0);
    expect(running.errors()).not.toMatch(/defect/i);
  });
});
