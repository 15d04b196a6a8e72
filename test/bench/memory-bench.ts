import type { Bench } from './bench-run.ts';
import { type Figure, figureOf } from './figure.ts';
import type { LogBundle } from './fixture.ts';
import { measure } from './processes.ts';
import { alternate } from './statistics.ts';

/** 400 MB is the aim for the whole process: engine, libraries and the vault's cache with it. */
const MOST = { of: 'value', is: 'at most', limit: 400 } as const;

/** The largest resident set of an import and of a check, beside bare parsing; and how it grows with the bundle. */
export const memoryBench: Bench = async ({ fixture, sizes, pairs, say }) => {
  const figures: Figure[] = [];
  const [small, large] = sizes.memoryBytes;
  const few = await fixture.logs({ jsonBytes: small });
  const many = await fixture.logs({ jsonBytes: large });
  const { identity, roster, root, now } = fixture;
  const importing = ({ bundle }: LogBundle) =>
    fixture.withVault(async (vault) => (await measure({ kind: 'import', bundle, vault, now })).peakBytes / 1e6);
  const checking = async ({ bundle }: LogBundle) => {
    const task = { kind: 'check', bundle, identity, roster, root, now, lanes: 'worker', logs: true } as const;
    return (await measure(task)).peakBytes / 1e6;
  };
  const parsing = async ({ logs }: LogBundle) => (await measure({ kind: 'parse', logs })).peakBytes / 1e6;

  const peaks = new Map<string, number>();
  const acts = { import: importing, check: checking } as const;
  for (const [act, run] of Object.entries(acts)) {
    for (const bundle of [few, many]) {
      const what = `${act} of ${Math.round(bundle.jsonBytes / 1e6)} MB of JSON`;
      say(what);
      const taken = await alternate(pairs, { ours: () => run(bundle), baseline: () => parsing(bundle) });
      const about = { bench: 'memory', what, unit: 'MB', baselineName: 'unzip + JSON.parse', aim: MOST };
      const figure = figureOf(about, taken);
      figures.push(figure);
      peaks.set(`${act}/${bundle === few ? 'few' : 'many'}`, figure.value.median);
    }
  }
  for (const act of Object.keys(acts)) {
    const ours = peaks.get(`${act}/many`) ?? Number.NaN;
    const baseline = peaks.get(`${act}/few`) ?? Number.NaN;
    const what = `${act}: the larger bundle beside the smaller one`;
    // Flat: what grows at all grows by far less than the bundle.
    const aim = { of: 'ratio', is: 'at most', limit: 1.25 } as const;
    const baselineName = 'the smaller bundle';
    figures.push(figureOf({ bench: 'memory', what, unit: 'MB', baselineName, aim }, [{ ours, baseline }]));
  }
  return figures;
};
