import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a score table as a laboratory would add it: a benchmark that Inspect did not run, one row an attempt. */
export async function writeDemoTable(folder: string): Promise<string> {
  const rows = Array.from(
    { length: 20 },
    (_, index) =>
      `fathom_evals/phish_drill,1.0,solved,drill-${String(index + 1).padStart(2, '0')},1,${index % 3 === 0 ? 1 : 0}`,
  );
  const path = join(folder, 'phish-drill.csv');
  writeFileSync(path, `${['benchmark,version,metric,sample,epoch,value', ...rows].join('\n')}\n`);
  return path;
}
