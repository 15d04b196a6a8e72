import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn } from '../files-in.ts';
import { toolPath } from '../tools.ts';
import { type Job, runTool } from './job.ts';
import { evenTimes, layOutLinux } from './linux-tree.ts';

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' } as const;

/**
 * Makes a Debian package, without any script in it.
 * @returns its path
 * @see https://www.debian.org/doc/debian-policy/ch-controlfields.html
 */
export async function makeDeb(job: Job): Promise<string> {
  const { identity, scratch, time } = job;
  const root = join(scratch, 'deb');
  layOutLinux(job, root);
  const files = filesIn(root);
  const control = join(root, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  const fields = {
    Package: identity.name,
    Version: identity.version.replaceAll('-', '~'),
    Architecture: ARCHITECTURES[job.arch],
    Maintainer: identity.maintainer,
    'Installed-Size': Math.ceil(files.reduce((sum, { size }) => sum + size, 0) / 1024),
    Depends: identity.depends.deb.join(', '),
    Section: 'misc',
    Priority: 'optional',
    Homepage: identity.homepage,
    Description: `${identity.synopsis}\n ${identity.description}`,
  };
  const text = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  writeFileSync(join(control, 'control'), `${text.join('\n')}\n`, { mode: 0o644 });
  // MD5 because the format says so: it finds a damaged disk. What proves the package is its signature.
  const sums = files.map(({ path }) => {
    const sum = createHash('md5')
      .update(readFileSync(join(root, path)))
      .digest('hex');
    return `${sum}  ${path}`;
  });
  writeFileSync(join(control, 'md5sums'), `${sums.join('\n')}\n`, { mode: 0o644 });
  evenTimes(root, time);
  const made = join(job.out, `${identity.name}_${fields.Version}_${fields.Architecture}.deb`);
  await runTool(toolPath(job.tools, 'dpkg-deb'), ['--root-owner-group', '-Zxz', '--build', root, made], job);
  return made;
}
