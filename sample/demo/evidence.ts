import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileSource } from '../../core/bytes/source.ts';
import { isRefusal } from '../../core/failure.ts';
import { openLog } from '../../core/inspect/open-log.ts';
import { cyberSuite, writeSuiteLogs } from '../generator/suite.ts';

/** One log on its way into a bundle. */
export interface DemoLog {
  readonly path: string;
  readonly task: string;
  readonly model: string;
  /** The scorers that the header names. */
  readonly scorers: readonly string[];
}

/** The logs of the model under review and of the model it is held against. */
export interface DemoEvidence {
  readonly candidate: readonly DemoLog[];
  readonly reference: readonly DemoLog[];
  readonly isGenerated: boolean;
  /** The model under review and the one it is held against, as the logs name them. */
  readonly models: { readonly candidate: string; readonly reference: string };
  /** Files of the folder that are no readable logs. */
  readonly passedOver: readonly string[];
}

/** Writes the generated cyber suite: four benchmarks, two models, agent transcripts, faults and one cheating attempt. */
export async function generatedEvidence(folder: string): Promise<DemoEvidence> {
  const suite = cyberSuite({ seed: 'demo' });
  const candidate = await writeSuiteLogs(folder, suite.candidate);
  const reference = await writeSuiteLogs(folder, suite.reference);
  const read = (paths: readonly { readonly path: string }[]) => Promise.all(paths.map(({ path }) => describe(path)));
  const models = {
    candidate: suite.candidate[0]?.model.name ?? 'unknown',
    reference: suite.reference[0]?.model.name ?? 'unknown',
  };
  return {
    candidate: await read(candidate),
    reference: await read(reference),
    models,
    isGenerated: true,
    passedOver: [],
  };
}

/**
 * Takes the logs of a folder. The model with the most logs is the candidate and the next one the reference; logs of
 * further models go with the candidate's, where the assessment will say that they name another model.
 */
export async function foundEvidence(folder: string): Promise<DemoEvidence> {
  const logs: DemoLog[] = [];
  const passedOver: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (!/\.(eval|json)$/.test(name)) continue;
    try {
      logs.push(await describe(join(folder, name)));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      passedOver.push(name);
    }
  }
  const models = [...Map.groupBy(logs, ({ model }) => model)].sort(([, one], [, other]) => other.length - one.length);
  const second = models[1]?.[0];
  const reference = second === undefined ? logs.slice(0, 1) : logs.filter(({ model }) => model === second);
  const candidate = second === undefined ? logs : logs.filter(({ model }) => model !== second);
  const first = models[0]?.[0] ?? 'unknown';
  return {
    candidate,
    reference,
    models: { candidate: first, reference: second ?? first },
    isGenerated: false,
    passedOver,
  };
}

async function describe(path: string): Promise<DemoLog> {
  const source = await fileSource(path);
  try {
    const { header } = await openLog(source);
    return {
      path,
      task: header.task,
      model: header.model,
      scorers: [...new Set(header.scores.map(({ name }) => name))],
    };
  } finally {
    await source.close();
  }
}
