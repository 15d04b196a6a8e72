import type { Bench } from './bench-run.ts';
import { type Figure, figureOf } from './figure.ts';
import { ageAndSum, type Cores, canPin, measure } from './processes.ts';
import { alternate } from './statistics.ts';
import type { Lanes, Task } from './task.ts';

/** How fast a sealed bundle is decrypted and hashed. */
export const payloadBench: Bench = async ({ fixture, hasAge, pairs, say }) => {
  const { bundle, plain, bytes } = await fixture.payload();
  const { identity, roster, root, now } = fixture;
  const megabytes = bytes / 1e6;
  const figures: Figure[] = [];
  const baselineName = hasAge ? 'age -d | sha384sum' : 'SHA-384 alone, in Node';
  const compare = async (what: string, task: Task, cores: Cores, aim?: Figure['aim']): Promise<void> => {
    say(what);
    const taken = await alternate(pairs, {
      ours: async () => megabytes / (await measure(task, cores)).seconds,
      baseline: async () => {
        if (hasAge) return megabytes / (await ageAndSum(bundle, identity, cores));
        return megabytes / (await measure({ kind: 'hash', file: plain }, cores)).seconds;
      },
    });
    figures.push(figureOf({ bench: 'payload', what, unit: 'MB/s', baselineName, ...(aim ? { aim } : {}) }, taken));
  };
  const members = (lanes: Lanes): Task => ({ kind: 'members', bundle, identity, lanes });
  const check = (lanes: Lanes): Task => ({ kind: 'check', bundle, identity, roster, root, now, lanes, logs: false });
  const half = hasAge ? ({ of: 'ratio', is: 'at least', limit: 0.5 } as const) : undefined;
  if (canPin()) {
    await compare('decrypt and hash members, one core, one thread', members('in-thread'), 'one', half);
    await compare('decrypt and hash members, one core, hash worker', members('worker'), 'one');
  } else say('taskset is not installed: nothing is held on one core');
  await compare('decrypt and hash members, all cores, one thread', members('in-thread'), 'all');
  await compare('decrypt and hash members, all cores, hash worker', members('worker'), 'all', half);
  await compare("check: members and the sealed file's digest, all cores, one thread", check('in-thread'), 'all');
  await compare("check: members and the sealed file's digest, all cores, hash worker", check('worker'), 'all');
  return figures;
};
