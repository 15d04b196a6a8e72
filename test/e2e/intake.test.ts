import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha384 } from '../../core/crypto/digest.ts';
import { generatePrivateKey } from '../../core/crypto/private-key.ts';
import { listBundles } from '../../db/repositories/bundle.ts';
import { listCases } from '../../db/repositories/case-file.ts';
import { listQuarantine } from '../../db/repositories/quarantine.ts';
import { bulkSpecs } from '../../sample/generator/suite.ts';
import { makeWorld, type World } from '../desk-world/world.ts';
import { AtDesk, typedBy } from './at-desk.ts';
import { auditActs, lookInto } from './look-into.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();
/** Of an attachment that makes the long import long: it is copied, decrypted and hashed while others work. */
const LONG_BYTES = 512 << 20;

/** Media come in by two persons: good, bad, cancelled and long. */
describe.skipIf(skip !== undefined)(`media that come in${skip ? ` (${skip})` : ''}`, () => {
  let world: World;
  let desk: AtDesk;
  let long: string;
  const bad = (name: string) => join(world.folder, 'bad', name);
  const digestOf = (name: string) => sha384(readFileSync(bad(name)));

  const start = () => desk.button('Import', desk.page.getByRole('form', { name: 'Start the import' }));
  /** Names the witness and lets them type. */
  const witness = async (passphrase: string) => {
    await desk.field('Witness').selectOption('rita');
    await desk.field('Passphrase of the witness').fill(passphrase);
  };
  const bring = async (button: string, path: string) => {
    await desk.goTo('Import');
    await desk.pick(button, path);
    await desk.page.getByText('1 file or folder chosen').waitFor();
    await witness(typedBy('rita'));
    await start().click();
  };

  beforeAll(async () => {
    world = await makeWorld({
      twoPersonRule: true,
      now: Date.now() - 60_000,
      suite: { samples: 6, epochs: 2 },
      // Who brings media in also reads, so that one person does both at a time.
      roles: { tom: ['transfer-agent', 'reviewer'] },
    });
    const bytes = readFileSync(world.candidate);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
    mkdirSync(join(world.folder, 'bad'));
    writeFileSync(bad('torn.seb'), bytes);
    const stranger = generatePrivateKey('ed25519');
    const logs = world.suite.candidate.slice(0, 1);
    await world.seal({ sequence: 1, role: 'candidate', name: 'bad/forged.seb', key: stranger, logs });
    const sealed = await world.seal({
      sequence: 2,
      role: 'candidate',
      name: 'long.seb',
      logs: bulkSpecs({ seed: 'long', samples: 3000, logs: 1, sampleBytes: 2000 }),
      extra: [{ name: 'weights.bin', role: 'attachment', bytes: new Uint8Array(LONG_BYTES) }],
      changes: {
        case: {
          developer: 'Fathomworks',
          model: 'meridian-5',
          version: '2026-10-01',
          role: 'candidate',
          caseKey: 'fathomworks/meridian-5',
        },
      },
    });
    long = sealed.path;
    world.vault.close();
    desk = await AtDesk.open({ vault: world.vaultPath });
    await desk.unlock('tom');
  });
  afterAll(async () => {
    await desk?.close();
    if (world !== undefined) rmSync(world.folder, { recursive: true, force: true });
  });

  it('need a second person with a passphrase of their own', async () => {
    await desk.goTo('Import');
    await desk.pick('Choose files…', world.candidate);
    await desk.page.getByText('1 file or folder chosen').waitFor();
    await desk.field('Witness').waitFor();
    expect(await start().isDisabled()).toBe(true);
    await witness(typedBy('tom'));
    await start().click();
    const form = desk.page.getByRole('form', { name: 'Start the import' });
    await form.getByText('crypto.passphrase-wrong').waitFor();
    // Nothing was queued, and the file is still chosen for the next try.
    expect(await desk.inQueue('candidate-1.seb').count()).toBe(0);
    await form.getByRole('button', { name: 'Leave out' }).click();
    await form.getByText('Nothing chosen yet').waitFor();
    expect(readdirSync(join(world.vaultPath, 'evidence'))).toEqual([]);
  });

  it('go to quarantine whole when a check fails, with every reason on a record that can be printed', async () => {
    await bring('Choose folders…', join(world.folder, 'bad'));
    for (const file of ['forged.seb', 'torn.seb']) {
      const row = desk.inQueue(file);
      await row.getByText('Quarantined', { exact: true }).waitFor();
      await row.getByText('Not one sample was read.').waitFor();
      const checklist = row.getByRole('list', { name: `Checklist of ${file}` });
      expect(await checklist.getByText('Failed', { exact: true }).count(), file).toBe(1);
      await desk.page.getByRole('table', { name: 'Quarantined bundles' }).getByText(file).waitFor();
    }
    await desk
      .inQueue('torn.seb')
      .getByText(/damaged or was altered/)
      .waitFor();
    await desk.button('Intake record', desk.inQueue('forged.seb')).click();
    const record = desk.page.getByRole('article');
    await record.getByText('Quarantined: not imported').waitFor();
    await record.getByText(digestOf('forged.seb'), { exact: true }).waitFor();
    await record
      .getByText(/^Witness/)
      .first()
      .waitFor();
    for (const outcome of ['Passed', 'Failed', 'Not checked'])
      expect(await record.getByText(outcome, { exact: true }).count(), outcome).toBeGreaterThan(0);
    expect(await desk.button('Print…').isVisible()).toBe(true);
  });

  it('are dropped on the window, and stand as a case when every check passes', async () => {
    await desk.goTo('Import');
    await desk.drop(desk.page.getByRole('region', { name: 'Files to import' }), world.candidate);
    await desk.page.getByRole('list', { name: 'Chosen' }).getByText(world.candidate, { exact: true }).waitFor();
    await witness(typedBy('rita'));
    await start().click();
    const row = desk.inQueue('candidate-1.seb');
    await row.getByText('Imported', { exact: true }).waitFor();
    await row.getByText(/^Every check passed/).click();
    const steps = row.getByRole('list', { name: 'Checklist of candidate-1.seb' }).getByRole('listitem');
    expect(await steps.count()).toBeGreaterThan(7);
    expect(await steps.getByText('Passed', { exact: true }).count()).toBe(await steps.count());
    await desk.button('Open the case', row).click();
    await desk.page.getByRole('heading', { name: /meridian-4/, level: 1 }).waitFor();
  });

  it('are let go of when a person cancels', async () => {
    await bring('Choose files…', long);
    await desk.button('Cancel long.seb').click();
    await desk.inQueue('long.seb').getByText('Cancelled. Nothing of this file was kept.').waitFor();
    await desk.button('Clear what is finished').click();
  });

  it('leave the desk to reading and typing while a long file is checked and read', async () => {
    const { page } = desk;
    await bring('Choose files…', long);
    await desk.openCase(/meridian-4/, 'Samples');
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
    await page
      .getByRole('list', { name: /messages/i })
      .or(page.locator('.message'))
      .first()
      .waitFor();
    await desk.part('Typed scores');
    // A form takes no click until its draft has arrived.
    await page.getByLabel('Procedure').click();
    await page.getByLabel('Procedure').pressSequentially('Typed while media come in.');
    await page.getByText('Kept as a draft in the vault.').waitFor();
    // All of that before the long file was in.
    await page.getByRole('navigation', { name: 'Places' }).getByText('1 running').waitFor({ timeout: 1000 });
    await desk.goTo('Import');
    await desk.inQueue('long.seb').getByText('Imported', { exact: true }).waitFor({ timeout: 100_000 });
    await desk.inQueue('long.seb').getByText('1 run with 3,000 attempts stand').waitFor();
    await desk.lock();
    expect(desk.complaints).toEqual([]);
  });

  it('are in the vault as that: two bundles whole, two in quarantine as they came, and each act on record', async () => {
    const found = await lookInto(world.vaultPath, ({ db, folder }) => ({
      cases: listCases(db).map(({ model }) => model),
      bundles: listBundles(db).map(({ sealedDigest }) => sealedDigest),
      quarantined: listQuarantine(db).map(({ sealedDigest, fileName }) => [sealedDigest, fileName]),
      kept: readdirSync(folder.quarantine),
      evidence: readdirSync(folder.evidence).length,
      acts: auditActs(db),
    }));
    expect(found.cases.toSorted()).toEqual(['meridian-4', 'meridian-5']);
    expect(found.bundles).toHaveLength(2);
    expect(found.evidence).toBe(2);
    const digests = ['forged.seb', 'torn.seb'].map((name) => [digestOf(name), name]);
    expect(found.quarantined.toSorted()).toEqual(digests.toSorted());
    const kept = found.kept.map((name) => sha384(readFileSync(join(world.vaultPath, 'quarantine', name))));
    expect(kept.toSorted()).toEqual(digests.map(([digest]) => digest).toSorted());
    expect(found.acts).toMatchObject({
      'bundle.quarantined': 2,
      'bundle.imported': 2,
      'import.cancelled': 1,
    });
  });
});
