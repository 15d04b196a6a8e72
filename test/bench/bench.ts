import { parseArgs } from 'node:util';
import { isInstalled } from '../stock-tool.ts';
import type { Bench } from './bench-run.ts';
import { type Figure, isMet } from './figure.ts';
import { makeFixture, type Sizes } from './fixture.ts';
import { importBench } from './import-bench.ts';
import { machineInWords, thisMachine } from './machine.ts';
import { memoryBench } from './memory-bench.ts';
import { payloadBench } from './payload-bench.ts';
import { tableOf } from './table.ts';
import { windowBench } from './window/window-bench.ts';

const MIB = 1 << 20;

const FULL: Sizes = {
  payloadBytes: 1024 * MIB,
  importSamples: 100_000,
  memoryBytes: [256 * MIB, 2048 * MIB],
  logSamples: 5000,
  window: { cases: 200, samples: 100_000, importBytes: 1024 * MIB },
};
const QUICK: Sizes = {
  payloadBytes: 64 * MIB,
  importSamples: 2000,
  memoryBytes: [16 * MIB, 64 * MIB],
  logSamples: 500,
  window: { cases: 20, samples: 2000, importBytes: 64 * MIB },
};

/** Each bench and how many pairs it measures. */
const BENCHES: Readonly<Record<string, { readonly bench: Bench; readonly pairs: number }>> = {
  payload: { bench: payloadBench, pairs: 5 },
  import: { bench: importBench, pairs: 3 },
  memory: { bench: memoryBench, pairs: 1 },
  window: { bench: windowBench, pairs: 5 },
};

const USAGE = `npm run bench -- [NAME...] [--quick] [--json]

NAME     ${Object.keys(BENCHES).join(', ')}; all where none is named
--quick  small sizes: whether it runs, not how fast
--json   JSON alone on stdout; otherwise a table, then the JSON`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = chosen.filter((name) => !Object.hasOwn(BENCHES, name));
if (values.help || unknown.length > 0) {
  console.error(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else {
  await run();
}

async function run(): Promise<void> {
  const sizes = values.quick ? QUICK : FULL;
  const hasAge = isInstalled('age') && isInstalled('sha384sum');
  const machine = thisMachine(hasAge);
  const say = (words: string): void => console.error(`  ${words}`);
  console.error(machineInWords(machine));
  const fixture = await makeFixture(sizes, say);
  const figures: Figure[] = [];
  try {
    for (const [name, { bench, pairs }] of Object.entries(BENCHES)) {
      if (!chosen.includes(name)) continue;
      console.error(name);
      const measured = await bench({ fixture, sizes, pairs, hasAge, say });
      console.error(`${tableOf(measured)}\n`);
      figures.push(...measured);
    }
  } finally {
    fixture.dispose();
  }
  const json = {
    machine,
    quick: values.quick === true,
    sizes,
    figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
  };
  if (!values.json) console.log(`${machineInWords(machine)}\n\n${tableOf(figures)}\n`);
  console.log(JSON.stringify(json, null, 2));
}
