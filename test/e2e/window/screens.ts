import { FIRST_CASE, uuid } from './fake-cases.ts';
import type { OpenWindow, WindowStart } from './open-window.ts';

/** One screen as a person can meet it: how the desk stands, where the window goes, what is opened on it. */
export interface ScreenShown {
  readonly name: string;
  readonly start: WindowStart;
  readonly route?: string;
  readonly prepare?: (window: OpenWindow) => Promise<void>;
}

const kase = (tab: string): string => `cases/${FIRST_CASE}/${tab}`;
const STEPS = [
  { step: 'Readable', outcome: 'passed', code: null, detail: 'An age file with one recipient of this desk.' },
  { step: 'Addressed to this desk', outcome: 'passed', code: null, detail: 'Opens with the key of this desk.' },
];

const assess = async ({ page }: OpenWindow): Promise<void> => {
  await page.getByRole('button', { name: 'Assess now' }).click();
  await page.getByRole('button', { name: 'Assess again' }).waitFor();
};

/** Every screen of the window, each in the states that look different. */
export const SCREENS: readonly ScreenShown[] = [
  { name: 'first-start-place', start: { phase: 'no-vault' } },
  {
    name: 'first-start-workstation',
    start: { phase: 'no-vault' },
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Choose a folder…' }).click();
      await page.getByRole('button', { name: 'Next' }).click();
    },
  },
  { name: 'unlock', start: { phase: 'locked' } },
  { name: 'cases', start: {}, route: 'cases' },
  { name: 'cases-empty', start: { cases: 0 }, route: 'cases' },
  { name: 'cases-reading', start: { silent: ['listCases'] }, route: 'cases' },
  { name: 'cases-refused', start: { refusing: ['listCases'] }, route: 'cases' },
  {
    name: 'import',
    start: {},
    route: 'import',
    prepare: async ({ page, push }) => {
      await page.getByRole('button', { name: 'Choose files…' }).click();
      await push('import', {
        importId: 'a',
        file: 'kestrel-8.seb',
        phase: 'checking',
        done: 61_000_000,
        total: 148_338_211,
        steps: STEPS,
      });
      await push('import', {
        importId: 'b',
        file: 'kestrel-7.seb',
        phase: 'quarantined',
        done: 1,
        total: 1,
        steps: [
          ...STEPS,
          {
            step: 'Manifest signed',
            outcome: 'failed',
            code: 'envelope.bad-signature',
            detail: 'No signature of harbor-lab fits these bytes.',
          },
        ],
      });
    },
  },
  { name: 'import-quiet', start: { quarantined: 0 }, route: 'import' },
  { name: 'case-overview', start: {}, route: kase('overview'), prepare: assess },
  {
    name: 'case-overview-numbers',
    start: {},
    route: kase('overview'),
    prepare: async (window) => {
      await assess(window);
      await window.page.getByText('Numbers in a table').click();
    },
  },
  { name: 'case-overview-not-assessed', start: {}, route: `cases/${uuid(2)}/overview` },
  { name: 'case-runs', start: {}, route: kase('runs') },
  { name: 'case-evidence', start: {}, route: kase('evidence') },
  {
    name: 'case-samples',
    start: {},
    route: kase('samples'),
    prepare: async ({ page }) => {
      await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
      await page.getByRole('article').first().waitFor();
    },
  },
  {
    name: 'case-samples-adjudicating',
    start: {},
    route: kase('samples'),
    prepare: async ({ page }) => {
      await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
      await page.getByRole('button', { name: 'Adjudicate' }).click();
      await page
        .getByLabel('Rationale')
        .fill('Message 5 shows the flag in a tool result that the model did not ask for.');
    },
  },
  { name: 'case-scores', start: {}, route: kase('scores') },
  { name: 'case-assessment', start: {}, route: kase('assessment'), prepare: assess },
  { name: 'case-decision', start: {}, route: kase('decision') },
  { name: 'case-decision-drafted', start: {}, route: `cases/${uuid(3)}/decision` },
  { name: 'case-exports', start: {}, route: `cases/${uuid(4)}/exports` },
  {
    name: 'intake-record',
    start: {},
    route: 'import/record/x',
    prepare: async ({ goTo, page }) => {
      await goTo('import');
      await page.getByRole('button', { name: 'Import', exact: true }).first().waitFor();
      await page.getByRole('row', { name: /kestrel-7/ }).click();
      await page.getByRole('button', { name: 'Intake record' }).click();
      await page.getByText('Signed', { exact: false }).first().waitFor();
    },
  },
  {
    name: 'trust-persons',
    start: {},
    route: 'trust/persons',
    prepare: async ({ page }) => page.getByRole('row', { name: /Rita/ }).click(),
  },
  { name: 'trust-documents', start: {}, route: 'trust/documents' },
  { name: 'trust-workstation', start: {}, route: 'trust/workstation' },
  { name: 'trust-enrol', start: {}, route: 'trust/enrol' },
  {
    name: 'audit',
    start: {},
    route: 'audit',
    prepare: async ({ page }) => {
      await page.getByRole('button', { name: 'Verify the chain' }).click();
      await page.getByRole('row', { name: /Event 412/ }).click();
    },
  },
  { name: 'settings', start: {}, route: 'settings' },
  { name: 'palette', start: {}, route: 'cases', prepare: async ({ page }) => page.keyboard.press('Control+k') },
  { name: 'shortcuts', start: {}, route: 'cases', prepare: async ({ page }) => page.keyboard.press('?') },
  { name: 'secret', start: { marking: 'SECRET//NOFORN' }, route: 'audit' },
];

/** Opens a screen and waits until it is as a person would see it. */
export async function show(window: OpenWindow, screen: ScreenShown): Promise<void> {
  await window.page.getByTestId('banner-top').waitFor();
  if (screen.start.phase === undefined) await window.page.getByRole('navigation', { name: 'Places' }).waitFor();
  if (screen.route) await window.goTo(screen.route);
  await screen.prepare?.(window);
  await window.page.waitForTimeout(250);
}
