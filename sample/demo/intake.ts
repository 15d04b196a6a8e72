import { join } from 'node:path';
import { importBundle } from '../../desk/import-bundle.ts';
import type { Narrator } from './narrator.ts';
import type { Bundles } from './outside.ts';
import type { People } from './people.ts';
import type { Places } from './places.ts';
import { tamperedBundle } from './tamper.ts';

/** Imports both bundles, and a tampered copy that must be refused. @returns the case */
export async function bringIn(places: Places, narrator: Narrator, people: People, bundles: Bundles): Promise<string> {
  narrator.chapter(
    'Intake',
    'The transfer agent brings the medium in. A fixed checklist runs; the second person stands by.',
  );
  const bad = tamperedBundle(bundles.candidate, join(places.lab, 'tampered.seb'));
  narrator.file('tampered-bundle', bad);
  await narrator.step(
    'import-tampered',
    () => people.act('tom', importBundle, { path: bad }),
    ({ ok, steps }) => {
      const failed = steps.find(({ outcome }) => outcome === 'failed');
      if (ok || failed === undefined) throw new Error('a tampered bundle was taken');
      return `a copy with one flipped bit goes to quarantine: ${failed.detail} [${failed.code}]`;
    },
    'refused-as-it-should',
  );
  let caseId = '';
  for (const path of [bundles.candidate, bundles.reference]) {
    const result = await narrator.step(
      `import-${path === bundles.candidate ? 'candidate' : 'reference'}`,
      () => people.act('tom', importBundle, { path }, people.signatory('rita')),
      ({ runs, attempts, findings }) =>
        `${runs} runs with ${attempts} attempts were indexed; ${findings.length} findings`,
    );
    narrator.console.steps(result.steps.map((step) => ({ ...step, code: null })));
    if (!result.ok || result.caseId === null) throw new Error('a good bundle was not taken');
    caseId = result.caseId;
  }
  return caseId;
}
