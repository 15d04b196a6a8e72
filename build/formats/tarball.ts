import { join } from 'node:path';
import { toolPath } from '../tools.ts';
import { type Job, runTool } from './job.ts';
import { copyUnpacked, evenTimes } from './linux-tree.ts';

/**
 * Makes a tar.gz with one folder in it.
 * @returns its path
 */
export async function makeTarball(job: Job): Promise<string> {
  const { identity, scratch, time } = job;
  const name = `${identity.name}-${identity.version}-linux-${job.arch}`;
  const tree = join(scratch, name);
  copyUnpacked(job.unpacked, tree);
  evenTimes(tree, time);
  const made = join(job.out, `${name}.tar.gz`);
  const alike = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
  await runTool(toolPath(job.tools, 'tar'), [...alike, '-czf', made, '-C', scratch, name], job);
  return made;
}
