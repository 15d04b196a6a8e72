import { whyNotShown } from '../../e2e/where-shown.ts';
import type { Bench, BenchRun } from '../bench-run.ts';
import { type Figure, figureOf } from '../figure.ts';
import { measure } from '../processes.ts';
import type { Pair } from '../statistics.ts';
import { measureReading, measureStart, measureUnlock, type Reading, type Start } from './at-the-desk.ts';
import { duringImport } from './during-import.ts';
import { type FullDesk, makeFullDesk } from './full-desk.ts';
import { buildPrograms, type Programs } from './programs.ts';
import { show, toPaint } from './shown.ts';

/** What a bench of the window works with. */
export interface WindowRun extends BenchRun {
  readonly desk: FullDesk;
  readonly programs: Programs;
}

const READINGS: Readonly<Record<keyof Reading, (samples: string) => string>> = {
  overview: (samples) => `a case with ${samples} samples, to its overview`,
  samples: () => 'from there to its list of samples',
  end: () => 'from there to the last sample',
  filter: () => 'a letter typed into the search, to what fits',
  transcript: () => 'a sample, to its transcript',
};

/** How fast the built program starts, unlocks and reads, and whether an import holds the window up. */
export const windowBench: Bench = async (run) => {
  const why = whyNotShown();
  if (why !== undefined) {
    run.say(why);
    return [];
  }
  const { say, sizes } = run;
  const programs = await buildPrograms();
  try {
    const desk = await makeFullDesk(sizes.window, say);
    try {
      const window = { ...run, desk, programs };
      return [...(await coldStarts(window)), ...(await duringImport(window))];
    } finally {
      desk.dispose();
    }
  } finally {
    programs.remove();
  }
};

interface Taken {
  readonly start: Start;
  readonly unlock: number;
  readonly reading: Reading;
}

/** Both programs are started by turns; ours is then unlocked and read in. */
async function coldStarts({ desk, programs, pairs, sizes, say }: WindowRun): Promise<Figure[]> {
  const { cases, samples } = sizes.window;
  const ours: Taken[] = [];
  const empty: { start: Start; press: number }[] = [];
  const derivations: number[] = [];
  const vault = desk.copy();
  const turns = {
    async ours() {
      const shown = await show(programs.own, vault);
      try {
        const start = await measureStart(shown);
        const unlock = await measureUnlock(shown, desk, cases);
        ours.push({ start, unlock, reading: await measureReading(shown, desk) });
      } finally {
        await shown.close();
      }
    },
    async empty() {
      const shown = await show(programs.empty);
      try {
        const start = await measureStart(shown);
        const pressed = `document.querySelector('button').textContent.includes('1')`;
        const press = await toPaint(shown.page, () => shown.page.getByRole('button').click(), pressed);
        empty.push({ start, press });
      } finally {
        await shown.close();
      }
      derivations.push((await measure({ kind: 'derive' })).seconds * 1000);
    },
  };
  for (let at = 0; at < pairs; at += 1) {
    say(`start, unlock and read: ${at + 1} of ${pairs}`);
    for (const turn of at % 2 === 0 ? (['empty', 'ours'] as const) : (['ours', 'empty'] as const)) await turns[turn]();
  }
  const figure = (what: string, baselineName: string, of: (one: Taken) => number, beside: (at: number) => number) => {
    const taken: Pair[] = ours.map((one, at) => ({ ours: of(one), baseline: beside(at) }));
    return figureOf({ bench: 'window', what, unit: 'ms', baselineName }, taken);
  };
  const of = <T>(list: readonly T[], at: number): T => {
    const one = list[at];
    if (one === undefined) throw new Error('a pair has one half');
    return one;
  };
  const page = 'an empty page';
  return [
    figure(
      'cold start, to a letter typed',
      page,
      (one) => one.start.toTyped,
      (at) => of(empty, at).start.toTyped,
    ),
    figure(
      'of it, from the page to its field',
      page,
      (one) => one.start.page,
      (at) => of(empty, at).start.page,
    ),
    figure(
      `unlock, to a list of ${cases} cases`,
      'Argon2id alone',
      (one) => one.unlock,
      (at) => of(derivations, at),
    ),
    ...(Object.keys(READINGS) as (keyof Reading)[]).map(
      (
        name, // its own keys
      ) =>
        figure(
          READINGS[name](samples.toLocaleString('en')),
          'a press on the empty page',
          (one) => one.reading[name],
          (at) => of(empty, at).press,
        ),
    ),
  ];
}
