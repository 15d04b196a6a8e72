import { rmSync } from 'node:fs';
import { type Aim, type Figure, figureOf } from '../figure.ts';
import { measure } from '../processes.ts';
import { goTo, isImporting, measureStart, measureUnlock, startImport } from './at-the-desk.ts';
import { callTheDesk, READS, type Timed, WRITES, worstOf } from './desk-calls.ts';
import { type Resident, resident, residentPeaks } from './resident.ts';
import { type Shown, show } from './shown.ts';
import { together, type Watched, watched } from './watch.ts';
import type { WindowRun } from './window-bench.ts';

/** No frame over this, in milliseconds. */
const SMOOTH: Aim = { of: 'value', is: 'at most', limit: 50 };
/** A read or a write that takes longer is felt as waiting, in milliseconds. */
const AT_ONCE: Aim = { of: 'value', is: 'at most', limit: 500 };
const TYPED = 'It was read twice, by hand. ';
const KEY_EVERY = 80;

/** What was seen of a program and its window while an import ran. */
interface Seen {
  readonly looking: Watched;
  readonly typing: Watched;
  readonly opening: Watched | undefined;
  readonly before: Memory;
  readonly peak: Resident | undefined;
  readonly after: Memory;
}

interface Memory extends Partial<Resident> {
  readonly heap: number;
}

async function memoryOf(shown: Shown): Promise<Memory> {
  return { heap: await shown.heap(), ...resident(shown.mainPid) };
}

/** How the window goes on while a large bundle is imported: its frames, its keys, its calls and its memory. */
export async function duringImport(run: WindowRun): Promise<Figure[]> {
  const { fixture, sizes, desk, say } = run;
  const { logs, jsonBytes } = await fixture.logs({ jsonBytes: sizes.window.importBytes });
  const bundle = await desk.sealNext(logs);
  const load = `import of ${Math.round(jsonBytes / 1e6)} MB of JSON`;
  say(`${load}, beside an empty page`);
  const empty = await besideAnEmptyPage(run, bundle);
  say(`${load}, in the window`);
  const ours = await inOurWindow(run, bundle);
  say(`${load}, with calls at the desk`);
  const calls = await callsAtTheDesk(run, bundle);
  return [...frameFigures(ours, empty), ...callFigures(calls), ...memoryFigures(ours, empty)];
}

/** The baseline: the same import in a process of its own, while an empty page is looked at and typed into. */
async function besideAnEmptyPage({ programs, desk }: WindowRun, bundle: string): Promise<Seen> {
  const shown = await show(programs.empty);
  const vault = desk.copy();
  try {
    await measureStart(shown);
    const before = await memoryOf(shown);
    const peaks = residentPeaks(shown.mainPid);
    let isOver = false;
    const imported = measure({ kind: 'import', bundle, vault, now: Date.now() }).finally(() => {
      isOver = true;
    });
    const looking: Watched[] = [];
    const typing: Watched[] = [];
    do {
      looking.push(await watched(shown.page, () => shown.page.waitForTimeout(2000)));
      typing.push(await watched(shown.page, () => shown.page.keyboard.type(TYPED, { delay: KEY_EVERY })));
    } while (!isOver);
    await imported;
    const after = await memoryOf(shown);
    return { looking: together(looking), typing: together(typing), opening: undefined, before, peak: peaks(), after };
  } finally {
    await shown.close();
    rmSync(vault, { recursive: true, force: true });
  }
}

/** Lends our program, unlocked over a fresh copy of the vault. */
async function atTheDesk<T>({ programs, desk, sizes }: WindowRun, work: (shown: Shown) => Promise<T>): Promise<T> {
  const vault = desk.copy();
  const shown = await show(programs.own, vault);
  try {
    await measureStart(shown);
    await measureUnlock(shown, desk, sizes.window.cases);
    return await work(shown);
  } finally {
    await shown.close();
    rmSync(vault, { recursive: true, force: true });
  }
}

/** Looks at the progress, opens screens, types into a search and into a form whose drafts are kept. */
function inOurWindow(run: WindowRun, bundle: string): Promise<Seen> {
  return atTheDesk(run, async (shown) => {
    const { page } = shown;
    const before = await memoryOf(shown);
    const peaks = residentPeaks(shown.mainPid);
    const looking: Watched[] = [];
    const typing: Watched[] = [];
    const opening: Watched[] = [];
    const open = async (place: string, condition: string) => {
      opening.push(await watched(page, () => goTo(shown, place, `document.querySelector('${condition}') !== null`)));
    };
    const type = async (label: string) => {
      await page.getByLabel(label).click();
      typing.push(await watched(page, () => page.keyboard.type(TYPED, { delay: KEY_EVERY })));
    };
    await startImport(shown, bundle);
    do {
      looking.push(await watched(page, () => page.waitForTimeout(2000)));
      await open('cases', '[aria-label="Search cases"]');
      await type('Search cases');
      await open(`cases/${run.desk.largeCaseId}/scores`, 'form.score-form');
      await type('Procedure');
      await open('import', '.import-row');
    } while (await isImporting(shown));
    // What the import came to is listed as well.
    looking.push(await watched(page, () => page.waitForTimeout(1000)));
    const came = await page.evaluate<string>(`document.querySelector('.import-row').dataset.phase`);
    if (came !== 'done') throw new Error(`the import ended as ${came}`);
    const after = await memoryOf(shown);
    return {
      looking: together(looking),
      typing: together(typing),
      opening: together(opening),
      before,
      peak: peaks(),
      after,
    };
  });
}

interface Calls {
  readonly atRest: readonly Timed[];
  readonly importing: readonly Timed[];
  readonly cancelled: readonly Timed[];
}

/** Reads and writes at the desk before an import, while it runs, and while what it had written is taken away again. */
function callsAtTheDesk(run: WindowRun, bundle: string): Promise<Calls> {
  return atTheDesk(run, async (shown) => {
    const { largeCaseId } = run.desk;
    const atRest = await callTheDesk(shown.page, largeCaseId, 5);
    await startImport(shown, bundle);
    const importing: Timed[] = [];
    do importing.push(...(await callTheDesk(shown.page, largeCaseId, 1)));
    while (importing.length < 300 && (await isImporting(shown)));
    const cancelled: Timed[] = [];
    if (await isImporting(shown)) {
      await shown.page.getByRole('button', { name: /^Cancel / }).click();
      do cancelled.push(...(await callTheDesk(shown.page, largeCaseId, 1)));
      while (await isImporting(shown));
    }
    const refused = [...atRest, ...importing, ...cancelled].find(({ outcome }) => outcome !== 'answered');
    if (refused !== undefined) throw new Error(`${refused.name} was refused: ${refused.outcome}`);
    return { atRest, importing, cancelled };
  });
}

function frameFigures(ours: Seen, empty: Seen): Figure[] {
  const figure = (what: string, value: number, baseline: number, aim?: Aim) =>
    figureOf({ bench: 'window', what, unit: 'ms', baselineName: 'an empty page, same load', ...(aim ? { aim } : {}) }, [
      { ours: value, baseline },
    ]);
  const block = ({ longestFrame, longestTask }: Watched) => Math.max(longestFrame, longestTask);
  const middle = (keys: readonly number[]) => keys.toSorted((a, b) => a - b)[keys.length >> 1] ?? Number.NaN;
  const figures = [
    figure('import: longest frame while its progress is shown', block(ours.looking), block(empty.looking), SMOOTH),
    figure('import: longest frame while somebody types', block(ours.typing), block(empty.typing), SMOOTH),
    figure('import: a key to its paint, median', middle(ours.typing.keys), middle(empty.typing.keys)),
    figure(
      'import: a key to its paint, longest',
      Math.max(...ours.typing.keys),
      Math.max(...empty.typing.keys),
      SMOOTH,
    ),
  ];
  if (ours.opening) {
    const what = 'import: longest frame while screens are opened';
    figures.push(figure(what, block(ours.opening), block(empty.looking), SMOOTH));
  }
  return figures;
}

function callFigures({ atRest, importing, cancelled }: Calls): Figure[] {
  const figure = (what: string, times: readonly Timed[], names: readonly string[]) =>
    figureOf({ bench: 'window', what, unit: 'ms', baselineName: 'the same, at rest', aim: AT_ONCE }, [
      { ours: worstOf(times, names), baseline: worstOf(atRest, names) },
    ]);
  return [
    figure('import: longest wait for a read', importing, READS),
    figure('import: longest wait for a write', importing, WRITES),
    ...(cancelled.length === 0
      ? []
      : [
          figure('cancelled import: longest wait for a read', cancelled, READS),
          figure('cancelled import: longest wait for a write', cancelled, WRITES),
        ]),
  ];
}

function memoryFigures(ours: Seen, empty: Seen): Figure[] {
  const figure = (what: string, value: number | undefined, baseline: number | undefined): Figure[] =>
    value === undefined || baseline === undefined
      ? []
      : [
          figureOf({ bench: 'window', what, unit: 'MB', baselineName: 'an empty page' }, [
            { ours: value / 1e6, baseline: baseline / 1e6 },
          ]),
        ];
  return [
    ...figure('JavaScript heap of the window, before the import', ours.before.heap, empty.before.heap),
    ...figure('JavaScript heap of the window, after it', ours.after.heap, empty.after.heap),
    ...figure('resident: the window, before', ours.before.renderer, empty.before.renderer),
    ...figure('resident: the window, peak', ours.peak?.renderer, empty.peak?.renderer),
    ...figure('resident: the window, after', ours.after.renderer, empty.after.renderer),
    ...figure('resident: main process and workers, before', ours.before.main, empty.before.main),
    ...figure('resident: main process and workers, peak', ours.peak?.main, empty.peak?.main),
    ...figure('resident: main process and workers, after', ours.after.main, empty.after.main),
  ];
}
