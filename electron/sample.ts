import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

interface SamplePerson {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly passphrase: string;
}

/** Makes a vault of invented data below a folder. @returns where it is, and who opens it with what */
export type FillSample = (
  place: string,
  onStep: (step: string) => void,
) => Promise<{ readonly folder: string; readonly persons: readonly SamplePerson[] }>;

type Said =
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'filled'; readonly folder: string; readonly persons: readonly SamplePerson[] };

/**
 * @param program the bundled filler
 * @returns what fills a sample vault, or undefined where the program came without it
 */
export function sampleFiller(program: string): FillSample | undefined {
  if (!existsSync(program)) return undefined;
  return (place, onStep) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(program, { workerData: place, stdout: true, stderr: true });
      worker.on('message', (said: Said) => {
        if (said.kind === 'step') onStep(said.step);
        else resolve({ folder: said.folder, persons: said.persons });
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`the sample was not filled (${code})`)));
    });
}
