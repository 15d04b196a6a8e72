import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { everythingIn } from '../files-in.ts';
import { toolPath } from '../tools.ts';
import { type Job, runTool } from './job.ts';
import { installedAt, layOutLinux } from './linux-tree.ts';

const ARCHITECTURES = { x64: 'x86_64', arm64: 'aarch64' } as const;

/** Packs what is there as it is: nothing stripped, no links to debug builds, no guess at what it needs. */
const MACROS = {
  __os_install_post: '%{nil}',
  _build_id_links: 'none',
  debug_package: '%{nil}',
  __brp_mangle_shebangs: '%{nil}',
  _binary_payload: 'w12.zstdio', // which every system with the glibc that the native module needs can read
  _buildhost: 'localhost',
  use_source_date_epoch_as_buildtime: '1',
  clamp_mtime_to_source_date_epoch: '1',
} as const;

/**
 * Makes an RPM package, without any script in it.
 * @returns its path
 * @see https://rpm-software-management.github.io/rpm/manual/spec.html
 */
export async function makeRpm(job: Job): Promise<string> {
  const { identity, scratch, out } = job;
  const arch = ARCHITECTURES[job.arch];
  const root = join(scratch, 'rpm-root');
  layOutLinux(job, root);
  const own = installedAt(identity);
  const listed = everythingIn(root).flatMap(({ path, kind }) => {
    // Folders that other packages share are theirs.
    if (kind === 'folder') return path === own || path.startsWith(`${own}/`) ? [`%dir "/${path}"`] : [];
    return [`"/${path}"`];
  });
  const version = identity.version.replaceAll('-', '~');
  const spec = join(scratch, 'package.spec');
  writeFileSync(
    spec,
    `${[
      ...Object.entries(MACROS).map(([name, value]) => `%global ${name} ${value}`),
      `Name: ${identity.name}`,
      `Version: ${version}`,
      'Release: 1',
      `Summary: ${identity.synopsis}`,
      `License: ${identity.license}`,
      `URL: ${identity.homepage}`,
      `Vendor: ${identity.maintainer}`,
      `Packager: ${identity.maintainer}`,
      'AutoReqProv: no',
      ...identity.depends.rpm.map((one) => `Requires: ${one}`),
      '%description',
      identity.description,
      '%files',
      ...listed,
    ].join('\n')}\n`,
  );
  const top = join(scratch, 'rpm-top');
  mkdirSync(top);
  await runTool(
    toolPath(job.tools, 'rpmbuild'),
    ['-bb', '--target', arch, '--buildroot', root, '--define', `_topdir ${top}`, spec],
    job,
  );
  const name = `${identity.name}-${version}-1.${arch}.rpm`;
  copyFileSync(join(top, 'RPMS', arch, name), join(out, name));
  return join(out, name);
}
