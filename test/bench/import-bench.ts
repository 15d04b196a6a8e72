import type { Bench } from './bench-run.ts';
import { figureOf } from './figure.ts';
import { measure } from './processes.ts';
import { alternate, type Pair } from './statistics.ts';
import type { TaskResult } from './task.ts';

/** How fast a bundle of logs is imported, beside the least that reading the logs takes. */
export const importBench: Bench = async ({ fixture, sizes, pairs, say }) => {
  const { bundle, logs, samples, jsonBytes } = await fixture.logs({ samples: sizes.importSamples });
  const { now } = fixture;
  const megabytes = jsonBytes / 1e6;
  const what = `import of ${samples} samples, ${Math.round(megabytes)} MB of JSON`;
  say(what);
  const cpu: Pair[] = [];
  const imports: TaskResult[] = [];
  const parses: TaskResult[] = [];
  const taken = await alternate(pairs, {
    ours: async () => {
      const result = await fixture.withVault((vault) => measure({ kind: 'import', bundle, vault, now }));
      imports.push(result);
      return megabytes / result.seconds;
    },
    baseline: async () => {
      const result = await measure({ kind: 'parse', logs });
      parses.push(result);
      return megabytes / result.seconds;
    },
  });
  for (const [at, { cpuSeconds }] of imports.entries()) {
    cpu.push({ ours: megabytes / cpuSeconds, baseline: megabytes / (parses[at]?.cpuSeconds ?? Number.NaN) });
  }
  const baselineName = 'unzip + JSON.parse';
  const aim = { of: 'ratio', is: 'at least', limit: 0.5 } as const;
  return [
    figureOf({ bench: 'import', what, unit: 'MB/s', baselineName, aim }, taken),
    figureOf({ bench: 'import', what: `${what}, by processor time`, unit: 'MB/s', baselineName }, cpu),
  ];
};
