import { describe, expect, it } from 'vitest';
import { readAssessment } from '../../../renderer/case/assessment-document.ts';
import { type ChartRow, chartRows } from '../../../renderer/case/capability-rows.ts';
import { thresholdLabels } from '../../../renderer/case/threshold-labels.ts';
import { CHROMIUM, NO_CHROMIUM } from './chromium.ts';
import { fakeAssessment } from './fake-assessment.ts';
import { FIRST_CASE, uuid } from './fake-cases.ts';
import { PASSPHRASE } from './fake-desk.ts';
import { openingWindows } from './opening-windows.ts';

const DECIDED = uuid(4);

describe('the rows of the capability chart', () => {
  const rows = (document: unknown) => {
    const read = readAssessment(document);
    if (read === null) throw new Error('the window cannot read this assessment');
    return chartRows(read);
  };

  it('give a typed score the interval that a rule of the policy computed for it, with its confidence', () => {
    const typed = rows(fakeAssessment()).find(({ level }) => level === 'reported');
    expect(typed).toMatchObject({ point: 0.42, lower: 0.358, upper: 0.482, confidence: 0.95, threshold: 0.6 });
  });

  it('give a typed score that no rule asks for no interval', () => {
    const text = JSON.stringify(fakeAssessment()).replace(
      '"benchmark":"Human uplift study","comparison"',
      '"benchmark":"Another study","comparison"',
    );
    const typed = rows(JSON.parse(text)).find(({ level }) => level === 'reported');
    expect(typed).toMatchObject({ point: 0.42, lower: null, upper: null, confidence: null, threshold: null });
  });
});

describe('the number of a threshold', () => {
  const row = (point: number, threshold: number | null): ChartRow => ({
    measure: 'range',
    model: 'm',
    role: 'candidate',
    source: 'log',
    level: 'recomputed',
    coverage: {
      expected: 1,
      scored: 1,
      unscored: 0,
      errored: 0,
      limit: 0,
      invalidated: 0,
      missing: 0,
      limitHits: 0,
      adjudicated: 0,
      cheating: 0,
      excluded: 0,
      share: 1,
    },
    point,
    lower: null,
    upper: null,
    confidence: null,
    threshold,
  });

  it.each([0.37, 0.417, 0.3])(
    'stands clear of an estimate of %d in the measure below a threshold of 0.350',
    (point) => {
      const below = { ...row(point, null), measure: 'below' };
      const [label] = thresholdLabels([row(0.9, 0.35), below], ['range', 'below'], 500);
      const left = (label?.labelAt ?? 0) * 500;
      // Both are 30 pixels wide at most; the estimate's is centred over its sign.
      expect(left + 30 < point * 500 - 15 || left > point * 500 + 15).toBe(true);
    },
  );

  it('stands right beside its line where nothing is near', () => {
    expect(thresholdLabels([row(0.9, 0.35)], ['range'], 500)[0]?.labelAt).toBeCloseTo(0.35 + 4 / 500);
  });
});

describe.skipIf(CHROMIUM === undefined)(CHROMIUM ? 'what a case was judged to be' : NO_CHROMIUM, () => {
  const open = openingWindows();

  it('shows the reasons of every adjudication, oldest first, to the official at the case and at the attempt', async () => {
    const { page, goTo } = await open({ roles: ['determining-official'] });
    await goTo(`cases/${FIRST_CASE}/overview`);
    const ofCase = page.getByRole('list', { name: 'Adjudications of this case' }).getByRole('listitem');
    await ofCase.first().getByText('looks like a denial of service').waitFor();
    expect(await ofCase.first().textContent()).toContain('superseded');
    expect(await ofCase.nth(1).textContent()).toMatch(/rina.*changed to 0\.5.*Tool fault.*half of the chain/);
    await ofCase.nth(1).getByRole('button', { name: 'Read the attempt' }).click();
    const ofAttempt = page.getByRole('list', { name: 'Adjudications of this attempt' }).getByRole('listitem');
    await ofAttempt.nth(1).getByText('half of the chain').waitFor();
    await page.getByText('Adjudicating is for the reviewer.').waitFor();
    expect(await page.getByRole('button', { name: 'Adjudicate', exact: true }).count()).toBe(0);
  });

  it('keeps the words of other reviewers folded from a reviewer who has not spoken', async () => {
    const { page, goTo } = await open({ roles: ['reviewer'] });
    await goTo(`cases/${FIRST_CASE}/overview`);
    await page.getByText('2 adjudications, 1 superseded').waitFor();
    expect(await page.getByText('looks like a denial of service').isVisible()).toBe(false);
  });

  it('keeps no draft of a notice whose own marking is above the ceiling', async () => {
    const { page, goTo } = await open();
    await goTo(`cases/${DECIDED}/exports`);
    const form = page.getByRole('form', { name: 'Notice' });
    await form.getByLabel('Recipient').fill('The developer');
    await form.getByText('Kept as a draft in the vault.').waitFor();
    await form.getByLabel('Marking of the notice').fill('TOP SECRET//NOFORN');
    await form.getByText('Not kept: it is marked above what this workstation may hold.').waitFor();
    expect(await page.evaluate('fake.drafts.size')).toBe(0);
  });

  it('shows a notice whole before it is signed, and keeps the signed one in sight', async () => {
    const { page, goTo, asked } = await open();
    await goTo(`cases/${DECIDED}/exports`);
    const what = page.getByLabel('What goes out', { exact: true });
    expect(await what.textContent()).not.toContain('The notice');
    await page.getByText('Still missing: a folder, a second person, their passphrase, your own passphrase.').waitFor();
    await page.getByLabel('Recipient').fill('Fathomworks');
    expect(await page.getByRole('button', { name: 'Sign the notice' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Read it before you sign' }).click();
    const shown = page.getByRole('article', { name: 'The notice to be signed' });
    await shown.getByText('is designated a covered frontier model').waitFor();
    // Another text is another notice: it is read again.
    await page.getByLabel('Recipient').fill('Fathomworks Inc');
    await shown.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Read it before you sign' }).click();
    await shown.getByText('Fathomworks Inc').waitFor();
    const form = page.getByRole('form', { name: 'Notice' });
    await form.getByLabel('Your passphrase', { exact: true }).fill(PASSPHRASE);
    await form.getByRole('button', { name: 'Sign the notice' }).click();
    await page.getByRole('article', { name: 'Signed notice 1' }).getByText('Fathomworks Inc').waitFor();
    await expect.poll(() => what.textContent()).toContain('The notice');
    expect((await asked('makeNotice'))[0]?.input).toEqual((await asked('previewNotice')).at(-1)?.input);
  });

  it('draws a typed score with a sign of its own and says what the columns count', async () => {
    const { page, goTo } = await open();
    await goTo(`cases/${FIRST_CASE}/overview`);
    await page.locator('svg.chart .chart-typed').first().waitFor();
    await page.getByRole('list', { name: 'Signs of the chart' }).getByText('Typed score').waitFor();
    await page.getByText('Claims: 3 of 4 recompute as the log counts them, 1 claim does not.').waitFor();
    await page.getByRole('columnheader', { name: 'From samples, by the policy’s counting' }).waitFor();
    await page.getByText('read the findings before you rely on these numbers').waitFor();
    await goTo(`cases/${FIRST_CASE}/assessment`);
    const table = page.getByRole('table', { name: 'Sensitivity' });
    await table.getByText('lower bound >= 0.550').waitFor();
    expect(await table.getByRole('row', { name: /As the policy says/ }).textContent()).toContain(
      'mean 0.594, lower 0.534',
    );
  });

  it('lays the policy in force out in words', async () => {
    const { page, goTo } = await open();
    await goTo('trust/documents');
    const policy = page.getByRole('region', { name: 'The policy in force, in words' });
    await policy.getByText('lower-bound of the mean on cyber/ctf-archive >= 0.55').waitFor();
    await policy.getByText('2 persons, among them 1 determining official').waitFor();
  });
});
