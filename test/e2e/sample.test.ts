import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtDesk } from './at-desk.ts';
import { whyNotShown } from './where-shown.ts';

const skip = whyNotShown();

describe.skipIf(skip !== undefined)(`the sample vault${skip ? ` (${skip})` : ''}`, () => {
  const place = mkdtempSync(join(tmpdir(), 'scrutineer-looking-'));
  const temporary = join(place, 'temporary');
  const userData = join(place, 'user-data');
  let desk: AtDesk;

  beforeAll(async () => {
    mkdirSync(temporary);
    desk = await AtDesk.open({ userData, temporary });
  });
  afterAll(async () => {
    await desk?.close();
    rmSync(place, { recursive: true, force: true });
  });

  it('is filled by one click, opened by another, and marked as invented on every screen', async () => {
    const { page } = desk;
    await desk.button('Fill a sample vault').click();
    const sample = page.getByRole('region', { name: 'Sample persons' });
    await sample.waitFor({ timeout: 100_000 });
    expect(await sample.getByRole('term').count()).toBe(6);
    await sample.getByText('Rita Reviewer (rita): reviewer', { exact: true }).waitFor();
    await sample.getByText(/^Sample data: invented/).waitFor();
    await desk.button(/^Open it as/).click();
    await page.getByRole('row', { name: /meridian-4/ }).waitFor();
    for (const where of ['Cases', 'Import', 'Trust', 'Audit', 'Settings'] as const) {
      await desk.goTo(where);
      expect(await page.getByText(/^Sample data: invented/).count(), where).toBe(1);
    }
    await desk.openCase(/meridian-4/, 'Samples');
    await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().waitFor();
    await desk.lock();
    await desk.page.getByText(/^Sample data: invented/).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('is gone with the program, which does not open it again', async () => {
    const samples = () => readdirSync(temporary).filter((name) => name.startsWith('scrutineer-sample-'));
    expect(samples()).toHaveLength(1);
    await desk.close();
    expect(samples()).toEqual([]);
    desk = await AtDesk.open({ userData });
    await desk.page.getByRole('heading', { name: 'Place', level: 1 }).waitFor();
  });
});
