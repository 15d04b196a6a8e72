import { FIRST_CASE, hex, STEPS, uuid } from './fake-cases.ts';
import { PASSPHRASE } from './fake-desk.ts';
import type { OpenWindow, WindowStart } from './open-window.ts';
import { settled } from './settled.ts';

/** One screen as a person can meet it: how the desk stands, where the window goes, what is opened on it. */
export interface ScreenShown {
  readonly name: string;
  readonly start: WindowStart;
  readonly route?: string;
  readonly prepare?: (window: OpenWindow) => Promise<void>;
}

const kase = (tab: string): string => `cases/${FIRST_CASE}/${tab}`;
const DRAFTED = uuid(3);
const DECIDED = uuid(4);

type Prepare = (window: OpenWindow) => Promise<void>;

const drawn: Prepare = ({ page }) => page.locator('svg.chart').waitFor();
const press =
  (keys: string): Prepare =>
  ({ page }) =>
    page.keyboard.press(keys);
const click =
  (name: string): Prepare =>
  ({ page }) =>
    page.getByRole('button', { name, exact: true }).first().click();

/** One act after the other. */
const then =
  (...steps: readonly Prepare[]): Prepare =>
  async (window) => {
    for (const step of steps) await step(window);
  };

const fill =
  (label: string, text: string): Prepare =>
  ({ page }) =>
    page.getByLabel(label, { exact: true }).fill(text);

/** Five forms that wait, read again with the list of cases. */
const withDrafts: Prepare = async ({ page, goTo, push }) => {
  await page.evaluate(`for (const key of ['adjudication:7', 'score:${FIRST_CASE}', 'notice:${DECIDED}', 'position:x', 'enrolment'])
    fake.drafts.set(key, 'half a sentence')`);
  await goTo('settings');
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await push('import', { importId: 'x', file: 'kestrel-8.seb', phase: 'cancelled', done: 0, total: 0 });
  await goTo('cases');
  await page.getByText('You began 5 forms').waitFor();
};

const toWorkstation = then(click('Choose a folder…'), click('Next'));
const toCustodian = then(
  toWorkstation,
  fill('Name of this workstation', 'review-desk-3'),
  fill('Organization', 'Review desk'),
  fill('Marking ceiling', 'SECRET//NOFORN'),
  click('Next'),
);
const toRoot = then(
  toCustodian,
  fill('Name of the custodian', 'Cora Custodian'),
  fill('Short name', 'cora'),
  fill('New passphrase', PASSPHRASE),
  fill('The same again', PASSPHRASE),
);
const toFinish = then(toRoot, click('Next'), click('Choose the root key…'), async (window) => {
  await window.page.getByText('I compared every').click();
  await click('Make the vault')(window);
  await window.page.getByText('The vault is made').waitFor();
});

const imports: Prepare = async ({ page, push }) => {
  await push('import', {
    importId: 'a',
    file: 'kestrel-8.seb',
    phase: 'checking',
    done: 59_500_000,
    total: 148_338_211,
    steps: STEPS.slice(0, 6),
  });
  await push('import', {
    importId: 'b',
    file: 'kestrel-7-with-a-rather-long-name-from-the-lab.seb',
    phase: 'quarantined',
    done: 1,
    total: 1,
    steps: [
      ...STEPS.slice(0, 2),
      {
        step: 'manifest-signed',
        outcome: 'failed',
        code: 'envelope.bad-signature',
        detail: 'No signature of harbor-lab fits these bytes.',
      },
      ...BUNDLE_REST.map((step) => ({
        step,
        outcome: 'not-checked',
        code: null,
        detail: 'Not checked, because an earlier step failed.',
      })),
    ],
  });
  // How long it will take is told after half a second of a phase.
  await page.waitForTimeout(700);
  await push('import', {
    importId: 'a',
    file: 'kestrel-8.seb',
    phase: 'checking',
    done: 61_000_000,
    total: 148_338_211,
    steps: STEPS.slice(0, 6),
  });
  await page.getByText(/ left$/).waitFor();
};
const BUNDLE_REST = STEPS.slice(3).map(({ step }) => step);

const imported: Prepare = async ({ page, push }) => {
  await push('import', {
    importId: 'c',
    file: 'kestrel-6.seb',
    phase: 'done',
    done: 1,
    total: 1,
    result: {
      ok: true,
      digest: hex(101),
      steps: STEPS,
      caseId: FIRST_CASE,
      runs: 4,
      attempts: 3_360,
      findings: [
        {
          code: 'inspect.claim-mismatch',
          severity: 'alarm',
          member: 'logs/cyber-exploit-dev.eval',
          detail: 'The header claims accuracy 0.188; the samples give 0.171.',
        },
      ],
      quarantined: false,
    },
  });
  await page.getByText('stand on the case now').waitFor();
};

const readSample: Prepare = async ({ page }) => {
  await page.getByRole('listbox', { name: 'Attempts' }).getByRole('option').first().click();
  await page.getByRole('article').first().waitFor();
};

/** Every screen of the window, each in the states that look different. */
export const SCREENS: readonly ScreenShown[] = [
  { name: 'first-start-place', start: { phase: 'no-vault' } },
  { name: 'first-start-sample', start: { phase: 'no-vault' }, prepare: click('Fill a sample vault') },
  { name: 'first-start-workstation', start: { phase: 'no-vault' }, prepare: toWorkstation },
  { name: 'first-start-custodian', start: { phase: 'no-vault' }, prepare: toRoot },
  {
    name: 'first-start-root',
    start: { phase: 'no-vault' },
    prepare: then(toRoot, click('Next'), click('Choose the root key…')),
  },
  { name: 'first-start-finish', start: { phase: 'no-vault' }, prepare: toFinish },
  { name: 'unlock', start: { phase: 'locked' } },
  {
    name: 'unlock-refused',
    start: { phase: 'locked', unlockWait: 300 },
    prepare: then(fill('Passphrase', 'wrong passphrase'), press('Enter'), ({ page }) =>
      page.getByText('to wait before the next try').waitFor(),
    ),
  },
  {
    name: 'unlocked',
    start: { phase: 'locked' },
    prepare: then(fill('Passphrase', PASSPHRASE), press('Enter'), ({ page }) =>
      page.getByText('You last unlocked').waitFor(),
    ),
  },
  { name: 'state-refused', start: { refusing: ['state'] } },
  { name: 'cases', start: {}, route: 'cases' },
  { name: 'cases-drafts', start: {}, route: 'cases', prepare: withDrafts },
  { name: 'cases-many', start: { cases: 400 }, route: 'cases' },
  { name: 'cases-strange', start: { strange: true }, route: 'cases' },
  { name: 'cases-filtered-out', start: {}, route: 'cases', prepare: fill('Search cases', 'no such model') },
  { name: 'cases-empty', start: { cases: 0 }, route: 'cases' },
  { name: 'cases-reading', start: { silent: ['listCases'] }, route: 'cases' },
  { name: 'cases-refused', start: { refusing: ['listCases'] }, route: 'cases' },
  { name: 'person', start: {}, route: 'cases', prepare: ({ page }) => page.locator('.person-button').click() },
  { name: 'import', start: {}, route: 'import', prepare: then(imports, click('Choose files…')) },
  { name: 'import-done', start: {}, route: 'import', prepare: imported },
  { name: 'import-quiet', start: { quarantined: 0 }, route: 'import' },
  { name: 'import-not-yours', start: { roles: ['auditor'] }, route: 'import' },
  {
    name: 'import-refused',
    start: { refusing: ['startImport', 'listQuarantine'] },
    route: 'import',
    prepare: then(
      click('Choose files…'),
      async ({ page }) => {
        await page.getByLabel('Witness', { exact: true }).selectOption('cora');
      },
      fill('Passphrase of the witness', PASSPHRASE),
      ({ page }) =>
        page.getByRole('form', { name: 'Start the import' }).getByRole('button', { name: 'Import' }).click(),
    ),
  },
  {
    name: 'import-quarantine',
    start: {},
    route: 'import',
    prepare: ({ page }) => page.getByRole('row', { name: /kestrel-7/ }).click(),
  },
  { name: 'import-foreign-decision', start: {}, route: 'import', prepare: click('Choose the decision…') },
  { name: 'case-overview', start: {}, route: kase('overview'), prepare: drawn },
  {
    name: 'case-overview-numbers',
    start: {},
    route: kase('overview'),
    prepare: then(drawn, ({ page }) => page.getByText('Numbers in a table').click()),
  },
  { name: 'case-overview-not-assessed', start: {}, route: `cases/${uuid(2)}/overview` },
  { name: 'case-overview-strange', start: { strange: true }, route: kase('overview') },
  { name: 'case-refused', start: { refusing: ['showCase'] }, route: kase('overview') },
  { name: 'case-runs', start: {}, route: kase('runs') },
  { name: 'case-evidence', start: {}, route: kase('evidence') },
  { name: 'case-samples-none-chosen', start: {}, route: kase('samples') },
  { name: 'case-samples', start: {}, route: kase('samples'), prepare: readSample },
  {
    name: 'case-samples-adjudicating',
    start: {},
    route: kase('samples'),
    prepare: then(
      readSample,
      click('Adjudicate'),
      fill('Rationale', 'Message 5 shows the flag in a tool result that the model did not ask for.'),
    ),
  },
  { name: 'case-samples-huge', start: { huge: true }, route: kase('samples'), prepare: readSample },
  { name: 'case-scores', start: {}, route: kase('scores') },
  { name: 'case-assessment', start: {}, route: kase('assessment') },
  { name: 'case-assessment-stale', start: {}, route: `cases/${DRAFTED}/assessment` },
  { name: 'case-assessment-none', start: {}, route: `cases/${uuid(2)}/assessment` },
  { name: 'case-decision', start: {}, route: kase('decision') },
  {
    name: 'case-decision-refused',
    start: {},
    route: kase('decision'),
    prepare: then(
      ({ page }) => page.getByText('Covered frontier model: the threshold is reached').click(),
      fill('Rationale: marking of paragraph 1', '(S//NF)'),
      fill('Rationale: paragraph 1', 'Two of four criteria are met.'),
      fill('Your passphrase', 'wrong passphrase'),
      click('Sign the draft'),
      ({ page }) => page.getByText('This passphrase does not open the keys.').waitFor(),
    ),
  },
  { name: 'case-decision-drafted', start: {}, route: `cases/${DRAFTED}/decision` },
  { name: 'case-decision-complete', start: {}, route: `cases/${DECIDED}/decision` },
  { name: 'case-decision-not-yours', start: { roles: ['auditor'] }, route: `cases/${DRAFTED}/decision` },
  { name: 'case-exports', start: {}, route: `cases/${DECIDED}/exports` },
  {
    name: 'case-exports-notice',
    start: {},
    route: `cases/${DECIDED}/exports`,
    prepare: then(
      fill('Recipient (optional)', 'Halden Labs'),
      fill('Remarks (optional): paragraph 1', 'The decision names the evidence that it rests on.'),
      click('Read it before you sign'),
      async ({ page }) => {
        const notice = page.getByRole('article', { name: 'The notice to be signed' });
        await notice.waitFor();
        await notice.scrollIntoViewIfNeeded();
      },
    ),
  },
  { name: 'case-exports-none', start: {}, route: kase('exports') },
  {
    name: 'intake-record',
    start: {},
    route: 'import',
    prepare: async ({ page }) => {
      await page.getByRole('row', { name: /kestrel-7/ }).click();
      await page.getByRole('button', { name: 'Intake record' }).click();
      await page.getByRole('heading', { name: 'Intake record' }).waitFor();
    },
  },
  {
    name: 'trust-persons',
    start: {},
    route: 'trust/persons',
    prepare: ({ page }) => page.getByRole('row', { name: /Rita/ }).click(),
  },
  { name: 'trust-documents', start: {}, route: 'trust/documents' },
  {
    name: 'trust-documents-changed',
    start: {},
    route: 'trust/documents',
    prepare: then(click('Import a roster…'), ({ page }) =>
      page.getByText('New: role of Nell Newcomer: reviewer').first().waitFor(),
    ),
  },
  { name: 'trust-no-roster', start: { roster: false, roles: [] }, route: 'trust/documents' },
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
  { name: 'audit-export', start: {}, route: 'audit', prepare: click('Export…') },
  { name: 'audit-refused', start: { refusing: ['showAudit'] }, route: 'audit' },
  { name: 'settings', start: {}, route: 'settings' },
  { name: 'settings-not-yours', start: { roles: ['reviewer'] }, route: 'settings' },
  { name: 'palette', start: {}, route: 'cases', prepare: press('Control+k') },
  { name: 'shortcuts', start: {}, route: 'cases', prepare: press('?') },
  { name: 'secret', start: { marking: 'SECRET//NOFORN' }, route: 'audit' },
];

/** Opens a screen and waits until it is as a person would see it. */
export async function show(window: OpenWindow, screen: ScreenShown): Promise<void> {
  await window.page.getByTestId('banner-top').waitFor();
  await window.page.getByText('Starting…').waitFor({ state: 'detached' });
  const { phase, refusing } = screen.start;
  if (phase === undefined && !refusing?.includes('state')) {
    await window.page.getByRole('navigation', { name: 'Places' }).waitFor();
  }
  // A mouse was used: the ring of the focus is for those who use the keys.
  await window.page.mouse.click(640, 4);
  if (screen.route) await window.goTo(screen.route);
  await screen.prepare?.(window);
  await settled(window.page);
}
